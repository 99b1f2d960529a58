import { describe, expect, it } from 'vitest';
import type { DataFile } from '../../../../src/local/iceberg/manifest/dataFile';
import type { PartitionSpec } from '../../../../src/local/iceberg/partition/spec';
import { bindPredicate } from '../../../../src/local/iceberg/scan/condition';
import { fileMayMatch, manifestMayMatch } from '../../../../src/local/iceberg/scan/prune';
import { columnByName, type PrimitiveType, type Schema } from '../../../../src/local/iceberg/schema/schema';
import { encodeValue } from '../../../../src/local/iceberg/value/singleValue';
import { parseValue } from '../../../../src/local/iceberg/value/text';
import type { PartitionValue } from '../../../../src/local/iceberg/value/value';
import type { Predicate } from '../../../../src/sql/catalog/catalogResolver';
import type { Type } from '../../../../src/sql/types/types';

const TYPES: Record<string, PrimitiveType> = {
  id: 'long',
  s: 'string',
  d: 'double',
  ts: 'timestamp',
  day: 'date',
  amount: 'decimal(9, 2)',
};
const names = Object.keys(TYPES);
const schema: Schema = {
  type: 'struct',
  'schema-id': 0,
  fields: names.map((name, i) => ({ id: i + 1, name, required: false, type: TYPES[name]! })),
};
const fieldOf = (column: string) => columnByName(schema, column);
const UNPARTITIONED: PartitionSpec = { 'spec-id': 0, fields: [] };

const BIGINT: Type = { kind: 'bigint' };
const INTEGER: Type = { kind: 'integer' };
const VARCHAR: Type = { kind: 'varchar' };
const TIMESTAMP: Type = { kind: 'timestamp', precision: 3, withTimeZone: false };

/** A file with bounds as text: `{ id: ['1', '5'] }`. */
function file(bounds: Record<string, [string, string]>, more: Partial<DataFile> = {}): DataFile {
  const bound = (which: 0 | 1) =>
    new Map(
      Object.entries(bounds).map(([name, pair]) => [
        names.indexOf(name) + 1,
        encodeValue(TYPES[name]!, parseValue(TYPES[name]!, pair[which])!),
      ]),
    );
  return {
    content: 'data',
    uri: 'f',
    format: 'PARQUET',
    partition: [],
    rows: 10,
    sizeInBytes: 1,
    lowerBounds: bound(0),
    upperBounds: bound(1),
    ...more,
  };
}

const matches = (predicate: Predicate, f: DataFile, spec = UNPARTITIONED) =>
  fileMayMatch(bindPredicate(predicate, fieldOf), f, spec);
const is = (
  column: string,
  op: '=' | '<' | '<=' | '>' | '>=' | '<>',
  value: string | number | bigint | boolean,
  type: Type,
): Predicate => ({ op, column, value, type });

describe('by column bounds', () => {
  const f = file({
    id: ['10', '20'],
    s: ['b', 'd'],
    ts: ['2024-01-01', '2024-01-31 23:59:59'],
    amount: ['1.00', '2.00'],
    d: ['1.5', '2.5'],
  });
  it.each<[Predicate, boolean]>([
    [is('id', '=', 10n, BIGINT), true],
    [is('id', '=', 9, INTEGER), false],
    [is('id', '>', 20n, BIGINT), false],
    [is('id', '>=', 20n, BIGINT), true],
    [is('id', '<', 10n, BIGINT), false],
    [is('id', '<=', 10n, BIGINT), true],
    [is('ID', '=', 21, BIGINT), false],
    [is('s', '=', 'a', VARCHAR), false],
    [is('s', '>', 'd', VARCHAR), false],
    [is('s', '>=', 'd', VARCHAR), true],
    [is('ts', '<', '2024-01-01 00:00:00.000', TIMESTAMP), false],
    [is('ts', '=', '2024-02-01', { kind: 'date' }), false],
    [is('amount', '=', '2.01', { kind: 'decimal', precision: 3, scale: 2 }), false],
    [is('amount', '=', 2, INTEGER), true],
    [is('amount', '=', 3, INTEGER), false],
    [is('d', '>', 2.5, { kind: 'double' }), false],
    [{ op: 'in', column: 'id', values: [1, 30, 15], type: INTEGER }, true],
    [{ op: 'in', column: 'id', values: [1, 30], type: INTEGER }, false],
    [{ op: 'and', operands: [is('id', '=', 15, INTEGER), is('s', '=', 'x', VARCHAR)] }, false],
    [{ op: 'or', operands: [is('id', '=', 15, INTEGER), is('s', '=', 'x', VARCHAR)] }, true],
  ])('%o: %s', (predicate, expected) => expect(matches(predicate, f)).toBe(expected));

  it.each<[string, Predicate]>([
    ['not equal is true of NaN', is('id', '<>', 10, INTEGER)],
    ['a literal of another type', is('id', '=', 'x', VARCHAR)],
    ['a fraction', is('id', '=', '9.5', { kind: 'decimal', precision: 2, scale: 1 })],
    [
      'digits that the column has not',
      is('amount', '=', '9.001', { kind: 'decimal', precision: 4, scale: 3 }),
    ],
    ['a double against a decimal', is('amount', '=', 9, { kind: 'double' })],
    ['NaN', is('d', '=', Number.NaN, { kind: 'double' })],
    ['a bigint that a double cannot hold', is('d', '=', 9007199254740993n, BIGINT)],
    ['padded text', is('s', '=', 'x', { kind: 'char', length: 3 })],
    [
      'another time zone',
      is('ts', '=', '2030-01-01 00:00:00 Europe/Berlin', {
        kind: 'timestamp',
        precision: 3,
        withTimeZone: true,
      }),
    ],
    ['an unknown column', is('none', '=', 1, INTEGER)],
    ['a column without bounds', is('day', '=', '2024-01-01', { kind: 'date' })],
  ])('keeps the file when unsure: %s', (_, predicate) => expect(matches(predicate, f)).toBe(true));

  it('by counts of nulls', () => {
    const nulls = file(
      {},
      {
        valueCounts: new Map([[1, 10]]),
        nullCounts: new Map([
          [1, 10],
          [2, 0],
        ]),
      },
    );
    expect(matches(is('id', '=', 1, INTEGER), nulls)).toBe(false);
    expect(matches({ op: 'is not null', column: 'id' }, nulls)).toBe(false);
    expect(matches({ op: 'is null', column: 'id' }, nulls)).toBe(true);
    expect(matches({ op: 'is null', column: 's' }, nulls)).toBe(false);
    expect(matches({ op: 'is null', column: 'd' }, nulls)).toBe(true);
  });
});

