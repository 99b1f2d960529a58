import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../../src/local/durable/database';
import { FRAME_HEAD, readFrames } from '../../../src/local/durable/frame';
import { type DatabasePlace, openDatabase } from '../../../src/local/durable/openDatabase';

let folder: string;
let opened: Database[];
let copies: string[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-database-'));
  opened = [];
  copies = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const database of opened) await database.close().catch(() => undefined);
  for (const name of [folder, ...copies]) fs.rmSync(name, { recursive: true, force: true });
});

const place = (home = folder): DatabasePlace => ({
  name: 'the test',
  log: path.join(home, 'log'),
  index: path.join(home, 'index'),
  former: { folder: home, keys: 'texts' },
});

function start(home = folder, more: Partial<DatabasePlace> = {}): Database {
  const database = openDatabase({ ...place(home), ...more });
  opened.push(database);
  return database;
}

/** What a killed process leaves: the files as they are now. */
function killed(): string {
  const copy = fs.mkdtempSync(`${folder}-killed-`);
  copies.push(copy);
  fs.cpSync(folder, copy, { recursive: true });
  return copy;
}

const key = (text: string) => Buffer.from(text);
const put = (database: Database, name: string, value: unknown) =>
  database.transaction(() => database.table('t').put(key(name), value));
const rows = (database: Database, table = 't') =>
  Object.fromEntries([...database.table(table).range()].map(({ key, value }) => [key.toString(), value]));

/** The frames of a log: where each begins, and where the last ends. */
function boundaries(log: string): number[] {
  const places = [0];
  for (const { payload } of readFrames(fs.readFileSync(log)).records)
    places.push(places.at(-1)! + FRAME_HEAD + payload.length);
  return places;
}

function flip(file: string, at: number): void {
  const bytes = fs.readFileSync(file);
  bytes[at]! ^= 16;
  fs.writeFileSync(file, bytes);
}

async function filled(names = ['a', 'b', 'c']): Promise<void> {
  const database = start();
  for (const [i, name] of names.entries()) put(database, name, i + 1);
  await database.close();
}

describe('without damage', () => {
  test('what was written is there, after a stop in order and after a kill', async () => {
    const database = start();
    put(database, 'a', { deep: [new Date(0), Buffer.from('x'), 1n] });
    put(database, 'b', 2);
    database.transaction(() => database.table('t').remove(key('b')));
    const expected = rows(database);
    const copy = start(killed());
    expect(rows(copy)).toEqual(expected);
    expect(copy.warnings()).toEqual([]);
    await database.close();
    const again = start();
    expect(rows(again)).toEqual(expected);
    expect(again.found.whole).toBe(true);
    expect(again.health()).toEqual({ name: 'the test', status: 'ok' });
  });

  test('an index that misses the last records gets them', async () => {
    await filled();
    const before = killed();
    const database = start();
    put(database, 'd', 4);
    await database.close();
    // A power cut: the log is on disk, and the index is as it was at the last stop.
    for (const name of ['log', 'log.clean.json'])
      if (name === 'log') fs.copyFileSync(path.join(folder, name), path.join(before, name));
    const after = start(before);
    expect(rows(after)).toEqual({ a: 1, b: 2, c: 3, d: 4 });
    expect(after.warnings()).toEqual([]);
  });

  test('takes over an index of a version that had no log', async () => {
    const former = open({ path: folder, maxDbs: 4, compression: false });
    const table = former.openDB<unknown, string>({ name: 't' });
    await table.put('é', { at: new Date(5), none: null });
    await table.put('\u0001low', 'x'.repeat(9000));
    await former.close();
    const database = start(folder, { existed: true });
    const expected = { é: { at: new Date(5), none: null }, '\u0001low': 'x'.repeat(9000) };
    expect(rows(database)).toEqual(expected);
    expect(database.warnings()).toEqual([]);
    expect(fs.existsSync(path.join(folder, 'data.mdb'))).toBe(false);
    expect(rows(start(killed()))).toEqual(expected);
  });
});

