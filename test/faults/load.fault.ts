import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureText } from './harness/failure';
import { FaultAccount } from './harness/faultAccount';
import { footprint, footprintText, watchMemory } from './harness/footprint';
import { percentiles, tell } from './harness/meta';
import { runQuery, selectRows } from './harness/queries';
import { runSeed, seededRandom } from './harness/random';
import { inParallel, pause } from './harness/waiting';
import { DATABASE, LAKE, OBJECTS, prepareSetting } from './writers/setting';

const CLIENTS = 64;
const SECONDS = Number(process.env.LOAD_SECONDS ?? 60);
/** All processes of the account together. MiB */
const MOST_MEMORY = 3000;
/** Runs far longer than any test: it is stopped. */
const LONG = `SELECT sum(a * b * c) FROM UNNEST(sequence(1, 10000)) t(a) CROSS JOIN UNNEST(sequence(1, 10000)) u(b) CROSS JOIN UNNEST(sequence(1, 10000)) v(c)`;

let account: FaultAccount;
beforeAll(async () => {
  account = FaultAccount.in();
  await account.start();
  await prepareSetting(account);
  await createTable('load');
  await runQuery(account, `INSERT INTO ${DATABASE}.load VALUES (0, 0)`);
});
afterAll(() => account.remove());

const createTable = (name: string) =>
  runQuery(
    account,
    `CREATE TABLE ${DATABASE}.${name} (id bigint, v int) LOCATION 's3://${LAKE}/${DATABASE}/${name}/' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
  );

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

test(`${CLIENTS} clients for ${SECONDS} s: no error, and bounded memory`, async ({ task }) => {
  const { s3, glue } = account.clients;
  const random = seededRandom(runSeed());
  let inserted = 0;
  const calls: [name: string, work: (client: number) => Promise<unknown>][] = [
    ['SELECT 1', () => runQuery(account, 'SELECT 1')],
    ['aggregate', () => runQuery(account, `SELECT v, count(*), sum(id) FROM ${DATABASE}.load GROUP BY v`)],
    [
      'INSERT',
      (client) =>
        runQuery(account, `INSERT INTO ${DATABASE}.load VALUES (${client}, 1)`).then(() => inserted++),
    ],
    [
      'put and get',
      async (client) => {
        const Key = `load/${client}`;
        await s3.putObject({ Bucket: OBJECTS, Key, Body: Buffer.alloc(10_000, client) });
        await (await s3.getObject({ Bucket: OBJECTS, Key })).Body?.transformToByteArray();
      },
    ],
    ['GetTable', () => glue.getTable({ DatabaseName: DATABASE, Name: 'load' })],
  ];
  const times = new Map(calls.map(([name]) => [name, [] as number[]]));
  const errors: string[] = [];
  let lostCommits = 0;
  const most = watchMemory(account);
  const end = Date.now() + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      while (Date.now() < end) {
        const [name, work] = random.pick(calls);
        await timed(() => work(client)).then(
          (ms) => times.get(name)?.push(ms),
          (error: unknown) => {
            // Of writers at the same moment one can win: that is Athena's own answer.
            if (/ICEBERG_COMMIT_ERROR/.test(failureText(error))) lostCommits++;
            else errors.push(`${name}: ${failureText(error)}`);
          },
        );
      }
    }),
  );
  for (const [name, list] of times) tell(task, `${name}: ${list.length} times, ${percentiles(list).text}`);
  const memory = most();
  tell(
    task,
    `at most ${memory} MiB; afterwards ${footprintText(footprint(account))}; ${lostCommits} lost commits`,
  );
  expect(errors.slice(0, 20)).toEqual([]);
  const [[count] = []] = await selectRows(account, `SELECT count(*) FROM ${DATABASE}.load`);
  expect(Number(count)).toBe(inserted + 1);
  expect(memory).toBeLessThan(MOST_MEMORY);
});

/** Long queries, until they are stopped. */
async function withLongQueries<T>(
  count: number,
  work: () => Promise<T>,
): Promise<{ result: T; stops: number[] }> {
  const { athena } = account.clients;
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { QueryExecutionId } = await athena.startQueryExecution({
      QueryString: LONG,
      ResultConfiguration: { OutputLocation: 's3://faults-results/' },
    });
    ids.push(QueryExecutionId ?? '');
  }
  await pause(1500);
  try {
    const result = await work();
    const stops = await Promise.all(ids.map((id) => timed(() => stop(id))));
    return { result, stops };
  } finally {
    await Promise.all(
      ids.map((QueryExecutionId) => athena.stopQueryExecution({ QueryExecutionId }).catch(() => undefined)),
    );
  }
}

async function stop(QueryExecutionId: string): Promise<void> {
  const { athena } = account.clients;
  await athena.stopQueryExecution({ QueryExecutionId });
  for (;;) {
    const { QueryExecution } = await athena.getQueryExecution({ QueryExecutionId });
    if (QueryExecution?.Status?.State === 'CANCELLED') return;
    expect(QueryExecution?.Status?.State).toBe('RUNNING');
    await pause(20);
  }
}

async function putTimes(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++)
    times.push(
      await timed(() =>
        account.clients.s3.putObject({ Bucket: OBJECTS, Key: `put/${i}`, Body: Buffer.alloc(10_000) }),
      ),
    );
  return times;
}

for (const count of [1, 5])
  test(`beside ${count} long queries a put and SELECT 1 stay fast, and each long query ends when it is told to`, async ({
    task,
  }) => {
    await putTimes(50);
    const idle = percentiles(await putTimes(200));
    const { result: busy, stops } = await withLongQueries(count, async () => ({
      put: percentiles(await putTimes(200)),
      select: await timed(() => runQuery(account, 'SELECT 1')),
    }));
    tell(task, `put: idle ${idle.text}; busy ${busy.put.text}; SELECT 1: ${Math.round(busy.select)} ms`);
    tell(task, `stopped after ${stops.map(Math.round).join(', ')} ms`);
    expect(busy.put.p99).toBeLessThanOrEqual(5 * idle.p99);
    expect(busy.select).toBeLessThan(5000);
    expect(Math.max(...stops)).toBeLessThan(1000);
  });

test('50 writers on one table: winners and losers add up', async ({ task }) => {
  await createTable('contested');
  await runQuery(account, `INSERT INTO ${DATABASE}.contested VALUES (0, 0)`);
  const outcome = { inserts: 0, updates: 0, lost: 0 };
  const errors: string[] = [];
  const attempt = (sql: string, won: 'inserts' | 'updates') =>
    runQuery(account, sql).then(
      () => {
        outcome[won]++;
      },
      (error: unknown) => {
        if (/ICEBERG_COMMIT_ERROR/.test(failureText(error))) outcome.lost++;
        else errors.push(failureText(error));
      },
    );
  await inParallel(
    Array.from({ length: 50 }, (_, i) => i),
    50,
    (i) =>
      i % 2
        ? attempt(`UPDATE ${DATABASE}.contested SET v = v + 1 WHERE id = 0`, 'updates')
        : attempt(`INSERT INTO ${DATABASE}.contested VALUES (${i + 1}, 0)`, 'inserts'),
  );
  tell(task, `${outcome.inserts} inserts and ${outcome.updates} updates won, ${outcome.lost} lost`);
  expect(errors).toEqual([]);
  const [[rows, changes] = []] = await selectRows(
    account,
    `SELECT count(*), sum(v) FROM ${DATABASE}.contested`,
  );
  expect([Number(rows), Number(changes)]).toEqual([outcome.inserts + 1, outcome.updates]);
});
