import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lakehouse, openLakehouse } from '../../local/athena/lakehouse';
import { prepareTables, runTexts } from './runTexts';

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  await prepareTables(lakehouse);
});
afterAll(() => lakehouse.close());

test('mutated texts', { timeout: 900_000 }, async () => {
  const outcome = await runTexts(lakehouse, {
    seed: Number(process.env.SEED ?? 1),
    from: Number(process.env.FROM ?? 0),
    count: Number(process.env.COUNT ?? 200),
    atOnce: 4,
  });
  console.log(outcome.ran, outcome.ended, outcome.findings.length, outcome.longestPause);
  if (process.env.FINDINGS)
    for (const { text, wrong } of outcome.findings)
      appendFileSync(
        process.env.FINDINGS,
        `${JSON.stringify({ n: text.number, k: text.kind, wrong, sql: text.sql.slice(0, 600), length: text.sql.length })}\n`,
      );
  expect(outcome.findings.map(({ wrong }) => wrong)).toEqual([]);
});