describe('a damaged index', () => {
  const faults: [string, (file: string) => void][] = [
    ['is gone', (file) => fs.rmSync(file)],
    ['is empty', (file) => fs.truncateSync(file)],
    ['is cut', (file) => fs.truncateSync(file, 9000)],
    ['is zeroed', (file) => fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size))],
    ['has a flipped bit', (file) => flip(file, 4096 * 2 + 100)],
  ];
  test.each(faults)('that %s is built anew', async (_, damage) => {
    await filled();
    damage(path.join(folder, 'index', 'data.mdb'));
    const database = start();
    expect(rows(database)).toEqual({ a: 1, b: 2, c: 3 });
    expect(database.warnings()).toEqual([]);
    expect(database.found.whole).toBe(true);
  });

  test('after a kill, too', async () => {
    await filled();
    const database = start();
    put(database, 'd', 4);
    for (const [, damage] of faults) {
      const copy = killed();
      damage(path.join(copy, 'index', 'data.mdb'));
      expect(rows(start(copy))).toEqual({ a: 1, b: 2, c: 3, d: 4 });
    }
  });
});

describe('a damaged log', () => {
  test.each<[string, (log: string) => void]>([
    ['is gone', (log) => fs.rmSync(log)],
    ['is empty', (log) => fs.truncateSync(log)],
    ['is zeroed', (log) => fs.writeFileSync(log, Buffer.alloc(fs.statSync(log).size))],
    ['lost its beginning', (log) => fs.writeFileSync(log, fs.readFileSync(log).subarray(boundaries(log)[2]))],
    ['lost its end', (log) => fs.truncateSync(log, boundaries(log).at(-2))],
    ['is cut in a record', (log) => fs.truncateSync(log, fs.statSync(log).size - 3)],
    ['has a flipped bit', (log) => flip(log, boundaries(log)[2]! + FRAME_HEAD + 2)],
    ['has a flipped bit in its first record', (log) => flip(log, FRAME_HEAD + 2)],
  ])('that %s is restored from an index that is right', async (_, damage) => {
    await filled();
    const log = path.join(folder, 'log');
    damage(log);
    const database = start();
    expect(rows(database)).toEqual({ a: 1, b: 2, c: 3 });
    expect(database.warnings().join(' ')).toContain('Nothing is lost');
    expect(database.health().status).toBe('ok');
    put(database, 'd', 4);
    // The new log alone is enough.
    const copy = killed();
    fs.rmSync(path.join(copy, 'index'), { recursive: true });
    const rebuilt = start(copy);
    expect(rows(rebuilt)).toEqual({ a: 1, b: 2, c: 3, d: 4 });
    expect(rebuilt.warnings()).toEqual([]);
  });

  test('without a right index costs the records that cannot be read, which are told until they are dealt with', async () => {
    await filled();
    const log = path.join(folder, 'log');
    flip(log, boundaries(log)[2]! + FRAME_HEAD + 2);
    fs.rmSync(path.join(folder, 'index'), { recursive: true });
    const database = start();
    expect(rows(database)).toEqual({ a: 1, c: 3 });
    expect(database.found.whole).toBe(false);
    expect(database.health().status).toBe('damaged');
    expect(database.warnings()).toEqual([expect.stringContaining('records 3 to 3 of the log')]);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('log.damaged-'))).toHaveLength(1);
    put(database, 'd', 4);
    await database.close();
    const again = start();
    expect(rows(again)).toEqual({ a: 1, c: 3, d: 4 });
    expect(again.warnings()).toHaveLength(1);
    again.found.losses.clear();
    await again.close();
    expect(start().warnings()).toEqual([]);
  });

  test('that is gone with its index is no new account, when other signs say so', async () => {
    await filled();
    const more = { existed: true };
    for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true });
    const database = start(folder, more);
    expect(rows(database)).toEqual({});
    expect(database.warnings()).toEqual([expect.stringContaining('starts empty')]);
    expect(database.found.whole).toBe(false);
  });

  test('of a later version stops the start', async () => {
    await filled();
    const { openRecordLog } = await import('../../../src/local/durable/recordLog');
    const { log } = openRecordLog(path.join(folder, 'log'));
    log.append(Buffer.from('something new'));
    log.close();
    expect(() => start()).toThrow('written by a later version');
  });
});

