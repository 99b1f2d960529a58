import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lake } from '../../attack/api/lake';
import { openFuzzedAccount, openModels } from './fuzzedAccount';
import { sendAll } from './sendAll';

let lake: Lake;
beforeAll(async () => {
  lake = await openFuzzedAccount();
});
afterAll(() => lake.account.close());

test('generated requests', { timeout: 900_000 }, async () => {
  const models = openModels();
  const outcome = await sendAll(lake, models, {
    seed: Number(process.env.SEED ?? 1),
    from: Number(process.env.FROM ?? 0),
    count: Number(process.env.COUNT ?? 400),
    atOnce: 8,
  });
  console.log(outcome.ran, outcome.statuses, outcome.findings.length);
  if (process.env.FINDINGS)
    for (const { asked, wrong } of outcome.findings)
      appendFileSync(
        process.env.FINDINGS,
        `${JSON.stringify({ n: asked.number, s: asked.service, o: asked.operation, k: asked.kind, at: asked.at, p: asked.protocol, by: asked.by, wrong, path: `${asked.request.method} ${asked.request.path}`.slice(0, 300), h: asked.request.headers, body: asked.request.body.toString('latin1').slice(0, 400) })}\n`,
      );
  expect(outcome.findings.map(({ wrong }) => wrong)).toEqual([]);
});
