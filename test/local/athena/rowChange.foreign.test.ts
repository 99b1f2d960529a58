import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { foreignSnapshots } from './foreign';
import { engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, SANDBOX, snapshots } from './rowChanges';

/** PyIceberg and DuckDB's Iceberg extension read every snapshot of tables that statements changed, and agree with Athena. */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

/** Runs statements; after each the rows that Athena answers, for each that made a snapshot. */
async function histories(table: string, statements: string[]): Promise<(string | null)[][][]> {
  const seen: (string | null)[][][] = [];
  for (const statement of statements) {
    const before = (await snapshots(lakehouse.account, 'sandbox', table)).length;
    await run(call, statement, SANDBOX);
    const after = (await snapshots(lakehouse.account, 'sandbox', table)).length;
    if (after > before) seen.push((await liveRows(call, table)).map((row) => row.map((v) => v ?? null)));
  }
  return seen;
}

const sorted = (rows: (string | null)[][]) => rows.map((row) => JSON.stringify(row)).sort();

const STATEMENTS = (t: string): string[] => [
  `INSERT INTO ${t} VALUES (1, 'a', DATE '2024-01-01'), (2, 'b', DATE '2024-01-02'), (3, NULL, NULL), (NULL, 'n', DATE '1969-12-31')`,
  `INSERT INTO ${t} SELECT i, 's' || CAST(i % 3 AS varchar), DATE '2024-01-01' + INTERVAL '1' DAY * (i % 2) FROM UNNEST(sequence(10, 29)) AS u(i)`,
  `DELETE FROM ${t} WHERE id IN (2, 10, 29)`,
  `DELETE FROM ${t} WHERE id = 1000`,
  `UPDATE ${t} SET s = 'updated', d = DATE '2024-01-02' WHERE id < 3 OR id % 7 = 0`,
  `UPDATE ${t} SET s = 'no day' WHERE d IS NULL`,
  `MERGE INTO ${t} t USING (VALUES (BIGINT '3', 'm'), (BIGINT '11', NULL), (BIGINT '100', 'new')) AS s(k, v) ON t.id = s.k
   WHEN MATCHED AND s.v IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET s = s.v WHEN NOT MATCHED THEN INSERT (id, s) VALUES (s.k, s.v)`,
  `DELETE FROM ${t} WHERE id IS NULL`,
  `DELETE FROM ${t} WHERE s = 'm'`,
  `UPDATE ${t} SET id = id + 1000`,
  `DELETE FROM ${t}`,
  `INSERT INTO ${t} VALUES (7, 'again', NULL)`,
];

test.each([
  ['unpartitioned', ''],
  ['by_value', 'PARTITIONED BY (s)'],
  ['by_transforms', 'PARTITIONED BY (bucket(3, id), day(d))'],
])('mixed changes of a table, %s', async (name, partitions) => {
  await createTable(call, name, 'id bigint, s string, d date', partitions);
  const expected = await histories(name, STATEMENTS(name));
  const foreign = await foreignSnapshots(lakehouse.account, name);
  // All statements but one change rows.
  expect(foreign).toHaveLength(STATEMENTS(name).length - 1);
  expect(foreign.map(({ pyiceberg }) => sorted(pyiceberg))).toEqual(expected.map(sorted));
  expect(foreign.map(({ duckdb }) => sorted(duckdb))).toEqual(expected.map(sorted));
});
