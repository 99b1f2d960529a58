import { afterAll, beforeAll, expect, test } from 'vitest';
import { FaultAccount, type Part } from './harness/faultAccount';
import { readWithPyIceberg } from './harness/foreignReader';
import { runKillRounds } from './harness/killRounds';
import { Ledger, type Value } from './harness/ledger';
import { tell } from './harness/meta';
import { runSeed, seededRandom } from './harness/random';
import { waitUntil } from './harness/waiting';
import { allWriters } from './writers';
import { DATABASE, prepareSetting } from './writers/setting';

const ROUNDS = Number(process.env.ROUNDS ?? 200);
const TARGETS: Part[][] = [
  ['gateway'],
  ['moto'],
  ['engine'],
  ['gateway'],
  ['moto', 'moto'],
  ['engine', 'engine'],
  ['moto', 'gateway'],
  ['engine', 'gateway'],
];

let account: FaultAccount;
const ledger = new Ledger();
beforeAll(async () => {
  account = FaultAccount.in();
  await account.start();
  await prepareSetting(account);
});
afterAll(() => account.remove());

test(`${ROUNDS} kills: what was acknowledged is there, and what was not is there as a whole or not at all`, async ({
  task,
}) => {
  const seed = runSeed();
  const { findings, starts, ...counts } = await runKillRounds(
    account,
    seededRandom(seed),
    {
      rounds: ROUNDS,
      targets: TARGETS,
      longest: 1500,
      everythingEach: 10,
      writers: allWriters(),
    },
    ledger,
  );
  tell(task, `${JSON.stringify(counts)}, slowest start ${Math.max(...starts)} ms, seed ${seed}`);
  expect(findings).toEqual([]);
});

test('PyIceberg reads the rows of every table that the ledger has', async () => {
  const expected = ledger.settled('table/').flatMap((key) => {
    const value = ledger.value<{ rows: Value }>(key);
    return value ? [[key.slice('table/'.length), value.rows] as const] : [];
  });
  expect(await readWithPyIceberg(account, DATABASE)).toEqual(Object.fromEntries(expected));
});

test('moto is started again ten times in a row, and health says when it is away', async () => {
  for (let time = 1; time <= 10; time++) {
    expect(account.kill('moto'), `kill ${time}: moto runs`).toBe(1);
    await waitUntil(
      'health does not say ok while moto is away',
      1000,
      async () => (await account.health())?.ok === false,
    );
    await account.waitUntilWhole(60_000);
  }
});

test('while moto is away, nobody is refused: calls wait, or get 503', async () => {
  const answers = new Set<string>();
  account.kill('moto');
  const { iam, s3 } = account.clients;
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: { $metadata?: { httpStatusCode?: number } }) =>
        String(error.$metadata?.httpStatusCode ?? 'no answer'),
    );
  for (let i = 0; i < 20; i++)
    for (const answer of await Promise.all([outcome(iam.listUsers({})), outcome(s3.listBuckets({}))]))
      answers.add(answer);
  await account.waitUntilWhole(60_000);
  expect([...answers].filter((answer) => answer !== 'done' && answer !== '503')).toEqual([]);
});
