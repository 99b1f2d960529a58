import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { foreignMetadata, foreignSnapshots } from './foreign';
import { engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, SANDBOX, snapshots } from './rowChanges';

/**
 * PyIceberg and DuckDB's Iceberg extension read every snapshot that OPTIMIZE made and VACUUM left, and agree with Athena;
 * PyIceberg's `inspect` agrees with the metadata tables.
 */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

const sql = (text: string) => run(call, text, SANDBOX);
const sorted = (rows: (string | null | undefined)[][]) =>
  rows.map((row) => JSON.stringify(row.map((value) => value ?? null))).sort();

async function assertAgreed(table: string): Promise<number> {
  const foreign = await foreignSnapshots(lakehouse.account, table);
  const known = await snapshots(lakehouse.account, 'sandbox', table);
  expect(foreign.map(({ id }) => id)).toEqual(known.map((snapshot) => String(snapshot['snapshot-id'])));
  for (const { id, pyiceberg, duckdb } of foreign) {
    const rows = sorted(await liveRows(call, `${table} FOR VERSION AS OF ${id}`));
    expect([id, sorted(pyiceberg)]).toEqual([id, rows]);
    expect([id, sorted(duckdb)]).toEqual([id, rows]);
  }
  return foreign.length;
}

const OPTIMIZE = 'REWRITE DATA USING BIN_PACK';
const STATEMENTS = (t: string): string[] => [
  `ALTER TABLE ${t} SET TBLPROPERTIES ('optimize_rewrite_data_file_threshold'='2', 'optimize_rewrite_delete_file_threshold'='1')`,
  `INSERT INTO ${t} VALUES (1, 'a', DATE '2024-01-01'), (2, 'b', DATE '2024-01-02'), (3, NULL, NULL), (NULL, 'n', DATE '1969-12-31')`,
  `INSERT INTO ${t} SELECT i, 's' || CAST(i % 3 AS varchar), DATE '2024-01-01' + INTERVAL '1' DAY * (i % 2) FROM UNNEST(sequence(10, 29)) AS u(i)`,
  `DELETE FROM ${t} WHERE id IN (2, 10, 29)`,
  `UPDATE ${t} SET s = 'updated', d = DATE '2024-01-02' WHERE id < 3 OR id % 7 = 0`,
  `OPTIMIZE ${t} ${OPTIMIZE}`,
  `DELETE FROM ${t} WHERE id = 14`,
  `INSERT INTO ${t} VALUES (100, 'after', DATE '2024-01-01')`,
  `UPDATE ${t} SET id = id + 1000 WHERE id > 20`,
  `OPTIMIZE ${t} ${OPTIMIZE}`,
  `DELETE FROM ${t} WHERE s = 's1'`,
];

describe.each([
  ['unpartitioned', ''],
  ['by_value', 'PARTITIONED BY (s)'],
  ['by_transforms', 'PARTITIONED BY (bucket(3, id), day(d))'],
])('a table that is %s', (table, partitions) => {
  beforeAll(async () => {
    await createTable(call, table, 'id bigint, s string, d date', partitions);
    for (const statement of STATEMENTS(table)) await sql(statement);
  });

  test('metadata tables tell what PyIceberg tells', async () => {
    const told = await foreignMetadata(lakehouse.account, table);
    const own = async (columns: string, kind: string) =>
      sorted((await sql(`SELECT ${columns} FROM "${table}$${kind}"`)).rows.slice(1));
    expect(await own('*', 'history')).toEqual(sorted(told.history!));
    expect(await own('*', 'refs')).toEqual(sorted(told.refs!));
    // Summaries are maps: the same members in any order.
    const members = (rows: string[]) =>
      rows.map((row) =>
        (JSON.parse(row) as (string | null)[]).map((v) => v?.replace(/[{}]/g, '').split(', ').sort()),
      );
    expect(members(await own('*', 'snapshots'))).toEqual(members(sorted(told.snapshots!)));
    expect(
      await own(
        'content, file_path, file_format, record_count, file_size_in_bytes, column_sizes, value_counts, null_value_counts, nan_value_counts',
        'files',
      ),
    ).toEqual(sorted(told.files!));
    expect(
      await own(
        'path, length, partition_spec_id, added_snapshot_id, added_data_files_count, existing_data_files_count, deleted_data_files_count',
        'manifests',
      ),
    ).toEqual(sorted(told.manifests!));
    // Where there are no partition fields, there is no such column.
    const partition = partitions === '' ? 'NULL' : 'partition';
    expect(await own(`${partition}, record_count, file_count, total_size`, 'partitions')).toEqual(
      sorted(told.partitions!),
    );
    expect(told.files!.length).toBeGreaterThan(1);
  });

  test('each snapshot is read alike, after OPTIMIZE and after VACUUM', async () => {
    expect(await assertAgreed(table)).toBe(10);
    await sql(
      `ALTER TABLE ${table} SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds'='0', 'vacuum_min_snapshots_to_keep'='3')`,
    );
    await run({ ...call, now: new Date(Date.now() + 1000) }, `VACUUM ${table}`, SANDBOX);
    expect(await assertAgreed(table)).toBe(3);
    await sql(`OPTIMIZE ${table} ${OPTIMIZE}`);
    await sql(`INSERT INTO ${table} VALUES (7, 'again', NULL)`);
    expect(await assertAgreed(table)).toBe(5);
  });
});
