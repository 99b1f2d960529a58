import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ended } from '../../../src/local/athena/execution/execution';
import { queriesOf } from '../../../src/local/athena/execution/queries';
import type { Call } from '../../../src/local/call';
import { Planner, type PlannerOptions } from '../../../src/local/planner/planner';
import { PLANNER_ENTRY } from '../engine/engineEntry';
import { send } from './account';
import { attempt, engineer, finish, type Lakehouse, openLakehouse, run, start } from './lakehouse';

let lakehouse: Lakehouse;
let call: Call;

beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
  await run(
    call,
    "CREATE TABLE sandbox.t (a int, s string) LOCATION 's3://lakehouse-lake/sandbox/t' TBLPROPERTIES ('table_type'='ICEBERG')",
  );
  await run(call, "INSERT INTO sandbox.t VALUES (1, 'one'), (2, 'two')");
  // The thread, and the code of all that follows, are warm.
  await run(call, `SELECT a FROM sandbox.t WHERE a IN (${list(6000, (i) => `${i}`)})`);
});
afterAll(() => lakehouse.close());

/** As many pieces as make a text of so many characters. */
function list(characters: number, piece: (i: number) => string, separator = ', '): string {
  const pieces: string[] = [];
  for (let length = 0; length < characters; length += pieces.at(-1)!.length + separator.length)
    pieces.push(piece(pieces.length));
  return pieces.join(separator);
}

const nested = (depth: number, level: (inner: string) => string, innermost = '1'): string =>
  Array.from({ length: depth }).reduce((inner: string) => level(inner), innermost);

/** The longest time in milliseconds that the event loop was held meanwhile. */
async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

const TEXTS: Record<string, string> = {
  'an OR chain of 259 KB': `SELECT a FROM sandbox.t WHERE ${list(259_000, (i) => `a = ${i}`, ' OR ')}`,
  'an IN list of 250 KB': `SELECT a FROM sandbox.t WHERE a IN (${list(250_000, (i) => `${i}`)})`,
  'a SELECT list of 250 KB': `SELECT ${list(250_000, (i) => `a + ${i}`)} FROM sandbox.t`,
  '900 UNION ALLs': Array.from({ length: 900 }, () => 'SELECT a FROM sandbox.t').join(' UNION ALL '),
  '1,001 UNION ALLs': Array.from({ length: 1002 }, () => 'SELECT a FROM sandbox.t').join(' UNION ALL '),
  'INSERT of 250 KB': `INSERT INTO sandbox.t VALUES ${list(250_000, (i) => `(${i}, 'name ${i}')`)}`,
  'DELETE of 250 KB': `DELETE FROM sandbox.t WHERE a IN (${list(250_000, (i) => `${i + 100}`)})`,
  'nested CASE': `SELECT ${nested(90, (x) => `CASE WHEN a > 1 THEN ${x} ELSE a END`)} FROM sandbox.t`,
  'nested parentheses': `SELECT ${nested(90, (x) => `(${x})`)}`,
  'a row cast nested 8 deep': `SELECT ${nested(8, (x) => `CAST(ROW(${x}, 1) AS row(a bigint, b bigint)).a`)}`,
  'nested if and BETWEEN': `SELECT ${nested(11, (x) => `if(${x} BETWEEN 0 AND 1, 1, a)`, 'a')} FROM sandbox.t`,
  'a syntax error at the end of 250 KB': `SELECT a FROM sandbox.t WHERE ${list(250_000, (i) => `a = ${i}`, ' OR ')} )`,
};

describe('no text holds the event loop while it is planned', () => {
  for (const [what, sql] of Object.entries(TEXTS))
    it(what, { timeout: 60_000 }, async () => {
      const idle = await longestDelay(() => setTimeout(300));
      const started = performance.now();
      let told = '';
      const delay = await longestDelay(async () => {
        told = await plan(sql).catch((error: Error) => error.message);
      });
      const all = performance.now() - started;
      if (process.env.DELAYS)
        console.log(`${what}: ${delay | 0} ms of ${all | 0}, idle ${idle | 0}: ${told.slice(0, 120)}`);
      // Reading one of these on the event loop takes 500 ms and more; a busy machine takes turns away.
      expect(delay).toBeLessThan(250 + 2 * idle);
    });
});

/** Starts a query and stops it when it was planned. */
async function plan(sql: string): Promise<string> {
  const id = await start(call, sql);
  const execution = () => queriesOf(lakehouse.account).get(id);
  while (execution().times.planning === undefined && !ended(execution().state)) await setTimeout(5);
  await setTimeout(100);
  await send(call, 'StopQueryExecution', { QueryExecutionId: id });
  await queriesOf(lakehouse.account).settle(id, 5000);
  return `${execution().state} ${execution().reason ?? ''}`;
}