describe('a disk that refuses', () => {
  const full = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };

  test('leaves a transaction undone, and goes on when there is room again', () => {
    const database = start();
    put(database, 'a', 1);
    const write = vi.spyOn(fs, 'writeSync').mockImplementation(full);
    expect(() => put(database, 'a', 2)).toThrow('ENOSPC');
    expect(rows(database)).toEqual({ a: 1 });
    write.mockRestore();
    put(database, 'b', 2);
    expect(rows(start(killed()))).toEqual({ a: 1, b: 2 });
  });

  test('undoes asynchronous changes in reverse, with those that wait behind them', async () => {
    const database = start();
    const table = database.table<number>('t');
    const change = (name: string, value: number) => database.change(() => table.put(key(name), value));
    await change('a', 1);
    const write = vi.spyOn(fs, 'writeSync').mockImplementation(full);
    const all = await Promise.allSettled([change('a', 2), change('a', 3), change('b', 1)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(rows(database)).toEqual({ a: 1 });
    expect(database.health()).toMatchObject({ status: 'damaged', detail: expect.stringContaining('ENOSPC') });
    write.mockRestore();
    await change('a', 4);
    expect(database.health().status).toBe('ok');
    expect(rows(start(killed()))).toEqual({ a: 4 });
  });

  test('stops no start', async () => {
    await filled();
    flip(path.join(folder, 'log'), FRAME_HEAD + 2);
    vi.spyOn(fs, 'writeSync').mockImplementation(full);
    vi.spyOn(fs, 'linkSync').mockImplementation(full);
    vi.spyOn(console, 'error').mockReturnValue();
    const database = start();
    expect(rows(database)).toEqual({ a: 1, b: 2, c: 3 });
    await database.close();
  });
});

test('of asynchronous changes that go together, one that throws takes back only its own', async () => {
  const database = start();
  const table = database.table<number>('t');
  const all = await Promise.allSettled([
    database.change(() => table.put(key('a'), 1)),
    database.change(() => {
      table.put(key('a'), 2);
      table.put(key('b'), 2);
      throw new Error('given up');
    }),
    database.change(() => {
      table.put(key('c'), (table.get(key('a')) ?? 0) + 2);
      return 'done';
    }),
  ]);
  expect(all).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { message: 'given up' } },
    { status: 'fulfilled', value: 'done' },
  ]);
  expect(rows(database)).toEqual({ a: 1, c: 3 });
  expect(rows(start(killed()))).toEqual({ a: 1, c: 3 });
});

