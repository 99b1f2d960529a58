import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../src/local/call';
import { engineer, type Lakehouse, openLakehouse, run } from '../local/athena/lakehouse';
import { createTable, objectsOf, SANDBOX } from '../local/athena/rowChanges';
import { report } from './measure';

/** What the thousandth one-row INSERT into an Iceberg table costs, against the tenth. */

const COMMITS = 1000;
/** Commits around a place whose middle is taken. */
const AROUND = 20;

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

test(`commit ${COMMITS} against commit 10`, async () => {
  await createTable(call, 'warm', 'id bigint, s string');
  for (let i = 0; i < 30; i++) await run(call, `INSERT INTO warm VALUES (${i}, 'x')`, SANDBOX);
  await createTable(call, 't', 'id bigint, s string');
  const times: number[] = [];
  const work: number[] = [];
  for (let i = 1; i <= COMMITS; i++) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    await run({ ...call, now: new Date() }, `INSERT INTO t VALUES (${i}, 'x')`, SANDBOX);
    const { user, system } = process.cpuUsage(cpu);
    times.push((performance.now() - started) / 1000);
    work.push((user + system) / 1_000_000);
  }
  const first = (of: number[]) => middle(of.slice(0, AROUND));
  const last = (of: number[]) => middle(of.slice(-AROUND));
  for (const at of [100, 200, 500]) {
    const near = (of: number[]) => (middle(of.slice(at - AROUND / 2, at + AROUND / 2)) * 1000).toFixed(1);
    console.log(`commit ${at}: ${near(times)} ms, ${near(work)} ms of CPU`);
  }
  report(`CPU of INSERT number ${COMMITS}`, last(work), { name: 'number 10', seconds: first(work) });
  const ratio = report(`INSERT number ${COMMITS}`, last(times), { name: 'number 10', seconds: first(times) });
  console.log(`objects of the table: ${(await objectsOf(lakehouse.account, 't')).length}`);
  expect(ratio).toBeLessThan(1.5);
});
