import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Type } from '../../../src/sql/types/types';
import { runPython } from './foreign/python';
import { Lake, pathOf } from './lakeTable';

/** Tables that we write, read by PyIceberg and by DuckDB's own Iceberg reader. */

interface Seen {
  schema: Record<string, string>;
  spec: string;
  rows: string[][];
  files: {
    partition: string[];
    rows: number;
    lower: Record<string, string>;
    upper: Record<string, string>;
    nulls: Record<string, number>;
  }[];
  summary: Record<string, string>;
  history: number;
  duckdb: string[][];
}

const VARCHAR: Type = { kind: 'varchar' };
const INTEGER: Type = { kind: 'integer' };
const BIGINT: Type = { kind: 'bigint' };
const TIMESTAMP: Type = { kind: 'timestamp', precision: 6, withTimeZone: false };
const DECIMAL: Type = { kind: 'decimal', precision: 12, scale: 2 };

let lake: Lake;
beforeAll(async () => {
  lake = await Lake.open();
});
afterAll(() => lake.close());

const foreign = async (metadata: string, ...filter: string[]): Promise<Seen> =>
  runPython('read_table.py', pathOf(metadata), ...filter);

describe('foreign readers', () => {
  it('agree on schema, rows, bounds and totals of every type', async () => {
    const table = await lake.table('types', {
      columns: [
        { name: 'id', type: BIGINT, required: true },
        { name: 'b', type: { kind: 'boolean' } },
        { name: 'i', type: INTEGER },
        { name: 'f', type: { kind: 'real' } },
        { name: 'd', type: { kind: 'double' } },
        { name: 'dec', type: DECIMAL },
        { name: 'big', type: { kind: 'decimal', precision: 38, scale: 0 } },
        { name: 'day', type: { kind: 'date' } },
        { name: 't', type: { kind: 'time', precision: 6, withTimeZone: false } },
        { name: 'ts', type: TIMESTAMP },
        { name: 'tz', type: { kind: 'timestamp', precision: 6, withTimeZone: true } },
        { name: 's', type: VARCHAR, comment: 'a text' },
        { name: 'bin', type: { kind: 'varbinary' } },
        {
          name: 'st',
          type: {
            kind: 'row',
            fields: [
              { name: 'x', type: INTEGER },
              { name: 'y', type: { kind: 'array', element: VARCHAR } },
            ],
          },
        },
        { name: 'u', type: { kind: 'uuid' } },
        { name: 'm', type: { kind: 'map', key: VARCHAR, value: BIGINT } },
      ],
    });
    const row = (
      id: number,
    ) => `SELECT ${id}::BIGINT AS id, true AS b, -${id}::INTEGER AS i, 0.5::FLOAT AS f, ${id}.25::DOUBLE AS d,
      ${id}.10::DECIMAL(12,2) AS "dec", 12345678901234567890123456789012345678::DECIMAL(38,0) AS big, DATE '1969-12-31' AS "day",
      TIME '12:34:56.789012' AS t, TIMESTAMP '1969-12-31 23:59:59.999999' AS ts, TIMESTAMPTZ '2024-02-29 12:00:00+00' AS tz,
      'a text that is longer than sixteen' AS s, '\\x00\\xFF'::BLOB AS bin, {'x': ${id}, 'y': ['p', NULL]} AS st, UUID 'f79c3e09-677c-4bbd-a479-3f349cb785e7' AS u, MAP {'k': ${id}::BIGINT} AS m`;
    await table.insert(`${row(1)} UNION ALL ${row(2)}`);
    await table.insert(`SELECT * REPLACE (NULL::BOOLEAN AS b, NULL::VARCHAR AS s) FROM (${row(3)})`);
    await expect(table.insert(`SELECT * REPLACE (NULL::BIGINT AS id) FROM (${row(4)})`)).rejects.toThrow(
      'CONSTRAINT_VIOLATION: NULL value not allowed for NOT NULL column: id',
    );
    const seen = await foreign(table.pointer.location);
    expect(seen.schema).toMatchObject({
      id: 'long',
      i: 'int',
      f: 'float',
      dec: 'decimal(12, 2)',
      day: 'date',
      t: 'time',
      ts: 'timestamp',
      tz: 'timestamptz',
      bin: 'binary',
      m: 'map<string, long>',
    });
    expect(seen.schema.st).toBe('struct<17: x: optional int, 18: y: optional list<string>>');
    expect(seen.rows.map((r) => r[0])).toEqual(['1', '2', '3']);
    expect(seen.rows[0]).toEqual([
      '1',
      'True',
      '-1',
      '0.5',
      '1.25',
      '1.10',
      '12345678901234567890123456789012345678',
      '1969-12-31',
      '12:34:56.789012',
      '1969-12-31 23:59:59.999999',
      '2024-02-29 12:00:00+00:00',
      'a text that is longer than sixteen',
      "b'\\x00\\xff'",
      "{'x': 1, 'y': ['p', None]}",
      'f79c3e09-677c-4bbd-a479-3f349cb785e7',
      "[('k', 1)]",
    ]);
    expect(seen.duckdb.map((r) => [r[0], r[5], r[9], r[11]])).toEqual([
      ['1', '1.10', '1969-12-31 23:59:59.999999', 'a text that is longer than sixteen'],
      ['2', '2.10', '1969-12-31 23:59:59.999999', 'a text that is longer than sixteen'],
      ['3', '3.10', '1969-12-31 23:59:59.999999', 'None'],
    ]);
    const first = seen.files.find((file) => file.rows === 2)!;
    expect(first.lower).toMatchObject({
      id: '1',
      i: '-2',
      dec: '1.10',
      day: '-1',
      s: 'a text that is l',
      x: '1',
      b: 'True',
    });
    expect(first.upper).toMatchObject({
      id: '2',
      i: '-1',
      dec: '2.10',
      s: 'a text that is m',
      x: '2',
      d: '2.25',
    });
    expect(first.lower.ts).toBe('-1');
    expect(seen.files.find((file) => file.rows === 1)!.nulls).toMatchObject({ b: 1, s: 1, id: 0 });
    expect(seen.summary).toMatchObject({
      'added-records': '1',
      'total-records': '3',
      'total-data-files': '2',
      'total-delete-files': '0',
    });
    expect(seen.history).toBe(2);
  });

  it('agree on partition values and prune by them', async () => {
    const table = await lake.table('partitioned', {
      columns: [
        { name: 'id', type: BIGINT },
        { name: 's', type: VARCHAR },
        { name: 'ts', type: TIMESTAMP },
        { name: 'amount', type: DECIMAL },
      ],
      partitioning: [
        { transform: 'identity', column: 's' },
        { transform: 'bucket', column: 'id', argument: 4 },
        { transform: 'day', column: 'ts' },
        { transform: 'truncate', column: 'amount', argument: 100 },
      ],
    });
    await table.insert(`SELECT i::BIGINT AS id, CASE WHEN i % 3 > 0 THEN 'v/=' || (i % 3) END AS s,
      TIMESTAMP '1969-12-31 12:00:00' + INTERVAL 1 DAY * (i % 2) AS ts, (i - 2 + 0.5)::DECIMAL(12,2) AS amount FROM range(12) t(i)`);
    const seen = await foreign(table.pointer.location);
    expect(seen.rows).toHaveLength(12);
    expect(seen.duckdb).toHaveLength(12);
    const file = seen.files.find((f) => f.lower.id === '0' && f.rows === 1)!;
    // id 0: s is NULL, bucket(4, 0) = 0, day -1, -1.50 truncated to -2.00.
    expect(file.partition).toEqual(['None', '0', '-1', '-2.00']);
    // PyIceberg computes the partition of id 7 by itself: a wrong bucket would hide the row.
    for (let id = 0; id < 12; id++)
      expect(
        (
          await table.select('id', `WHERE id = ${id}`, {
            filter: { op: '=', column: 'id', value: id, type: BIGINT },
          })
        ).flat(),
      ).toEqual([id]);
    const found = await foreign(
      table.pointer.location,
      "id == 7 and s == 'v/=1' and ts == '1970-01-01T12:00:00' and amount == 5.50",
    );
    expect(found.rows.map((r) => r[0])).toEqual(['7']);
    expect(found.files).toHaveLength(1);
  });
});
