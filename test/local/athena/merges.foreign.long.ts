import { afterAll, beforeAll, expect, test } from 'vitest';
import { pendingRemovals } from '../../../src/local/athena/execution/pendingRemovals';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import { tablePointer } from '../../../src/local/athena/execution/tablePointer';
import type { Call } from '../../../src/local/call';
import { commit, setProperties } from '../../../src/local/iceberg';
import { foreignMetadata, foreignSnapshots } from './foreign';
import { deployer, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, objectsOf, SANDBOX, snapshots } from './rowChanges';

/** PyIceberg and DuckDB's Iceberg extension read every snapshot of a table whose manifests were merged again and again. */

/** The long form: `COMMITS=300 npx vitest run test/local/athena/merges.foreign.test.ts` */
const COMMITS = Number(process.env.COMMITS ?? 60);

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

const sql = (text: string) => run({ ...call, now: new Date() }, text, SANDBOX);

test(`${COMMITS} commits: inserts, updates, deletes and OPTIMIZE`, async () => {
  await createTable(call, 't', 'id bigint, s string, d date', 'PARTITIONED BY (bucket(2, id), day(d))');
  const pointer = tablePointer('sandbox', 't', { call: deployer(lakehouse.account) });
  const change = setProperties({
    'commit.manifest.min-count-to-merge': '5',
    'write.metadata.previous-versions-max': '10',
    optimize_rewrite_data_file_threshold: '2',
    optimize_rewrite_delete_file_threshold: '1',
  });
  await commit(change, pointer, tableFiles(lakehouse.account));
  const model = new Map<number, string>();
  const expected: string[][] = [];
  for (let i = 1; expected.length < COMMITS; i++) {
    const victim = Math.max(1, i - 3);
    if (i % 30 === 0) await sql('OPTIMIZE t REWRITE DATA USING BIN_PACK');
    else if (i % 7 === 0 && model.has(victim)) {
      await sql(`DELETE FROM t WHERE id = ${victim}`);
      model.delete(victim);
    } else if (i % 5 === 0 && model.has(victim)) {
      await sql(`UPDATE t SET s = 'u${i}' WHERE id = ${victim}`);
      model.set(victim, `${victim},u${i},2026-01-0${1 + (victim % 2)}`);
    } else {
      await sql(`INSERT INTO t VALUES (${i}, 's${i}', DATE '2026-01-0${1 + (i % 2)}')`);
      model.set(i, `${i},s${i},2026-01-0${1 + (i % 2)}`);
    }
    expected.push([...model.values()].sort());
  }
  await pendingRemovals(lakehouse.account).carryOn(Date.now() + 61_000);
  const metadata = (await objectsOf(lakehouse.account, 't')).filter((key) => key.endsWith('.metadata.json'));
  expect(metadata).toHaveLength(11);

  const foreign = await foreignSnapshots(lakehouse.account, 't');
  const known = await snapshots(lakehouse.account, 'sandbox', 't');
  expect(foreign.map(({ id }) => id)).toEqual(known.map((snapshot) => String(snapshot['snapshot-id'])));
  expect(foreign).toHaveLength(COMMITS);
  for (const [i, { pyiceberg, duckdb }] of foreign.entries()) {
    const of = (rows: (string | null)[][]) => rows.map((row) => row.join()).sort();
    expect([i, of(pyiceberg)]).toEqual([i, expected[i]]);
    expect([i, of(duckdb)]).toEqual([i, expected[i]]);
  }

  const told = await foreignMetadata(lakehouse.account, 't');
  const own = async (columns: string, kind: string) =>
    (await sql(`SELECT ${columns} FROM "t$${kind}"`)).rows
      .slice(1)
      .map((row) => JSON.stringify(row.map((value) => value ?? null)))
      .sort();
  const theirs = (rows: (string | null)[][]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(await own('*', 'history')).toEqual(theirs(told.history!));
  expect(
    await own(
      'path, length, partition_spec_id, added_snapshot_id, added_data_files_count, existing_data_files_count, deleted_data_files_count',
      'manifests',
    ),
  ).toEqual(theirs(told.manifests!));
  expect(await own('partition, record_count, file_count, total_size', 'partitions')).toEqual(
    theirs(told.partitions!),
  );
  expect(await own('content, file_path, record_count, file_size_in_bytes', 'files')).toEqual(
    theirs(told.files!.map((file) => [file[0]!, file[1]!, file[3]!, file[4]!])),
  );
}, 900_000);