describe('compaction', () => {
  test('keeps every row and what comes meanwhile, and makes the log small', async () => {
    const database = start();
    const table = database.table<string>('t');
    for (let round = 0; round < 20; round++)
      database.transaction(() => {
        for (let i = 0; i < 3000; i++) table.put(key(`k${i}`), `${round} ${'x'.repeat(50)}`);
      });
    const before = fs.statSync(path.join(folder, 'log')).size;
    const compacted = database.compact();
    const meanwhile: Promise<void>[] = [];
    for (let i = 0; i < 40; i++) {
      meanwhile.push(database.change(() => table.put(key(`m${i}`), 'meanwhile')));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([compacted, ...meanwhile]);
    expect(fs.statSync(path.join(folder, 'log')).size).toBeLessThan(before / 4);
    await database.change(() => table.put(key('after'), 'x'));
    const copy = killed();
    fs.rmSync(path.join(copy, 'index'), { recursive: true });
    const rebuilt = start(copy);
    expect(rows(rebuilt)).toEqual(rows(database));
    expect(rebuilt.warnings()).toEqual([]);
    expect(Object.keys(rows(rebuilt))).toHaveLength(3041);
  });

  test('of many rows goes on beside changes and removals, each of which waits for its sync', async () => {
    const database = start();
    const table = database.table<string>('t');
    database.transaction(() => {
      for (let i = 0; i < 30_000; i++) table.put(key(`k${i}`), 'x'.repeat(200));
    });
    const compacted = database.compact();
    for (let i = 0; i < 30_000; i += 1000) {
      await database.change(() => table.put(key(`k${i}`), 'changed'));
      await database.change(() => table.remove(key(`k${29_999 - i}`)));
    }
    await compacted;
    const copy = killed();
    fs.rmSync(path.join(copy, 'index'), { recursive: true });
    expect(rows(start(copy))).toEqual(rows(database));
  });

  test('holds no change that the disk has refused meanwhile', async () => {
    const database = start();
    const table = database.table<string>('t');
    await database.change(() => table.put(key('a'), 'kept'));
    const refused = database.change(() => table.put(key('a'), 'refused'));
    const real = fs.writeSync;
    let thrown = false;
    const full = vi.spyOn(fs, 'writeSync').mockImplementation(((file: number, ...rest: [Buffer]) => {
      if (rest[0].includes('refused') && !thrown) {
        thrown = true;
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      }
      return real(file, ...rest);
    }) as typeof fs.writeSync);
    const all = await Promise.allSettled([database.compact(), refused]);
    full.mockRestore();
    expect(all[1]?.status).toBe('rejected');
    expect(rows(database)).toEqual({ a: 'kept' });
    expect(rows(start(killed()))).toEqual({ a: 'kept' });
  });

  test('that the disk refuses leaves the log as it was', async () => {
    const database = start();
    put(database, 'a', 1);
    const fail = vi.spyOn(fs, 'renameSync').mockImplementation(() => {
      throw new Error('EIO');
    });
    await expect(database.compact()).rejects.toThrow('EIO');
    fail.mockRestore();
    put(database, 'b', 2);
    expect(fs.existsSync(path.join(folder, 'log.new'))).toBe(false);
    expect(rows(start(killed()))).toEqual({ a: 1, b: 2 });
  });
});

describe('random transactions', () => {
  const change = fc.record({
    table: fc.constantFrom('t', 'u'),
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    value: fc.option(fc.oneof(fc.integer(), fc.string(), fc.uint8Array()), { nil: undefined }),
  });
  const transactions = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 8,
  });

  function carryOut(
    database: Database,
    changes: (typeof transactions extends fc.Arbitrary<infer T> ? T : never)[number],
  ) {
    for (const { table, name, value } of changes)
      if (value === undefined) database.table(table).remove(key(name));
      else database.table(table).put(key(name), value instanceof Uint8Array ? Buffer.from(value) : value);
  }
  const state = (database: Database) => ({ t: rows(database, 't'), u: rows(database, 'u') });

  test('a log that ends at any byte holds the transactions before it, all of those that were synced', async () => {
    await fc.assert(
      fc.asyncProperty(transactions, fc.nat(), async (all, cut) => {
        const home = fs.mkdtempSync(path.join(folder, 'run-'));
        const database = start(home);
        const states = [state(database)];
        const sizes = [fs.statSync(path.join(home, 'log')).size];
        for (const changes of all) {
          database.transaction(() => carryOut(database, changes));
          states.push(state(database));
          sizes.push(fs.statSync(path.join(home, 'log')).size);
        }
        await database.close();
        fs.rmSync(path.join(home, 'log.clean.json'));
        const at = sizes[0]! + (cut % (sizes.at(-1)! - sizes[0]! + 1));
        fs.truncateSync(path.join(home, 'log'), at);
        const after = start(home);
        const synced = sizes.findLastIndex((size) => size <= at);
        expect(state(after)).toEqual(states[synced]);
        await after.close();
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('a flipped bit anywhere in the log, with a right index, loses nothing; without, it is told', async () => {
    await fc.assert(
      fc.asyncProperty(transactions, fc.nat(), fc.boolean(), async (all, where, right) => {
        const home = fs.mkdtempSync(path.join(folder, 'run-'));
        const database = start(home);
        for (const changes of all) database.transaction(() => carryOut(database, changes));
        const expected = state(database);
        await database.close();
        const log = path.join(home, 'log');
        flip(log, where % fs.statSync(log).size);
        if (!right) fs.rmSync(path.join(home, 'index'), { recursive: true });
        const after = start(home);
        if (right) expect(state(after)).toEqual(expected);
        else expect(after.found.whole).toBe(false);
        expect(after.warnings()).not.toEqual([]);
        await after.close();
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

test('100,000 rows are read back from the log alone, in less time than they were written', async () => {
  const database = start();
  const table = database.table<{ n: number; file: string; at: Date }>('t');
  const writing = performance.now();
  for (let i = 0; i < 100; i++)
    database.transaction(() => {
      for (let j = 0; j < 1000; j++)
        table.put(key(`bucket/key-${j}-${i}`), {
          n: i,
          file: `objects/bucket/key-${j}~${'f'.repeat(16)}`,
          at: new Date(),
        });
    });
  const written = performance.now() - writing;
  const copy = killed();
  fs.rmSync(path.join(copy, 'index'), { recursive: true });
  const began = performance.now();
  const rebuilt = start(copy);
  const took = performance.now() - began;
  expect(Object.keys(rows(rebuilt))).toHaveLength(100_000);
  console.log(`100,000 rows from the log: ${took.toFixed(0)} ms`);
  expect(took).toBeLessThan(written);
}, 60_000);
