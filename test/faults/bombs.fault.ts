import { expect, test } from 'vitest';
import { memoryOf } from './harness/footprint';
import { tell } from './harness/meta';
import { preparedAccount } from './harness/preparedAccount';
import { RESULTS, runQuery } from './harness/queries';
import { pause } from './harness/waiting';
import { OBJECTS } from './writers/setting';

const nested = (depth: number): string =>
  depth ? `CAST(ROW(${nested(depth - 1)}, 1) AS row(a bigint, b bigint)).a` : 'CAST(1 AS bigint)';
const doubled = (times: number): string => (times ? `replace(${doubled(times - 1)}, 'a', 'aa')` : "'a'");
const values = (i: number) =>
  `(VALUES ${Array.from({ length: 20 }, (_, n) => n).join(', ')}) AS t${i}(a${i})`;

/** Each is short to write and long to answer. */
const BOMBS: Record<string, string> = {
  'a sequence of a billion': 'SELECT sequence(1, 1000000000)',
  'a sequence of a billion, by a column': 'SELECT sequence(1, a * 1000000000) FROM (VALUES 1) t(a)',
  'an array of a billion':
    'SELECT cardinality(array_agg(a * 1000000 + b * 1000 + c)) FROM UNNEST(sequence(1, 1000)) t(a) CROSS JOIN UNNEST(sequence(1, 1000)) u(b) CROSS JOIN UNNEST(sequence(1, 1000)) v(c)',
  'a text that doubles': `SELECT length(${doubled(32)})`,
  'repeat into a billion': `SELECT length(array_join(repeat('aaaaaaaaaa', 100000000), ''))`,
  '200 joined VALUES': `SELECT count(*) FROM ${Array.from({ length: 200 }, (_, i) => values(i)).join(' CROSS JOIN ')}`,
  'casts of rows, eight deep': `SELECT ${nested(8)}`,
  'an OR chain of 259 KB': `SELECT 1 WHERE ${Array.from({ length: 16_000 }, (_, i) => `1 = ${100_000 + i}`).join(' OR ')}`,
};
/** All processes together. Beyond it the account is killed, for the sake of the machine. MiB */
const MOST_MEMORY = 3000;
/** The longest that anybody else may wait meanwhile. ms */
const OTHERS_MS = 2000;

const account = preparedAccount();

for (const [name, sql] of Object.entries(BOMBS))
  test(`${name}: ends by itself or within a second of StopQueryExecution, in bounded memory; nobody else notices`, async ({
    task,
  }) => {
    if (!account.isAlive) await account.start();
    const { athena, s3 } = account.clients;
    let [most, slowest] = [0, 0];
    const watch = setInterval(() => {
      most = Math.max(most, memoryOf(account));
      if (most > MOST_MEMORY) account.kill('gateway');
    }, 50);
    let over = false;
    const others = (async () => {
      while (!over) {
        const begin = Date.now();
        await s3.putObject({ Bucket: OBJECTS, Key: 'others', Body: 'a' });
        slowest = Math.max(slowest, Date.now() - begin);
        await pause(50);
      }
    })();
    others.catch(() => undefined);
    let said = '';
    let stopped = 0;
    try {
      const { QueryExecutionId } = await athena.startQueryExecution({
        QueryString: sql,
        ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` },
      });
      const state = async () => (await athena.getQueryExecution({ QueryExecutionId })).QueryExecution?.Status;
      for (const begin = Date.now(); Date.now() - begin < 4000; await pause(50)) {
        const status = await state();
        said = `${status?.State} ${status?.StateChangeReason ?? ''}`;
        if (status?.State !== 'RUNNING' && status?.State !== 'QUEUED') break;
      }
      if (/RUNNING|QUEUED/.test(said)) {
        const begin = Date.now();
        await athena.stopQueryExecution({ QueryExecutionId });
        while (/RUNNING|QUEUED/.test((await state())?.State ?? '') && Date.now() - begin < 20_000)
          await pause(20);
        stopped = Date.now() - begin;
      }
      over = true;
      await others;
      await runQuery(account, 'SELECT 1');
    } catch (error) {
      said = `the account does not answer: ${String(error).slice(0, 100)}`;
    } finally {
      over = true;
      clearInterval(watch);
    }
    tell(
      task,
      `${said.trim().slice(0, 120)}; at most ${Math.round(most)} MiB; stopped in ${stopped} ms; others waited ${slowest} ms`,
    );
    expect(most, 'MiB').toBeLessThan(MOST_MEMORY);
    expect(said).not.toContain('does not answer');
    expect(said).not.toContain('INTERNAL');
    expect(stopped, 'ms until it was stopped').toBeLessThan(1000);
    expect(slowest, 'ms of a put meanwhile').toBeLessThan(OTHERS_MS);
  });
