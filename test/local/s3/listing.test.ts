import {
  ListObjectsCommand,
  type ListObjectsCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ListQuery, listPage } from '../../../src/local/s3/objects/listing';
import { type S3Server, startS3Server } from './s3Server';

describe('one page of keys', () => {
  const keys = ['a', 'a/', 'a/b', 'a/b/c', 'b', 'c/x', 'c/y', 'd'];
  const page = (query: Partial<ListQuery>, of = keys) =>
    listPage(
      ({ prefix, after, beyond }) =>
        of
          .filter((key) => key.startsWith(prefix))
          .filter((key) => after === undefined || key > after)
          .filter((key) => beyond === undefined || (key > beyond && !key.startsWith(beyond)))
          .map((key) => ({ key })),
      { prefix: '', limit: 1000, ...query },
    );
  const shown = (query: Partial<ListQuery>) => {
    const { items, commonPrefixes, truncated } = page(query);
    return [items.map(({ key }) => key), commonPrefixes, truncated];
  };

  test('prefix and delimiter', () => {
    expect(shown({})).toEqual([keys, [], false]);
    expect(shown({ delimiter: '/' })).toEqual([['a', 'b', 'd'], ['a/', 'c/'], false]);
    expect(shown({ prefix: 'a/', delimiter: '/' })).toEqual([['a/', 'a/b'], ['a/b/'], false]);
    expect(shown({ prefix: 'c', delimiter: '/' })).toEqual([[], ['c/'], false]);
    expect(shown({ prefix: 'none' })).toEqual([[], [], false]);
    expect(shown({ limit: 0 })).toEqual([[], [], false]);
    expect(shown({ delimiter: 'b' })).toEqual([['a', 'a/', 'c/x', 'c/y', 'd'], ['a/b', 'b'], false]);
  });

  test.each([1, 2, 3, 7])('pages of %i hold everything once', (limit) => {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const next = page({ delimiter: '/', limit, after });
      seen.push(...next.items.map(({ key }) => key), ...next.commonPrefixes);
      if (!next.truncated) break;
      expect(next.items.length + next.commonPrefixes.length).toBe(limit);
      after = next.last;
    }
    expect(seen.sort()).toEqual(['a', 'a/', 'b', 'c/', 'd']);
  });

  test('the last page is not truncated', () => {
    expect(page({ limit: 8 }).truncated).toBe(false);
    expect(page({ delimiter: '/', limit: 5 }).truncated).toBe(false);
    expect(page({ delimiter: '/', limit: 4 })).toMatchObject({ truncated: true, last: 'c/' });
  });
});

