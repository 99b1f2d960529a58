import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { Planner } from '../../../src/local/planner/planner';
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
  'a syntax error at the end of 250 KB': `SELECT a FROM sandbox.t WHERE ${list(250_000, (i) => `a = ${i}`, ' OR ')} )`,
};

describe('no text holds the event loop', () => {
  for (const [what, sql] of Object.entries(TEXTS))
    it(what, { timeout: 120_000 }, async () => {
      const idle = await longestDelay(() => new Promise((resolve) => setTimeout(resolve, 300)));
      const started = performance.now();
      let state = '';
      const delay = await longestDelay(async () => {
        state = await attempt(call, sql).then(
          (outcome) => `${outcome.state} ${outcome.reason ?? ''}`,
          (error: Error) => error.message,
        );
      });
      if (process.env.DELAYS)
        console.log(
          what,
          Math.round(delay),
          'ms; idle',
          Math.round(idle),
          'all',
          Math.round(performance.now() - started),
          state.slice(0, 150),
        );
      expect(delay).toBeLessThan(100 + 2 * idle);
    });
});
