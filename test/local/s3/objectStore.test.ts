import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ObjectStore, openObjectStore, parseS3Uri } from '../../../src/local/s3/objectStore';

const MIB = 1024 * 1024;
let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'objects-'));
  store = await openObjectStore(folder);
  await store.createBucket('lake');
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const md5 = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`;

async function keys(prefix = '', of = store): Promise<string[]> {
  const found: string[] = [];
  for await (const object of of.list('lake', prefix)) found.push(object.key);
  return found;
}

/** Files on disk below `objects` and `uploads`. */
function filesOnDisk(): string[] {
  return ['objects', 'uploads'].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name))),
  );
}

describe('put and read', () => {
  test('bytes, attributes and ETag come back, also after a restart', async () => {
    const put = await store.put(
      'lake',
      'a/b.csv',
      Readable.from([Buffer.from('hello '), Buffer.from('you')]),
      {
        contentType: 'text/csv',
        metadata: { 'x-amz-meta-from': 'us', 'cache-control': 'no-cache' },
        tags: { kind: 'demo' },
      },
    );
    expect(put).toMatchObject({ bucket: 'lake', key: 'a/b.csv', size: 9, etag: md5('hello you') });
    await store.close();
    store = await openObjectStore(folder);
    expect(await store.head('lake', 'a/b.csv')).toEqual(put);
    expect(put.lastModified).toBeInstanceOf(Date);
    expect((await store.read('lake', 'a/b.csv')).toString()).toBe('hello you');
    expect((await store.read('lake', 'a/b.csv', { start: 6, end: 7 })).toString()).toBe('yo');
    expect((await store.read('lake', 'a/b.csv', { start: 6, end: 999 })).toString()).toBe('you');
    await expect(store.read('lake', 'a/b.csv', { start: 9, end: 9 })).rejects.toMatchObject({
      code: 'InvalidRange',
      status: 416,
    });
    expect(store.buckets()).toEqual(['lake']);
  });

  test('the empty object', async () => {
    expect(await store.put('lake', 'empty', Buffer.alloc(0))).toMatchObject({ size: 0, etag: md5('') });
    expect((await store.read('lake', 'empty')).length).toBe(0);
  });

  test('what is not there', async () => {
    expect(await store.head('lake', 'none')).toBeUndefined();
    await expect(store.read('lake', 'none')).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
    await expect(store.head('no-lake', 'none')).rejects.toMatchObject({ code: 'NoSuchBucket', status: 404 });
    await expect(store.put('no-lake', 'none', Buffer.of())).rejects.toMatchObject({ code: 'NoSuchBucket' });
    expect(existsSync(store.pathOf('lake', 'none'))).toBe(false);
    expect(store.bucketExists('no-lake')).toBe(false);
  });

  test('a body that breaks off leaves what was there', async () => {
    await store.put('lake', 'k', Buffer.from('old'));
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('new');
        throw new Error('connection lost');
      })(),
    );
    await expect(store.put('lake', 'k', broken)).rejects.toThrow('connection lost');
    expect((await store.read('lake', 'k')).toString()).toBe('old');
    expect(readdirSync(store.scratch())).toEqual([]);
  });

  test('a refusal at the end leaves what was there', async () => {
    const accept = () => {
      throw new Error('refused');
    };
    await expect(store.put('lake', 'k', Buffer.from('new'), { accept })).rejects.toThrow('refused');
    expect(await keys()).toEqual([]);
    expect(filesOnDisk()).toEqual([]);
    expect(readdirSync(store.scratch())).toEqual([]);
  });

  test('adopt takes a file over without a copy', async () => {
    const path = join(store.scratch(), 'data.parquet');
    writeFileSync(path, 'PAR1');
    expect(await store.adopt('lake', 't/data.parquet', path)).toMatchObject({ size: 4, etag: md5('PAR1') });
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(store.pathOf('lake', 't/data.parquet'), 'utf8')).toBe('PAR1');
  });

  test('a reader sees the old bytes or the new ones', async () => {
    await store.put('lake', 'k', Buffer.from('old'));
    const path = store.pathOf('lake', 'k');
    const opened = await store.open('lake', 'k');
    await store.put('lake', 'k', Buffer.from('new bytes'));
    const pieces = [];
    for await (const piece of opened.stream()) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe('old');
    expect(opened.object.etag).toBe(md5('old'));
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readFileSync(store.pathOf('lake', 'k'), 'utf8')).toBe('new bytes');
    await store.close();
    store = await openObjectStore(folder);
    expect(filesOnDisk()).toHaveLength(1);
  });
});

describe('conditions', () => {
  test('If-None-Match and If-Match', async () => {
    const first = await store.put('lake', 'k', Buffer.from('1'), { conditions: { ifNoneMatch: '*' } });
    await expect(
      store.put('lake', 'k', Buffer.from('2'), { conditions: { ifNoneMatch: '*' } }),
    ).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412 });
    await store.put('lake', 'k', Buffer.from('3'), { conditions: { ifMatch: first.etag } });
    await expect(
      store.put('lake', 'k', Buffer.from('4'), { conditions: { ifMatch: first.etag } }),
    ).rejects.toMatchObject({ code: 'PreconditionFailed', fields: { Condition: 'If-Match' } });
    await expect(
      store.put('lake', 'none', Buffer.from('4'), { conditions: { ifMatch: '*' } }),
    ).rejects.toMatchObject({ code: 'NoSuchKey' });
    expect((await store.read('lake', 'k')).toString()).toBe('3');
  });

  test('of many who create one key, one wins, and its bytes stay', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        store.put('lake', 'lock', Buffer.from(`writer ${i}`), { conditions: { ifNoneMatch: '*' } }),
      ),
    );
    const winners = attempts.filter((attempt) => attempt.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(md5((await store.read('lake', 'lock')).toString())).toBe(winners[0]!.value.etag);
    expect(filesOnDisk()).toHaveLength(1);
  });

  test('puts over one key at once: the object is one of them, whole', async () => {
    const bodies = Array.from({ length: 20 }, (_, i) => `${i}`.repeat(1000 + i));
    await Promise.all(bodies.map((body) => store.put('lake', 'k', Buffer.from(body))));
    const text = (await store.read('lake', 'k')).toString();
    expect(bodies).toContain(text);
    expect(await store.head('lake', 'k')).toMatchObject({ size: text.length, etag: md5(text) });
  });
});

describe('keys', () => {
  const weird = [
    'a',
    'a/b',
    'a/b/',
    'A',
    '..',
    '../../etc/passwd',
    '/absolute',
    '//',
    './x',
    'a/../../../b',
    'name\nwith\ttabs\u0001and\u0000nul',
    'ünï/cödé/😀.parquet',
    'day=2020-01-01/part.csv',
    '*?[x].csv',
    'con\\aux:<>|"',
    `${'long'.repeat(250)}.csv`,
    'd/'.repeat(512),
    `${'é'.repeat(512)}`,
    'x~0123456789abcdef',
    'index',
    'scratch',
    '%2e%2e%2f',
  ];

  test('any key has a file of its own inside the folder, and comes back in UTF-8 order', async () => {
    for (const key of weird) await store.put('lake', key, Buffer.from(key));
    for (const key of weird) {
      expect((await store.read('lake', key)).toString()).toBe(key);
      const path = relative(join(folder, 'objects', 'lake'), store.pathOf('lake', key));
      expect(path.startsWith('..')).toBe(false);
      expect(path).toMatch(/^[\w./~%-]+$/);
      expect(Math.max(...path.split('/').map((name) => name.length))).toBeLessThan(256);
    }
    expect(filesOnDisk().filter((file) => !file.endsWith('~key'))).toHaveLength(weird.length);
    const ordered = [...weird].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await keys()).toEqual(ordered);
    await store.close();
    store = await openObjectStore(folder);
    expect(await keys()).toEqual(ordered);
    await store.delete('lake', weird);
    expect(filesOnDisk()).toEqual([]);
  });

  test('a person finds the file, a reader its extension', async () => {
    await store.put('lake', 'sales/data/part 1.parquet', Buffer.of(1));
    const path = relative(folder, store.pathOf('lake', 'sales/data/part 1.parquet'));
    expect(path).toMatch(/^objects\/lake\/sales\/data\/part%201~[0-9a-f]{20}\.parquet$/);
  });

  test('a key of more than 1024 bytes is refused', async () => {
    await expect(store.put('lake', 'é'.repeat(513), Buffer.of())).rejects.toMatchObject({
      code: 'KeyTooLongError',
      fields: { Size: '1026', MaxSizeAllowed: '1024' },
    });
  });

  test('the name of a bucket cannot leave the folder', async () => {
    for (const name of ['..', '../x', 'a', 'a/b', 'UPPER', 'a..b', '']) {
      await expect(store.createBucket(name)).rejects.toMatchObject({ code: 'InvalidBucketName' });
    }
  });

  test('the prefix of a listing is bytes, also before 😀', async () => {
    for (const key of ['p', 'p/😀', 'p/\uffff', 'p0', 'o']) await store.put('lake', key, Buffer.of());
    expect(await keys('p/')).toEqual(['p/\uffff', 'p/😀']);
    expect(await keys('p/😀')).toEqual(['p/😀']);
    await store.createBucket('lake2');
    await store.put('lake2', 'other', Buffer.of());
    expect(await keys()).toHaveLength(5);
  });
});

describe('copies, tags, deletion, buckets', () => {
  test('a copy shares the bytes and outlives its source', async () => {
    await store.put('lake', 'a.csv', Buffer.from('x,y'), { contentType: 'text/csv' });
    const copy = await store.copy(
      { bucket: 'lake', key: 'a.csv' },
      { bucket: 'lake', key: 'b.csv' },
      {
        attributes: (source) => ({ contentType: source.contentType }),
        checksum: 'SHA256',
      },
    );
    expect(copy).toMatchObject({ etag: md5('x,y'), contentType: 'text/csv', size: 3 });
    expect(copy.checksum?.value).toBe(createHash('sha256').update('x,y').digest('base64'));
    await store.delete('lake', ['a.csv']);
    expect((await store.read('lake', 'b.csv')).toString()).toBe('x,y');
  });

  test('tags change, nothing else does', async () => {
    const put = await store.put('lake', 'k', Buffer.from('1'));
    await store.tag('lake', 'k', { team: 'data' });
    expect(await store.head('lake', 'k')).toEqual({ ...put, tags: { team: 'data' } });
    await expect(store.tag('lake', 'none', {})).rejects.toMatchObject({ code: 'NoSuchKey' });
  });

  test('deletion, with condition', async () => {
    await store.put('lake', 'k', Buffer.from('1'));
    await store.delete('lake', ['k', 'none', 'k'], undefined);
    await store.put('lake', 'k', Buffer.from('1'));
    await expect(store.delete('lake', ['k'], { ifMatch: md5('2') })).rejects.toMatchObject({
      code: 'PreconditionFailed',
    });
    await store.delete('lake', ['k'], { ifMatch: md5('1') });
    expect(await keys()).toEqual([]);
    expect(filesOnDisk()).toEqual([]);
  });

  test('only an empty bucket goes, and its unfinished uploads with it', async () => {
    await store.put('lake', 'k', Buffer.from('1'));
    const uploadId = await store.uploads.create('lake', 'u', {});
    await store.uploads.putPart({ bucket: 'lake', key: 'u', uploadId }, 1, [Buffer.from('part')]);
    await expect(store.deleteBucket('lake')).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 });
    await store.delete('lake', ['k']);
    await store.deleteBucket('lake');
    expect(store.bucketExists('lake')).toBe(false);
    expect(filesOnDisk()).toEqual([]);
    await store.createBucket('lake');
    expect(() => store.uploads.get({ bucket: 'lake', key: 'u', uploadId })).toThrow(/upload does not exist/);
  });
});

describe('uploads', () => {
  test('parts survive a restart and become one object', async () => {
    const uploadId = await store.uploads.create('lake', 'big.bin', { contentType: 'x/y' });
    const upload = { bucket: 'lake', key: 'big.bin', uploadId };
    const one = await store.uploads.putPart(upload, 1, [Buffer.alloc(MIB, 'a')]);
    await store.uploads.putPart(upload, 2, [Buffer.from('replaced')]);
    await store.close();
    store = await openObjectStore(folder);
    const two = await store.uploads.putPart(upload, 2, [Buffer.from('end')]);
    expect(store.uploads.parts(upload).map((part) => part.etag)).toEqual([one.etag, md5('end')]);
    const object = await store.uploads.complete(upload, [one, two], {});
    expect(object).toMatchObject({ size: MIB + 3, contentType: 'x/y' });
    expect(object.etag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await store.read('lake', 'big.bin', { start: MIB - 1, end: MIB + 2 })).toString()).toBe('aend');
    expect(filesOnDisk()).toHaveLength(1);
    await expect(store.uploads.complete(upload, [one], {})).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });

  test('an aborted upload leaves nothing', async () => {
    const uploadId = await store.uploads.create('lake', 'k', {});
    const upload = { bucket: 'lake', key: 'k', uploadId };
    await store.uploads.putPart(upload, 1, [Buffer.from('x')]);
    await store.uploads.abort(upload);
    await expect(store.uploads.putPart(upload, 1, [Buffer.of()])).rejects.toMatchObject({
      code: 'NoSuchUpload',
    });
    expect(filesOnDisk()).toEqual([]);
  });
});

test('a start sweeps what no row names, and empty folders', async () => {
  await store.put('lake', 'd/k.csv', Buffer.from('1'));
  const kept = relative(folder, store.pathOf('lake', 'd/k.csv'));
  writeFileSync(join(folder, 'objects', 'lake', 'd', 'k~feedfeedfeedfeed.csv'), 'half');
  writeFileSync(join(store.scratch(), 'half'), 'half');
  await store.put('lake', 'gone/k', Buffer.from('1'));
  await store.delete('lake', ['gone/k']);
  await store.close();
  store = await openObjectStore(folder);
  expect(filesOnDisk()).toEqual([kept]);
  expect(existsSync(join(folder, 'objects', 'lake', 'gone'))).toBe(false);
  expect(readdirSync(store.scratch())).toEqual([]);
  await store.put('lake', 'gone/k', Buffer.from('2'));
});

test('files that someone removed by hand are missing objects, and puts go on', async () => {
  await store.put('lake', 'd/k', Buffer.from('1'));
  rmSync(join(folder, 'objects', 'lake'), { recursive: true });
  await expect(store.read('lake', 'd/k')).rejects.toMatchObject({ code: 'NoSuchKey' });
  await store.put('lake', 'd/k', Buffer.from('2'));
  expect((await store.read('lake', 'd/k')).toString()).toBe('2');
});

test('S3 addresses', () => {
  expect(parseS3Uri('s3://b/a/c.csv')).toEqual({ bucket: 'b', key: 'a/c.csv' });
  expect(parseS3Uri('s3a://b')).toEqual({ bucket: 'b', key: '' });
  expect(() => parseS3Uri('/etc/passwd')).toThrow('not an S3 address');
});
