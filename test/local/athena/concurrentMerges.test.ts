import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import { tablePointer } from '../../../src/local/athena/execution/tablePointer';
import type { Call } from '../../../src/local/call';
import { commit, liveEntries, readManifestList, setProperties } from '../../../src/local/iceberg';
import { attempt, deployer, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { random } from './randomTable';
import { createTable, liveRows, SANDBOX } from './rowChanges';

/** Writers that meet while manifests are merged: what was told to have happened is what is there. */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

/** A table whose manifests are merged as soon as there are a few. */
async function merging(name: string, columns: string, partitions = '', count = 3): Promise<void> {
  await createTable(call, name, columns, partitions);
  const pointer = tablePointer('sandbox', name, { call: deployer(lakehouse.account) });
  const change = setProperties({
    'commit.manifest.min-count-to-merge': String(count),
    optimize_rewrite_data_file_threshold: '2',
    optimize_rewrite_delete_file_threshold: '1',
    vacuum_max_snapshot_age_seconds: '0',
  });
  await commit(change, pointer, tableFiles(lakehouse.account));
}

/** Whether it happened. Who loses a race is told so; nothing else may go wrong. */
async function tried(sql: string, also = /^$/): Promise<boolean> {
  const { state, reason = '' } = await attempt({ ...call, now: new Date() }, sql, SANDBOX);
  if (state === 'SUCCEEDED') return true;
  if (!also.test(reason)) expect(reason).toMatch(/^ICEBERG_COMMIT_ERROR: /);
  return false;
}

/** Every snapshot lists as many files as its summary tells: a merge has dropped none, and none twice. */
async function assertWhole(name: string): Promise<number> {
  const files = tableFiles(lakehouse.account);
  const { metadata } = await tablePointer('sandbox', name, { call: deployer(lakehouse.account) }).read();
  let merged = 0;
  for (const snapshot of metadata.snapshots) {
    const manifests = await readManifestList(snapshot, files);
    const live = await liveEntries(manifests, metadata, files);
    const data = live.filter(({ file }) => file.content === 'data');
    expect(new Set(live.map(({ file }) => file.uri)).size).toBe(live.length);
    expect([
      data.length,
      live.length - data.length,
      data.reduce((sum, { file }) => sum + file.rows, 0),
    ]).toEqual(
      ['total-data-files', 'total-delete-files', 'total-records'].map((total) =>
        Number(snapshot.summary[total]),
      ),
    );
    const adders = new Map(metadata.snapshots.map((s) => [s['snapshot-id'], s['sequence-number']]));
    for (const entry of live)
      if (adders.has(entry.snapshotId) && entry.fileSequenceNumber !== undefined)
        expect(entry.fileSequenceNumber).toBe(adders.get(entry.snapshotId));
    if (manifests.some((m) => m.existingFiles! > 0)) merged++;
  }
  return merged;
}

test('50 writers on one table: winners and losers add up', async () => {
  await merging('fifty', 'id bigint, n bigint');
  await run(call, 'INSERT INTO fifty VALUES (0, 0)', SANDBOX);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const isInsert = i % 3 > 0;
      const sql = isInsert ? `INSERT INTO fifty VALUES (${i}, 0)` : 'UPDATE fifty SET n = n + 1';
      return { i, isInsert, won: await tried(sql) };
    }),
  );
  const inserted = outcomes.filter(({ isInsert, won }) => isInsert && won).map(({ i }) => i);
  const updates = outcomes.filter(({ isInsert, won }) => !isInsert && won).length;
  const rows = (await liveRows(call, 'fifty')).map(([id, n]) => [Number(id), Number(n)] as const);
  expect(rows.map(([id]) => id).sort((a, b) => a - b)).toEqual([0, ...inserted].sort((a, b) => a - b));
  // The first row has met every update, the others those that came after them.
  expect(rows.find(([id]) => id === 0)![1]).toBe(updates);
  for (const [, n] of rows) expect(n).toBeLessThanOrEqual(updates);
  expect(inserted.length).toBeGreaterThan(20);
  expect(await assertWhole('fifty')).toBeGreaterThan(5);
}, 120_000);

/** A statement that still reads a snapshot which VACUUM has forgotten loses its files. */
const FORGOTTEN = /No such key|NoSuchKey|specified key does not exist|No files found|no such file/i;

const SEEDS = process.env.SEED ? [Number(process.env.SEED)] : [1, 2, 3];

describe.each(SEEDS)('random changes by four at once (SEED=%s)', (seed) => {
  test.each([
    ['without VACUUM, by value', false, 'PARTITIONED BY (p)'],
    ['with VACUUM', true, ''],
  ])(
    'leave what a model tells: %s',
    async (kind, vacuums, partitions) => {
      const name = `r${seed}_${vacuums ? 'v' : 'p'}`;
      const dice = random(seed * 1000 + kind.length);
      await merging(name, 'id bigint, p bigint, v bigint', partitions, 2 + dice.below(3));
      const model = new Map<number, string>();
      let next = 0;
      let done = 0;
      const writer = async (w: number) => {
        const own: number[] = [];
        for (let step = 0; step < 9; step++) {
          const what = own.length === 0 ? 0 : dice.below(10);
          const id = dice.one(own.length > 0 ? own : [0]);
          if (what < 4) {
            const rows = dice.some(1 + dice.below(3), () => [++next, dice.below(3), w] as const);
            const values = rows.map((row) => `(${row.join(', ')})`).join(', ');
            if (!(await tried(`INSERT INTO ${name} VALUES ${values}`))) continue;
            for (const row of rows) model.set(row[0], row.join());
            own.push(...rows.map(([made]) => made));
          } else if (what < 6) {
            if (!(await tried(`DELETE FROM ${name} WHERE id = ${id}`, FORGOTTEN))) continue;
            model.delete(id);
          } else if (what < 8) {
            if (!(await tried(`UPDATE ${name} SET v = v + 100 WHERE id = ${id}`, FORGOTTEN))) continue;
            const [a, p, v] = (model.get(id) ?? '').split(',').map(Number);
            if (model.has(id)) model.set(id, [a, p, v! + 100].join());
          } else if (what === 8 || !vacuums)
            await tried(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`, FORGOTTEN);
          else await tried(`VACUUM ${name}`, FORGOTTEN);
          done++;
        }
      };
      await Promise.all([1, 2, 3, 4].map(writer));
      const rows = (await liveRows(call, name)).map((row) => row.join());
      expect(rows.sort()).toEqual([...model.values()].sort());
      expect(done).toBeGreaterThan(12);
      const merged = await assertWhole(name);
      if (!vacuums) expect(merged).toBeGreaterThan(0);
    },
    120_000,
  );
});
