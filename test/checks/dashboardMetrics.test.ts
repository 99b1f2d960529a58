import { expect, test } from 'vitest';
import { metricsOf } from '../../src/checks/guards';

const body = (...metrics: unknown[][]) =>
  JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics } }] });
const athena = (MetricName: string, ...pairs: string[]) => ({
  Namespace: 'AWS/Athena',
  MetricName,
  Dimensions: Array.from({ length: pairs.length / 2 }, (_, i) => ({
    Name: pairs[2 * i],
    Value: pairs[2 * i + 1],
  })),
});

test('a metric with its dimensions and its options', () => {
  expect(metricsOf(body(['AWS/Athena', 'ProcessedBytes', 'WorkGroup', 'a', { label: 'A' }]))).toEqual([
    athena('ProcessedBytes', 'WorkGroup', 'a'),
  ]);
});

test('"." repeats one value of the row above, "..." all that come before the last', () => {
  const rows = body(
    ['AWS/Athena', 'ProcessedBytes', 'WorkGroup', 'a', 'QueryType', 'DML'],
    ['.', 'QueryQueueTime', '.', 'b', '.', '.'],
    ['...', 'DDL'],
  );
  expect(metricsOf(rows)).toEqual([
    athena('ProcessedBytes', 'WorkGroup', 'a', 'QueryType', 'DML'),
    athena('QueryQueueTime', 'WorkGroup', 'b', 'QueryType', 'DML'),
    athena('QueryQueueTime', 'WorkGroup', 'b', 'QueryType', 'DDL'),
  ]);
});

test('text widgets, expressions and an empty dashboard have no metrics', () => {
  expect(metricsOf('{}')).toEqual([]);
  expect(metricsOf(JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: 'x' } }] }))).toEqual(
    [],
  );
  expect(metricsOf(body([{ expression: 'SUM(METRICS())' }]))).toEqual([]);
});