describe('by partition values', () => {
  const spec = (name: string, transform: string): PartitionSpec => ({
    'spec-id': 0,
    fields: [{ 'source-id': names.indexOf(name) + 1, 'field-id': 1000, name: `${name}_p`, transform }],
  });
  const part = (value: PartitionValue) => file({}, { partition: [value] });
  it.each<[string, string, PartitionValue, Predicate, boolean]>([
    ['s', 'identity', 'a', is('s', '=', 'b', VARCHAR), false],
    ['s', 'identity', 'a', is('s', '<=', 'a', VARCHAR), true],
    ['s', 'identity', null, is('s', '=', 'a', VARCHAR), false],
    ['s', 'identity', null, { op: 'is null', column: 's' }, true],
    ['s', 'identity', 'a', { op: 'is null', column: 's' }, false],
    ['s', 'truncate[1]', 'b', is('s', '=', 'ba', VARCHAR), true],
    ['s', 'truncate[1]', 'b', is('s', '<', 'b', VARCHAR), true],
    ['s', 'truncate[1]', 'b', is('s', '<', 'az', VARCHAR), false],
    ['id', 'truncate[10]', 10n, is('id', '<', 10, INTEGER), false],
    ['id', 'truncate[10]', 10n, is('id', '>', 19, INTEGER), false],
    ['id', 'truncate[10]', 10n, is('id', '>', 18, INTEGER), true],
    // bucket(16, 34) is 2017239379 % 16 = 3.
    ['id', 'bucket[16]', 3, is('id', '=', 34, INTEGER), true],
    ['id', 'bucket[16]', 4, is('id', '=', 34, INTEGER), false],
    ['id', 'bucket[16]', 4, is('id', '<', 34, INTEGER), true],
    ['ts', 'day', 19723, is('ts', '<', '2024-01-01 00:00:00', TIMESTAMP), false],
    ['ts', 'day', 19723, is('ts', '<', '2024-01-01 00:00:00.001', TIMESTAMP), true],
    ['ts', 'day', 19723, is('ts', '>', '2024-01-01 23:59:59.999999', TIMESTAMP), false],
    ['ts', 'hour', 473352, is('ts', '=', '2024-01-01 00:30:00', TIMESTAMP), true],
    ['ts', 'month', 648, is('ts', '=', '2024-02-01 00:00:00', TIMESTAMP), false],
    ['day', 'year', 54, is('day', '>=', '2025-01-01', { kind: 'date' }), false],
    // Written by an old writer that rounded toward zero.
    ['day', 'year', 0, is('day', '=', '1969-06-01', { kind: 'date' }), true],
    ['s', 'void', null, is('s', '=', 'b', VARCHAR), true],
    ['s', 'void', null, { op: 'is not null', column: 's' }, true],
    ['s', 'later[1]', 'q', is('s', '=', 'b', VARCHAR), true],
  ])('%s %s %s: %o is %s', (name, transform, value, predicate, expected) => {
    expect(matches(predicate, part(value), spec(name, transform))).toBe(expected);
  });

  it('manifests by what their files have in common', () => {
    const manifest = (lower: number, upper: number) => ({
      uri: 'm',
      length: 1,
      specId: 0,
      content: 'data' as const,
      sequenceNumber: 1,
      minSequenceNumber: 1,
      snapshotId: 1n,
      partitions: [
        { containsNull: false, lower: encodeValue('date', lower), upper: encodeValue('date', upper) },
      ],
    });
    const may = (predicate: Predicate, lower: number, upper: number) =>
      manifestMayMatch(bindPredicate(predicate, fieldOf), manifest(lower, upper), spec('ts', 'day'), [
        schema,
      ]);
    const first = is('ts', '=', '2024-01-01 12:00:00', TIMESTAMP);
    expect(may(first, 19720, 19725)).toBe(true);
    expect(may(first, 19724, 19725)).toBe(false);
    expect(may({ op: 'is null', column: 'ts' }, 19724, 19725)).toBe(false);
    const { partitions: _, ...unknown } = manifest(0, 0);
    expect(manifestMayMatch(bindPredicate(first, fieldOf), unknown, spec('ts', 'day'), [schema])).toBe(true);
  });
});