describe('3,000 keys', () => {
  let server: S3Server;
  const names = Array.from(
    { length: 3000 },
    (_, i) => `t/day-${i % 10}/part-${String(i).padStart(5, '0')}.parquet`,
  );
  const special = ['x y+z', 'x/ä😀', 'x&<\u0001>\r"', 'x*~(!)'];
  const ordered = [...names, ...special].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  beforeAll(async () => {
    server = await startS3Server();
    server.settings.buckets.set('lake', new Map());
    await server.objects.createBucket('lake');
    for (let i = 0; i < names.length; i += 100) {
      await Promise.all(
        names.slice(i, i + 100).map((key) => server.objects.put('lake', key, Buffer.from(key))),
      );
    }
    for (const key of special) await server.objects.put('lake', key, Buffer.of());
  });
  afterAll(() => server.close());

  const v2 = (more: Partial<ListObjectsV2CommandInput>) =>
    server.client.send(new ListObjectsV2Command({ Bucket: 'lake', ...more }));
  const v1 = (more: Partial<ListObjectsCommandInput>) =>
    server.client.send(new ListObjectsCommand({ Bucket: 'lake', ...more }));

  test('version 2: every page, in order', async () => {
    const keys: string[] = [];
    const sizes: number[] = [];
    for await (const page of paginateListObjectsV2({ client: server.client }, { Bucket: 'lake' })) {
      keys.push(...page.Contents!.map(({ Key }) => Key!));
      sizes.push(page.KeyCount!);
    }
    expect(keys).toEqual(ordered);
    expect(sizes).toEqual([1000, 1000, 1000, 4]);
  });

  test('version 2: what an entry tells', async () => {
    const page = await v2({ Prefix: 't/', MaxKeys: 1, FetchOwner: true });
    const object = await server.objects.head('lake', ordered[0]!);
    expect(page).toMatchObject({ Name: 'lake', Prefix: 't/', MaxKeys: 1, KeyCount: 1, IsTruncated: true });
    expect(page.Contents).toMatchObject(
      [
        {
          Key: ordered[0],
          ETag: object!.etag,
          Size: object!.size,
          StorageClass: 'STANDARD',
          Owner: { ID: /^.{64}$/ },
        },
      ].map(({ Owner: _, ...rest }) => rest),
    );
    expect(page.Contents![0]!.Owner!.ID).toHaveLength(64);
    expect(page.Contents![0]!.LastModified!.getTime()).toBe(
      Math.floor(object!.lastModified.getTime() / 1000) * 1000,
    );
  });

  test('version 2: prefixes, start-after, limits', async () => {
    const folders = await v2({ Delimiter: '/' });
    expect(folders.CommonPrefixes).toEqual([{ Prefix: 't/' }, { Prefix: 'x/' }]);
    expect(folders.Contents!.map(({ Key }) => Key)).toEqual(['x y+z', 'x&<\u0001>\r"', 'x*~(!)']);
    const days = await v2({ Prefix: 't/', Delimiter: '/', MaxKeys: 4 });
    expect(days.CommonPrefixes).toHaveLength(4);
    const rest = await v2({ Prefix: 't/', Delimiter: '/', ContinuationToken: days.NextContinuationToken });
    expect(rest.CommonPrefixes!.map(({ Prefix }) => Prefix)).toEqual(
      [4, 5, 6, 7, 8, 9].map((i) => `t/day-${i}/`),
    );
    expect(rest).toMatchObject({
      IsTruncated: false,
      KeyCount: 6,
      ContinuationToken: days.NextContinuationToken,
    });
    const behind = await v2({ StartAfter: ordered[2998], MaxKeys: 5000 });
    expect(behind.Contents!.map(({ Key }) => Key)).toEqual(ordered.slice(2999));
    expect(behind.StartAfter).toBe(ordered[2998]);
    expect(behind.MaxKeys).toBe(1000);
    expect(await v2({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  test('version 2: keys in URL encoding', async () => {
    const answer = await fetch(`${server.endpoint}/lake?list-type=2&prefix=x&encoding-type=url`);
    const body = await answer.text();
    const keys = [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
    expect(keys).toEqual(['x+y%2Bz', 'x%26%3C%01%3E%0D%22', 'x*%7E%28%21%29', 'x/%C3%A4%F0%9F%98%80']);
    expect(body).toContain('<EncodingType>url</EncodingType>');
    expect(answer.headers.get('content-type')).toBe('application/xml');
  });

  test('version 1: marker, and NextMarker with a delimiter only', async () => {
    const page = await v1({ MaxKeys: 2 });
    expect(page).toMatchObject({ IsTruncated: true, Marker: '', MaxKeys: 2, Name: 'lake' });
    expect(page.NextMarker).toBeUndefined();
    expect(page.Contents![0]!.Owner!.ID).toHaveLength(64);
    const next = await v1({ Marker: page.Contents![1]!.Key, MaxKeys: 1 });
    expect(next.Contents![0]!.Key).toBe(ordered[2]);
    const folder = await v1({ Delimiter: '/', MaxKeys: 1 });
    expect(folder).toMatchObject({ NextMarker: 't/', CommonPrefixes: [{ Prefix: 't/' }] });
    const after = await v1({ Delimiter: '/', Marker: 't/' });
    expect(after.CommonPrefixes).toEqual([{ Prefix: 'x/' }]);
    expect(after.Contents).toHaveLength(3);
  });

  test('versions: one of each, named null', async () => {
    const page = await server.client.send(new ListObjectVersionsCommand({ Bucket: 'lake', MaxKeys: 2 }));
    expect(page.Versions).toMatchObject([
      { Key: ordered[0], VersionId: 'null', IsLatest: true },
      { Key: ordered[1], VersionId: 'null', IsLatest: true },
    ]);
    expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: ordered[1], NextVersionIdMarker: 'null' });
    const last = await server.client.send(
      new ListObjectVersionsCommand({
        Bucket: 'lake',
        KeyMarker: ordered[3002],
        VersionIdMarker: 'null',
      }),
    );
    expect(last.Versions!.map(({ Key }) => Key)).toEqual([ordered[3003]]);
    expect(last.IsTruncated).toBe(false);
  });

  test('parameters that S3 refuses', async () => {
    const refused = { name: 'InvalidArgument', $metadata: { httpStatusCode: 400 } };
    await expect(v2({ ContinuationToken: 'nonsense' })).rejects.toMatchObject({
      ...refused,
      message: 'The continuation token provided is incorrect',
    });
    await expect(v2({ MaxKeys: -1 })).rejects.toMatchObject(refused);
    await expect(v2({ EncodingType: 'rot13' as 'url' })).rejects.toMatchObject({
      ...refused,
      message: 'Invalid Encoding Method specified in Request',
    });
    await expect(
      server.client.send(new ListObjectVersionsCommand({ Bucket: 'lake', VersionIdMarker: 'null' })),
    ).rejects.toMatchObject(refused);
    await expect(
      server.client.send(new ListObjectsV2Command({ Bucket: 'no-such-lake' })),
    ).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});
