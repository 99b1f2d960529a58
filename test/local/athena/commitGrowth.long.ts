import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import type { Call } from '../../../src/local/call';
import { readManifestList } from '../../../src/local/iceberg';
import { engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, SANDBOX, snapshots } from './rowChanges';

/** What a commit does is counted: it must not depend on how many commits there were before. */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

/** Bytes by what kind of file they are of. */
interface Work {
  reads: string[];
  metadata: number;
  manifests: number;
  lists: number;
  writes: number;
}

function counted(): () => Work {
  const { objects } = lakehouse.account;
  let work: Work = { reads: [], metadata: 0, manifests: 0, lists: 0, writes: 0 };
  const { put, read } = objects;
  objects.put = (bucket, key, body, options) => {
    if (key.startsWith('sandbox/')) {
      work.writes++;
      const kind = key.endsWith('.json') ? 'metadata' : key.includes('/snap-') ? 'lists' : 'manifests';
      work[kind] += (body as Buffer).length;
    }
    return put.call(objects, bucket, key, body, options);
  };
  objects.read = (bucket, key, range) => {
    if (key.startsWith('sandbox/')) work.reads.push(key);
    return read.call(objects, bucket, key, range);
  };
  return () => {
    const done = work;
    work = { reads: [], metadata: 0, manifests: 0, lists: 0, writes: 0 };
    return done;
  };
}

const COMMITS = 220;

test(`${COMMITS} one-row inserts: no commit reads a file of those before it, and manifests stay few and small`, async () => {
  await createTable(call, 't', 'id bigint, s string');
  const take = counted();
  take();
  const works: Work[] = [];
  for (let i = 1; i <= COMMITS; i++) {
    await run({ ...call, now: new Date() }, `INSERT INTO t VALUES (${i}, 'x')`, SANDBOX);
    works.push(take());
  }
  // The first one reads what CREATE TABLE wrote.
  expect(works.slice(1).flatMap((work) => work.reads)).toEqual([]);
  // Manifest, manifest list, metadata; and a merged manifest at every hundredth commit or so.
  const merging = works.filter((work) => work.writes > 3);
  expect(merging).toHaveLength(2);
  expect(Math.max(...works.map((work) => work.writes))).toBe(4);
  const bytesOf = (from: number) =>
    works.slice(from, from + 10).reduce((sum, work) => sum + work.manifests + work.lists, 0);
  // As many commits after a merge as the first ones are after none.
  expect(bytesOf(200)).toBeLessThan(1.5 * bytesOf(2));
  // The history itself must grow: by a snapshot, its place in the log, and as long as it is short by a metadata file.
  const perCommit = (works.at(-1)!.metadata - works[119]!.metadata) / (COMMITS - 120);
  expect(perCommit).toBeLessThan(700);

  const all = await snapshots(lakehouse.account, 'sandbox', 't');
  expect(all).toHaveLength(COMMITS);
  const counts = await Promise.all(
    all.map(async (snapshot) => (await readManifestList(snapshot, tableFiles(lakehouse.account))).length),
  );
  expect(Math.max(...counts)).toBe(99);
  const history = await run(call, 'SELECT count(*) FROM "t$history"', SANDBOX);
  expect(history.rows[1]).toEqual([String(COMMITS)]);
  const rows = await run(call, 'SELECT count(*), sum(id) FROM t', SANDBOX);
  expect(rows.rows[1]).toEqual([String(COMMITS), String((COMMITS * (COMMITS + 1)) / 2)]);
  for (const at of [50, 99, 100, 150, 198, 199, 210]) {
    const id = all[at - 1]!['snapshot-id'];
    const then = await run(call, `SELECT count(*), max(id) FROM t FOR VERSION AS OF ${id}`, SANDBOX);
    expect(then.rows[1]).toEqual([String(at), String(at)]);
  }
}, 300_000);
