import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ObjectStore, openObjectStore } from '../../../src/local/s3/objectStore';
import { storageError } from '../../../src/local/storageError';
import { openStore } from '../../../src/local/store/store';

const MOUNT = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-full-'));

/** A file system of 8 MB, where the machine lets us make one. */
function mounted(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0700', 'lakehouse-test', MOUNT], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

const isMounted = mounted();
afterAll(() => {
  if (isMounted) execFileSync('umount', ['-l', MOUNT]);
  fs.rmSync(MOUNT, { recursive: true, force: true });
});

/** Takes all room but `left` bytes. */
function fill(left = 0): () => void {
  const file = path.join(MOUNT, 'filling');
  const descriptor = fs.openSync(file, 'w');
  const piece = Buffer.alloc(4096);
  const { bavail, bsize } = fs.statfsSync(MOUNT);
  try {
    for (let room = bavail * bsize; room > left; room -= piece.length) fs.writeSync(descriptor, piece);
  } catch {
    // It is full.
  }
  fs.closeSync(descriptor);
  return () => fs.rmSync(file);
}

describe.skipIf(!isMounted)('on a disk that is full', () => {
  let objects: ObjectStore;
  beforeAll(async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    objects = await openObjectStore(path.join(MOUNT, 's3'));
    await objects.createBucket('lake');
  });

  const list = async () => {
    const keys: string[] = [];
    for await (const { key } of objects.list('lake', '')) keys.push(key);
    return keys;
  };

  test('puts are refused with a word, leave nothing, and reads go on', async () => {
    await objects.put('lake', 'kept', Buffer.from('kept'));
    for (const left of [0, 4096, 3 * 4096, 10 * 4096]) {
      const free = fill(left);
      const puts = await Promise.allSettled(
        Array.from({ length: 12 }, (_, i) => objects.put('lake', `new-${i}`, Buffer.alloc(9000, i))),
      );
      const refused = puts.flatMap((put) => (put.status === 'rejected' ? [put.reason as unknown] : []));
      expect(refused.length).toBeGreaterThan(0);
      for (const reason of refused)
        expect(storageError(reason), String(reason)).toMatchObject({
          code: 'InsufficientStorage',
          status: 507,
        });
      const stand = puts.flatMap(({ status }, i) => (status === 'fulfilled' ? [`new-${i}`] : []));
      expect(await list()).toEqual(['kept', ...stand].sort());
      expect((await objects.read('lake', 'kept')).toString()).toBe('kept');
      expect(fs.readdirSync(objects.scratch())).toEqual([]);
      free();
      await objects.put('lake', 'after', Buffer.from('after'));
      await objects.delete('lake', [...stand, 'after']);
      expect(await list()).toEqual(['kept']);
    }
    const files = fs
      .readdirSync(path.join(MOUNT, 's3', 'objects'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile());
    expect(files).toHaveLength(1);
  });

  test('a store keeps what it acknowledged and nothing else, also when it starts there', async () => {
    let store = openStore(path.join(MOUNT, 'store'));
    const acknowledged: Record<string, string> = {};
    const free = fill(64 * 4096);
    let refused = 0;
    for (let i = 0; i < 200; i++) {
      const key = `k${String(i).padStart(4, '0')}`;
      try {
        store.transaction(() => {
          store.table('t').put(key, 'x'.repeat(3000));
          store.table('u').put(key, i);
        });
        acknowledged[key] = 'x'.repeat(3000);
      } catch (error) {
        expect(storageError(error), String(error)).toBeDefined();
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
    const rows = () =>
      Object.fromEntries(
        store
          .table('t')
          .list()
          .map(({ key, value }) => [key, value]),
      );
    expect(rows()).toEqual(acknowledged);
    expect(store.table('u').list()).toHaveLength(Object.keys(acknowledged).length);
    await store.close();
    store = openStore(path.join(MOUNT, 'store'));
    expect(rows()).toEqual(acknowledged);
    free();
    store.table('t').put('more', 'room');
    await store.close();
    store = openStore(path.join(MOUNT, 'store'));
    expect(rows()).toEqual({ ...acknowledged, more: 'room' });
    expect(store.warnings()).toEqual([]);
    await store.close();
    await objects.close();
  });
});
