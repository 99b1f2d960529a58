import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FRAME_HEAD } from '../../../src/local/durable/frame';
import { openRecordLog } from '../../../src/local/durable/recordLog';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-log-'));
  file = path.join(folder, 'log');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const text = (payload: Buffer) => payload.toString();
const stored = () => openRecordLog(file).records.map(({ payload }) => text(payload));

function write(...texts: string[]): void {
  const { log } = openRecordLog(file);
  for (const one of texts) log.append(Buffer.from(one));
  log.close();
}

function flip(at: number): void {
  const bytes = fs.readFileSync(file);
  bytes[at]! ^= 4;
  fs.writeFileSync(file, bytes);
}

describe('records', () => {
  test('come back in order, with their numbers', () => {
    write('a', '', 'c');
    const { records, damage, log } = openRecordLog(file);
    expect(records.map(({ number, payload }) => [number, text(payload)])).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'c'],
    ]);
    expect(damage).toEqual([]);
    expect(log.append(Buffer.from('d'))).toBe(4);
  });

  test('many appended at once are all there, in the order of the calls', async () => {
    const { log } = openRecordLog(file);
    await Promise.all(Array.from({ length: 500 }, (_, i) => log.appendLater(Buffer.from(`${i}`))));
    await log.settled();
    expect(log.append(Buffer.from('last'))).toBe(501);
    expect(stored()).toEqual([...Array.from({ length: 500 }, (_, i) => `${i}`), 'last']);
  });

  test('a log is replaced as a whole, and goes on', () => {
    write('a', 'b', 'c');
    const { log } = openRecordLog(file);
    log.replace([Buffer.from('abc')], 3);
    log.append(Buffer.from('d'));
    expect(openRecordLog(file).records.map(({ number, payload }) => [number, text(payload)])).toEqual([
      [3, 'abc'],
      [4, 'd'],
    ]);
  });
});

describe('damage', () => {
  test.each([0, 5, 11, 15, FRAME_HEAD, FRAME_HEAD + 3])(
    'a flipped bit at byte %i of the second record loses that record only',
    (at) => {
      write('first', 'second', 'third');
      flip(FRAME_HEAD + 5 + at);
      const { records, damage } = openRecordLog(file);
      expect(records.map(({ payload }) => text(payload))).toEqual(['first', 'third']);
      expect(damage).toEqual([
        {
          from: FRAME_HEAD + 5,
          to: 2 * FRAME_HEAD + 11,
          missing: { first: 2, last: 2 },
        },
      ]);
    },
  );

  test('a half written record at the end is cut off and kept aside', () => {
    write('first', 'second');
    fs.truncateSync(file, fs.statSync(file).size - 2);
    const { records, torn, damage, log } = openRecordLog(file);
    expect(records.map(({ payload }) => text(payload))).toEqual(['first']);
    expect(damage).toEqual([]);
    expect(torn!.bytes).toBe(FRAME_HEAD + 4);
    expect(fs.statSync(torn!.file).size).toBe(FRAME_HEAD + 4);
    log.append(Buffer.from('again'));
    expect(stored()).toEqual(['first', 'again']);
  });

  test('a record that lost its place is missed by its number', () => {
    write('first', 'second', 'third');
    const bytes = fs.readFileSync(file);
    const size = FRAME_HEAD + 5;
    fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, size), bytes.subarray(size + FRAME_HEAD + 6)]));
    expect(openRecordLog(file).damage).toEqual([{ from: size, to: size, missing: { first: 2, last: 2 } }]);
  });

  test('a payload that looks like a frame does not confuse what stands around it', () => {
    write('a');
    const inner = fs.readFileSync(file);
    const { log } = openRecordLog(file);
    log.append(Buffer.concat([inner, inner]));
    log.append(Buffer.from('z'));
    expect(openRecordLog(file).records.map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});

describe('a disk that refuses', () => {
  afterEach(() => vi.restoreAllMocks());

  const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

  test('a write that is cut short is undone, and the log goes on', () => {
    write('first');
    const { log } = openRecordLog(file);
    const real = fs.writeSync;
    let calls = 0;
    vi.spyOn(fs, 'writeSync').mockImplementation(((f: number, b: Buffer, o: number, l: number, p: number) => {
      if (++calls > 1) throw full();
      return real(f, b, o, Math.min(l, 7), p);
    }) as typeof fs.writeSync);
    expect(() => log.append(Buffer.from('second'))).toThrow('ENOSPC');
    vi.restoreAllMocks();
    expect(log.append(Buffer.from('third'))).toBe(2);
    expect(stored()).toEqual(['first', 'third']);
  });

  test('all that wait fail with it, and leave no gap', async () => {
    const { log } = openRecordLog(file);
    const spy = vi.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw full();
    });
    const results = await Promise.allSettled(['a', 'b'].map((one) => log.appendLater(Buffer.from(one))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    spy.mockRestore();
    await log.appendLater(Buffer.from('c'));
    await log.settled();
    const { records, damage } = openRecordLog(file);
    expect(records.map(({ number, payload }) => [number, text(payload)])).toEqual([[1, 'c']]);
    expect(damage).toEqual([]);
  });
});
