import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examineAccount } from '../../../src/local/repair/examineAccount';
import { type ObjectStore, openObjectStore } from '../../../src/local/s3/objectStore';
import { openStore } from '../../../src/local/store/store';

let folder: string;
let s3: string;
let objects: ObjectStore | undefined;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-examine-'));
  s3 = path.join(folder, 's3');
});
afterEach(async () => {
  await objects?.close();
  objects = undefined;
  fs.rmSync(folder, { recursive: true, force: true });
});

const CONTENTS: Record<string, string> = {
  'sales/day=1/a.parquet': 'PAR1',
  'sales/day=1/b b.parquet': 'PAR1 b',
  [`${'long/'.repeat(200)}x`]: 'long',
  'trailing/': '',
  'ünï/😀': 'smile',
};

async function filled(): Promise<void> {
  const store = openStore(path.join(folder, 'store'));
  store.table('databases').put('lakehouse', { name: 'lakehouse' });
  await store.close();
  const made = await openObjectStore(s3);
  await made.createBucket('lake');
  for (const [key, text] of Object.entries(CONTENTS))
    await made.put('lake', key, Buffer.from(text), { contentType: 'text/plain', tags: { kind: 'demo' } });
  const uploadId = await made.uploads.create('lake', 'joined', {});
  const upload = { bucket: 'lake', key: 'joined', uploadId };
  const parts = [
    await made.uploads.putPart(upload, 1, [Buffer.alloc(5 << 20, 1)]),
    await made.uploads.putPart(upload, 2, [Buffer.from('end')]),
  ];
  await made.uploads.complete(upload, parts, {});
  await made.close();
}

async function contents(): Promise<Record<string, string>> {
  objects = await openObjectStore(s3);
  const found: Record<string, string> = {};
  for await (const { key } of objects.list('lake', ''))
    if (key !== 'joined') found[key] = (await objects.read('lake', key)).toString();
  return found;
}

const current = (): ObjectStore | undefined => objects;

const filesOf = (name: string): string[] =>
  fs.existsSync(path.join(s3, name))
    ? fs
        .readdirSync(path.join(s3, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('~key'))
        .map((entry) => entry.name)
    : [];

const loseIndex = () => {
  for (const name of fs.readdirSync(s3))
    if (name.startsWith('index')) fs.rmSync(path.join(s3, name), { recursive: true });
};

describe('a missing index', () => {
  test('costs nothing while the log is there', async () => {
    await filled();
    fs.rmSync(path.join(s3, 'index'), { recursive: true });
    expect(await contents()).toEqual(CONTENTS);
    expect(objects?.warnings()).toEqual([]);
    expect((await objects?.head('lake', 'sales/day=1/a.parquet'))?.tags).toEqual({ kind: 'demo' });
  });

  test('with its log removes no file: they are kept, told, and taken back by a repair', async () => {
    await filled();
    loseIndex();
    objects = await openObjectStore(s3);
    expect(objects.buckets()).toEqual([]);
    expect(objects.health().status).toBe('damaged');
    expect(objects.warnings().join(' ')).toMatch(
      /starts empty.* 6 files that the index of objects does not name/,
    );
    await objects.close();
    objects = undefined;
    expect(filesOf('lost+found/objects')).toHaveLength(6);

    const report = await examineAccount(folder, true);
    expect(report.repaired.join(' ')).toContain('6 objects were restored');
    expect(report.problems.join(' ')).toContain('content types, metadata, tags and checksums');
    expect(report.verified.objects).toBe(6);
    expect(await contents()).toEqual(CONTENTS);
    expect(current()?.warnings()).toEqual([]);
    expect(filesOf('lost+found')).toEqual([]);
    await current()?.close();
    objects = undefined;
    expect((await examineAccount(folder, false)).problems).toEqual([]);
  });

  test('of a former version that is cut ends no process', async () => {
    const root = open({ path: path.join(s3, 'index'), maxDbs: 4 });
    const table = root.openDB<unknown, Buffer>({ name: 'buckets', keyEncoding: 'binary' });
    for (let i = 0; i < 2000; i++) void table.put(Buffer.from(`bucket-${i}`), { created: new Date(i) });
    await root.close();
    const file = path.join(s3, 'index', 'data.mdb');
    fs.truncateSync(file, fs.statSync(file).size / 2);
    objects = await openObjectStore(s3, { existed: true });
    expect(objects.warnings().join(' ')).toContain('is damaged');
  });
});

describe('a check', () => {
  test('of a sound account finds nothing', async () => {
    await filled();
    const report = await examineAccount(folder, false);
    expect(report).toMatchObject({ repaired: [], problems: [], verified: { objects: 6 } });
  });

  test('names objects whose bytes have changed, whose size is another, and whose file is gone', async () => {
    await filled();
    const files = new Map<string, string>();
    objects = await openObjectStore(s3);
    for (const key of ['sales/day=1/a.parquet', 'ünï/😀', 'trailing/', 'joined'])
      files.set(key, objects.pathOf('lake', key));
    await objects.close();
    objects = undefined;
    fs.writeFileSync(files.get('sales/day=1/a.parquet') ?? '', 'PAR2');
    fs.appendFileSync(files.get('ünï/😀') ?? '', '!');
    fs.rmSync(files.get('trailing/') ?? '');
    const joined = fs.openSync(files.get('joined') ?? '', 'r+');
    fs.writeSync(joined, Buffer.of(9), 0, 1, 100);
    fs.closeSync(joined);
    const { problems } = await examineAccount(folder, false);
    expect(problems.map((text) => text.split(' is damaged: ')[0])).toEqual([
      's3://lake/joined',
      's3://lake/sales/day=1/a.parquet',
      's3://lake/trailing/',
      's3://lake/ünï/😀',
    ]);
    objects = await openObjectStore(s3);
    expect(objects.warnings()).toEqual([expect.stringContaining('s3://lake/trailing/')]);
  });

  test('tells of a store that is gone, and a repair forgets it once it is told', async () => {
    await filled();
    fs.writeFileSync(path.join(folder, 'credentials.json'), '{}');
    fs.rmSync(path.join(folder, 'store'), { recursive: true });
    for (const repair of [false, true]) {
      const { problems } = await examineAccount(folder, repair);
      expect(problems).toEqual([expect.stringContaining('starts empty')]);
    }
    expect((await examineAccount(folder, false)).problems).toEqual([]);
  });
});