test('errors of large texts have the words and places of small ones', async () => {
  const long = list(5000, (i) => `a = ${i}`, ' OR ');
  await expect(start(call, `SELECT a FROM sandbox.t WHERE\n${long} )`)).rejects.toThrow(
    `line 2:${long.length + 2}: mismatched input ')'`,
  );
  expect(await attempt(call, `SELECT a FROM sandbox.t WHERE\n${long} OR b = 1`)).toMatchObject({
    state: 'FAILED',
    reason: `COLUMN_NOT_FOUND: line 2:${long.length + 5}: Column 'b' cannot be resolved or requester is not authorized to access requested resources`,
  });
  expect(await attempt(call, `SELECT a FROM sandbox.t, sandbox.missing WHERE ${long}`)).toMatchObject({
    state: 'FAILED',
    reason: "TABLE_NOT_FOUND: line 1:26: Table 'awsdatacatalog.sandbox.missing' does not exist",
  });
});

test('large statements of every kind do what small ones do', { timeout: 60_000 }, async () => {
  const long = list(5000, (i) => `a <> ${i + 100}`, ' AND ');
  const place = "LOCATION 's3://lakehouse-lake/sandbox/kinds' TBLPROPERTIES ('table_type'='ICEBERG')";
  await run(call, `CREATE TABLE sandbox.kinds (a int, s string) ${place}`);
  const rows = list(5000, (i) => `(${i}, 'name ${i}')`);
  expect((await run(call, `INSERT INTO sandbox.kinds VALUES ${rows}`)).updateCount).toBeGreaterThan(200);
  expect((await run(call, `DELETE FROM sandbox.kinds WHERE a > 5 AND ${long}`)).updateCount).toBeGreaterThan(
    0,
  );
  expect((await run(call, `UPDATE sandbox.kinds SET s = 'two' WHERE a = 2 AND ${long}`)).updateCount).toBe(1);
  const merge = `MERGE INTO sandbox.kinds t USING (SELECT a FROM sandbox.kinds WHERE ${long}) q ON t.a = q.a WHEN MATCHED AND t.a = 3 THEN DELETE`;
  expect((await run(call, merge)).updateCount).toBe(1);
  await run(call, `CREATE VIEW sandbox.kinds_view AS SELECT a FROM sandbox.kinds WHERE ${long}`);
  // A short text over a large view.
  expect((await run(call, 'SELECT a FROM sandbox.kinds_view WHERE a < 3 ORDER BY a')).rows).toEqual([
    ['a'],
    ['0'],
    ['1'],
    ['2'],
  ]);
  expect((await run(call, `EXPLAIN SELECT a FROM sandbox.kinds WHERE ${long}`)).state).toBe('SUCCEEDED');
  await run(
    call,
    `UNLOAD (SELECT a FROM sandbox.kinds WHERE ${long}) TO 's3://lakehouse-lake/sandbox/unloaded/' WITH (format = 'PARQUET')`,
  );
  await run(call, `PREPARE large FROM SELECT a FROM sandbox.kinds WHERE a = ? AND ${long}`);
  expect((await run(call, 'EXECUTE large USING 1')).rows).toEqual([['a'], ['1']]);
});

/** Each of 5,000 names is looked for in 5,000 tables. */
const ENDLESS = `SELECT ${Array.from({ length: 5000 }, () => 't1.a').join(', ')} FROM ${Array.from({ length: 5000 }, (_, i) => `sandbox.t t${i}`).join(', ')}`;

test('a query is stopped while it is planned', { timeout: 60_000 }, async () => {
  const id = await start(call, ENDLESS);
  while (queriesOf(lakehouse.account).get(id).state !== 'RUNNING') await setTimeout(5);
  await setTimeout(500);
  const before = performance.now();
  await send(call, 'StopQueryExecution', { QueryExecutionId: id });
  expect((await finish(call, id)).Status).toMatchObject({ State: 'CANCELLED' });
  expect(performance.now() - before).toBeLessThan(1000);
  expect(queriesOf(lakehouse.account).get(id).times.planning).toBeUndefined();
  expect((await run(call, `SELECT a FROM sandbox.t WHERE ${IN_LIST}`)).rows).toHaveLength(3);
});

test('a query whose planning takes too long fails, and the next one runs', { timeout: 60_000 }, async () => {
  await withPlanner({ mostMs: 5000 }, async () => {
    expect(await attempt(call, ENDLESS)).toMatchObject({
      state: 'FAILED',
      reason: 'EXCEEDED_TIME_LIMIT: Query exceeded the maximum planning time limit of 5.00s',
    });
    expect((await run(call, `SELECT a FROM sandbox.t WHERE ${IN_LIST}`)).rows).toHaveLength(3);
  });
});

test('a query whose planning takes too much memory fails, and the next one runs', {
  timeout: 60_000,
}, async () => {
  await withPlanner({ mostHeapMb: 24 }, async () => {
    await expect(start(call, TEXTS['an OR chain of 259 KB']!)).rejects.toThrow('statement is too large');
    expect((await run(call, `SELECT a FROM sandbox.t WHERE ${IN_LIST}`)).rows).toHaveLength(3);
  });
});

const IN_LIST = `a IN (${list(5000, (i) => `${i}`)})`;

async function withPlanner(limits: Omit<PlannerOptions, 'entry'>, work: () => Promise<void>): Promise<void> {
  const { account } = lakehouse;
  const before = account.planner;
  account.planner = new Planner({ entry: PLANNER_ENTRY, ...limits });
  try {
    await work();
  } finally {
    await account.planner.close();
    account.planner = before;
  }
}
