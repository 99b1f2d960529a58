import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnginePool, type PoolOptions } from '../../../../src/local/engine/pool/enginePool';
import { ENGINE_ENTRY } from '../engineEntry';

let folder: string;
let engine: EnginePool;
const open = (more: Partial<PoolOptions> = {}) =>
  EnginePool.open({
    entry: ENGINE_ENTRY,
    tempFolder: path.join(folder, 'pool'),
    memoryLimit: '256MB',
    residentLimit: 600 * 2 ** 20,
    log: () => {},
    ...more,
  });
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'limits-'));
  engine = await open();
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const NOTHING = { files: [] };
const joined = Array.from({ length: 200 }, (_, i) => `(VALUES (1), (2)) AS v${i}(x)`).join(', ');

/** What never ends by itself, or only far beyond any limit. */
const BOMBS: [string, string][] = [
  ['a list of a billion', 'SELECT range(1000000000)'],
  ['two hundred joined VALUES', `SELECT count(*) FROM ${joined}`],
  [
    'a recursion without end',
    'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r',
  ],
  ['a long text, many times', "SELECT max(repeat('x', 50000000 + i::INTEGER)) FROM range(100000) t(i)"],
  ['crossed ranges', 'SELECT count(*) FROM range(10000000) a(i), range(10000000) b(j) WHERE i * j % 7 = 3'],
  [
    'heavy patterns',
    "SELECT count(*) FROM range(100000) t(i) WHERE regexp_matches(repeat('ab', 100000 + i::INTEGER), '(a|b|ab)*c')",
  ],
];

describe('a bomb', () => {
  it.each(BOMBS)('is stopped within a second, or is over its memory: %s', async (_, sql) => {
    const stop = new AbortController();
    const ended = engine.query(sql, { ...NOTHING, signal: stop.signal }).then(
      () => 'an answer',
      (error: Error) => error.message,
    );
    await pause(300);
    const stopped = performance.now();
    stop.abort(new Error('stopped'));
    expect(await ended).toMatch(/^stopped$|^EXCEEDED_LOCAL_MEMORY_LIMIT: /);
    expect(performance.now() - stopped).toBeLessThan(1000);
    expect(await engine.query('SELECT 1', NOTHING)).toEqual([['1']]);
  });

  it("of memory ends its query with Trino's error, and no other query notices", async () => {
    const others = (async () => {
      for (let i = 0; i < 20; i++) expect(await engine.query(`SELECT ${i}`, NOTHING)).toEqual([[String(i)]]);
    })();
    await expect(engine.query('SELECT range(1000000000)', NOTHING)).rejects.toThrow(
      /^EXCEEDED_LOCAL_MEMORY_LIMIT: Query exceeded per-node memory limit of 0\.59GB$/,
    );
    await others;
  });

  it('of JavaScript is stopped by the limit of its heap', async () => {
    // Rows of small answers are gathered in the process: so many are more than it may hold.
    const sql = "SELECT repeat('x', 2000) || i FROM range(100000000) t(i)";
    await expect(engine.query(sql, NOTHING)).rejects.toThrow('EXCEEDED_LOCAL_MEMORY_LIMIT');
  });

  it('that writes leaves nothing behind when it is stopped', async () => {
    const stop = new AbortController();
    const target = path.join(folder, 'target');
    const writing = engine.writeParquet(
      'SELECT a.i * b.i AS id FROM range(100000) a(i), range(100000) b(i)',
      { ...NOTHING, folder: target, fieldIds: { id: 1 }, signal: stop.signal },
    );
    const ended = expect(writing).rejects.toThrow('stopped');
    await pause(500);
    stop.abort(new Error('stopped'));
    await ended;
    expect(existsSync(target)).toBe(false);
    await expect
      .poll(() =>
        readdirSync(path.join(folder, 'pool')).flatMap((one) => readdirSync(path.join(folder, 'pool', one))),
      )
      .not.toContain('written');
  });
});

it('all queries together have a limit, too: the largest one ends', async () => {
  const pool = await open({
    tempFolder: path.join(folder, 'together'),
    residentLimit: 2 ** 40,
    residentLimitOfAll: 500 * 2 ** 20,
  });
  await expect(pool.query('SELECT range(1000000000)', NOTHING)).rejects.toThrow(
    'CLUSTER_OUT_OF_MEMORY: Query killed because the cluster is out of memory.',
  );
  await pool.close();
});

it('a long query lets the others go first, and its process is replaced', async () => {
  const tempFolder = path.join(folder, 'long');
  const pool = await open({ tempFolder, atRest: 1, most: 1, longQueryMs: 20 });
  const [before] = readdirSync(tempFolder);
  await pool.query('SELECT 1', NOTHING);
  expect(readdirSync(tempFolder)).toEqual([before]);
  await pool.query('SELECT count(*) FROM range(50000000) t(i) WHERE hash(i) % 7 = 3', NOTHING);
  await pool.query('SELECT 1', NOTHING);
  expect(readdirSync(tempFolder)).not.toContain(before);
  await pool.close();
});
