import { test } from 'vitest';
import { openDuckDb, run, scopeOf } from '../../sql/harness';

test('size', { timeout: 300_000 }, async () => {
  const c = await openDuckDb();
  for (const [b, e] of [
    ['SELECT (', ')'],
    ['SELECT * FROM (SELECT 1) x WHERE EXISTS (', ')'],
    ['WITH a AS (', ') SELECT * FROM a'],
    ['SELECT 1 IN (', ')'],
    ['SELECT * FROM (', ') AS t'],
  ] as const)
    for (const n of [4, 8, 12, 16, 20]) {
      const t = performance.now();
      await run(c, b.repeat(n) + 'SELECT 1' + e.repeat(n), scopeOf([]), () => '').catch((e: Error) =>
        console.log(e.message.slice(0, 100)),
      );
      const d = performance.now() - t;
      console.log(b, n, Math.round(d));
      if (d > 4000) break;
    }
});
