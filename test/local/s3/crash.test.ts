import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openObjectStore } from '../../../src/local/s3/objectStore';
import type { Acknowledged } from './crashWriter';

const root = join(__dirname, '../../..');
let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crash-'));
  program = join(folder, 'writer.cjs');
  await build({
    entryPoints: [join(__dirname, 'crashWriter.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    external: ['lmdb'],
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the writer acknowledge some lines, then kills it in the middle of whatever it does. */
async function writeAndKill(store: string, lines: number): Promise<Acknowledged[]> {
  const child: ChildProcess = spawn(process.execPath, [program, store], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
  });
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    acknowledged.push(line as Acknowledged);
    if (acknowledged.length === lines) child.kill('SIGKILL');
  }
  return acknowledged;
}

test('after kill -9: all that was acknowledged is there, nothing is half', async () => {
  const store = join(folder, 'store');
  const expected = new Map<string, string>();
  const deleted = new Set<string>();
  for (const lines of [1, 15, 40]) {
    for (const line of await writeAndKill(store, lines)) {
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
