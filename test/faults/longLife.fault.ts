import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FaultAccount } from './harness/faultAccount';
import { footprint, footprintText } from './harness/footprint';
import { Ledger } from './harness/ledger';
import { percentiles, tell } from './harness/meta';
import { runQuery, selectRows } from './harness/queries';
import { runSeed, seededRandom } from './harness/random';
import { inParallel } from './harness/waiting';
import { allWriters } from './writers';
import { DATABASE, LAKE, OBJECTS, prepareSetting } from './writers/setting';

const CALLS = Number(process.env.CALLS ?? 20_000);
const COMMITS = Number(process.env.COMMITS ?? 1000);
const SMALL_OBJECTS = Number(process.env.OBJECTS ?? 100_000);

/** Bounds of an account that has lived for long. */
const MOST = { memory: 1500, descriptors: 600, start: 2000 };

let account: FaultAccount;
/** ms, the start of an account in which nothing was: beside other work, that is the measure. */
let fresh: number;
beforeAll(async () => {
  account = FaultAccount.in();
  fresh = await account.start();
  await prepareSetting(account);
});
afterAll(() => account.remove());

/** Looks at the account, restarts it, and looks again. @returns ms of the start, and the size of the folder in MiB */
async function measure(
  task: Parameters<typeof tell>[0],
): Promise<{ start: number; folder: number; files: number }> {
  const before = footprint(account);
  tell(task, footprintText(before));
  await account.stop();
  const start = await account.start();
  await account.waitUntilWhole();
  const after = footprint(account);
  tell(task, `started in ${start} ms; ${footprintText(after)}`);
  expect(before.memory, 'MiB').toBeLessThan(MOST.memory);
  expect(before.descriptors, 'descriptors').toBeLessThan(MOST.descriptors);
  expect(start, 'ms of the start').toBeLessThan(Math.max(MOST.start, 1.5 * fresh));
  return { start, folder: after.folder, files: after.files };
}

test(`${CALLS} mixed calls leave a small account`, async ({ task }) => {
  const scene = { account, ledger: new Ledger(), random: seededRandom(runSeed()) };
  const writers = allWriters();
  await Promise.all(
    writers.map(async (writer) => {
      while (scene.ledger.acknowledged < CALLS && scene.ledger.findings.length < 50) await writer.step(scene);
    }),
  );
  await scene.ledger.verify();
  expect(scene.ledger.takeFindings()).toEqual([]);
  const { folder } = await measure(task);
  expect(folder, 'MiB of the folder').toBeLessThan(1000);
  await scene.ledger.verify();
  expect(scene.ledger.takeFindings()).toEqual([]);
});

test(`${COMMITS} commits: the last costs at most 1.5 times what the tenth did, and metadata is kept bounded`, async ({
  task,
}) => {
  const table = `${DATABASE}.lived`;
  await runQuery(
    account,
    `CREATE TABLE ${table} (id bigint) LOCATION 's3://${LAKE}/${DATABASE}/lived/' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
  );
  const times: number[] = [];
  for (let i = 0; i < COMMITS; i++) {
    const begin = performance.now();
    await runQuery(account, `INSERT INTO ${table} VALUES (${i})`);
    times.push(performance.now() - begin);
  }
  const [first, last] = [percentiles(times.slice(5, 25)), percentiles(times.slice(-20))];
  const objects = await countObjects(LAKE, `${DATABASE}/lived/`);
  tell(task, `around commit 10: ${first.text}; the last 20: ${last.text}; ${objects} objects of the table`);
  expect(await selectRows(account, `SELECT count(*), sum(id) FROM ${table}`)).toEqual([
    [String(COMMITS), String((COMMITS * (COMMITS - 1)) / 2)],
  ]);
  await measure(task);
  expect(last.p50).toBeLessThan(1.5 * first.p50);
  // A data file and a manifest list a commit; manifests are merged, and former metadata files go.
  expect(objects).toBeLessThan(3 * COMMITS + 300);
});

test(`${SMALL_OBJECTS} small objects`, async ({ task }) => {
  const begin = Date.now();
  await inParallel(
    Array.from({ length: SMALL_OBJECTS }, (_, i) => i),
    32,
    async (i) => {
      await account.clients.s3.putObject({
        Bucket: OBJECTS,
        Key: `small/${i % 100}/${i}`,
        Body: `object ${i}`,
      });
    },
  );
  tell(task, `${Math.round((SMALL_OBJECTS / (Date.now() - begin)) * 1000)} puts a second`);
  const { files } = await measure(task);
  expect(await countObjects(OBJECTS, 'small/')).toBe(SMALL_OBJECTS);
  expect(files).toBeLessThan(SMALL_OBJECTS * 2.2 + 30_000);
});

async function countObjects(Bucket: string, Prefix: string): Promise<number> {
  let [count, ContinuationToken]: [number, string | undefined] = [0, undefined];
  do {
    const page: ListObjectsV2CommandOutput = await account.clients.s3.listObjectsV2({
      Bucket,
      Prefix,
      ContinuationToken,
    });
    count += page.KeyCount ?? 0;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return count;
}
