import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openObjectStore } from '../../../src/local/s3/objectStore';
import { bundledWriter, type Writer } from '../killedWriter';
import type { Acknowledged } from './crashWriter';

let writer: Writer;
beforeAll(async () => {
  writer = await bundledWriter(join(__dirname, 'crashWriter.ts'));
});
afterAll(() => writer.remove());

test('after kill -9: all that was acknowledged is there, nothing is half', async () => {
  const store = join(writer.folder, 'store');
  const expected = new Map<string, string>();
  const deleted = new Set<string>();
  for (const lines of [1, 15, 40]) {
    for (const line of (await writer.writeAndKill([store], lines)) as Acknowledged[]) {
      const [action, key, etag] = line.split(' ') as [string, string, string];
      if (action === 'put') expected.set(key, etag);
      else {
        expected.delete(key);
        deleted.add(key);
      }
    }
    const objects = await openObjectStore(store);
    const found = new Map<string, string>();
    for await (const object of objects.list('lake', '')) {
      const bytes = await objects.read('lake', object.key);
      expect(bytes.length).toBe(object.size);
      // A multipart ETag is made of two parts' MD5s; the writer's parts are 5 MiB and the rest.
      expect(object.etag).toBe(object.multipart ? etagOfParts(bytes) : `"${md5(bytes).toString('hex')}"`);
      found.set(object.key, object.etag);
    }
    for (const [key, etag] of expected) {
      // A later put of the same key may have become durable without its acknowledgement being read.
      if (found.get(key) !== etag)
        expect(found.has(key), `${key} was acknowledged`).toBe(key.startsWith('over/'));
    }
    for (const key of deleted) expect(found.has(key), `${key} was deleted`).toBe(false);
    expect(readdirSync(objects.scratch())).toEqual([]);
    const files = readdirSync(join(store, 'objects'), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toHaveLength(found.size);
    for (const [key, etag] of found) expected.set(key, etag);
    await objects.close();
  }
  expect(expected.size).toBeGreaterThan(10);
  expect(deleted.size).toBeGreaterThan(2);
});

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}

function etagOfParts(bytes: Buffer): string {
  const parts = [bytes.subarray(0, 5 * 1024 * 1024), bytes.subarray(5 * 1024 * 1024)];
  return `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-2"`;
}
