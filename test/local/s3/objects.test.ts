import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type S3Server, startS3Server } from './s3Server';

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
  server.settings.buckets.set('lake', new Map());
  await server.objects.createBucket('lake');
});
beforeEach(() => server.denied.clear());
afterAll(() => server.close());

const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body, ...more }));
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  server.client.send(new GetObjectCommand({ Bucket: 'lake', Key, ...more }));
const head = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  server.client.send(new HeadObjectCommand({ Bucket: 'lake', Key, ...more }));
const text = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  (await get(Key, more)).Body!.transformToString();
const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex');
const status = (code: string, httpStatusCode: number, message?: string) => ({
  name: code,
  ...(message !== undefined && { message }),
  $metadata: { httpStatusCode },
});

describe('PutObject and GetObject', () => {
  test('what was put comes back, with its headers', async () => {
    const answer = await put('dir/a b+c.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentEncoding: 'identity',
      Metadata: { author: 'us' },
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'key',
      Tagging: 'a=1&b=2',
    });
    expect(answer).toMatchObject({
      ETag: `"${md5('hello')}"`,
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'key',
    });
    const got = await get('dir/a b+c.txt');
    expect(await got.Body!.transformToString()).toBe('hello');
    const expected = {
      ETag: `"${md5('hello')}"`,
      ContentLength: 5,
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentEncoding: 'identity',
      Metadata: { author: 'us' },
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'aws:kms',
      AcceptRanges: 'bytes',
      TagCount: 2,
    };
    expect(got).toMatchObject(expected);
    expect(await head('dir/a b+c.txt')).toMatchObject(expected);
    expect(Date.now() - got.LastModified!.getTime()).toBeLessThan(10_000);
    expect(got.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('no headers: S3’s defaults', async () => {
    await fetch(`${server.endpoint}/lake/plain`, { method: 'PUT', body: Buffer.from('x') });
    const answer = await fetch(`${server.endpoint}/lake/plain`);
    expect(answer.headers.get('content-type')).toBe('binary/octet-stream');
    expect(answer.headers.get('etag')).toBe(`"${md5('x')}"`);
    expect(answer.headers.get('x-amz-storage-class')).toBeNull();
    expect(answer.headers.get('x-amz-request-id')).toMatch(/./);
  });

  test('errors to the letter', async () => {
    await expect(get('none')).rejects.toMatchObject(
      status('NoSuchKey', 404, 'The specified key does not exist.'),
    );
    await expect(head('none')).rejects.toMatchObject(status('NotFound', 404));
    await expect(
      server.client.send(new GetObjectCommand({ Bucket: 'no-such-lake', Key: 'k' })),
    ).rejects.toMatchObject(status('NoSuchBucket', 404, 'The specified bucket does not exist'));
    await expect(put('k'.repeat(1025), 'x')).rejects.toMatchObject(
      status('KeyTooLongError', 400, 'Your key is too long'),
    );
    await expect(put('k', 'x', { Metadata: { a: 'x'.repeat(2100) } })).rejects.toMatchObject(
      status('MetadataTooLarge', 400),
    );
    await expect(put('k', 'x', { ACL: 'public-read' })).rejects.toMatchObject(
      status('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs'),
    );
    await expect(put('k', 'x', { SSECustomerAlgorithm: 'AES256' })).rejects.toMatchObject(
      status('NotImplemented', 400),
    );
    await expect(get('none', { VersionId: 'abc' })).rejects.toMatchObject(
      status('InvalidArgument', 400, 'Invalid version id specified'),
    );
    await expect(
      server.client.send(
        new GetObjectCommand({ Bucket: 'lake', Key: 'k', ExpectedBucketOwner: '999999999999' }),
      ),
    ).rejects.toMatchObject(status('AccessDenied', 403));
    await expect(server.send({ method: 'GET', path: '/lake/%ff' })).rejects.toMatchObject({
      code: 'InvalidURI',
    });
    await expect(
      server.send({ method: 'PUT', path: '/lake/k', headers: { 'content-length': '' } }),
    ).rejects.toMatchObject({ code: 'MissingContentLength', status: 411 });
    await expect(
      server.send({ method: 'PUT', path: '/lake/k', payload: 'abc', headers: { 'content-length': '4' } }),
    ).rejects.toMatchObject({ code: 'IncompleteBody' });
    expect(await server.objects.head('lake', 'k')).toBeUndefined();
  });

  test('who may not list does not learn what is there', async () => {
    server.denied.add('s3:ListBucket arn:aws:s3:::lake');
    await expect(get('none')).rejects.toMatchObject(status('AccessDenied', 403, 'Access Denied'));
    await expect(head('none')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test('a client that goes away in the middle leaves nothing', async () => {
    const control = new AbortController();
    const body = new Readable({ read: () => undefined });
    body.push(Buffer.alloc(1000));
    const sending = fetch(`${server.endpoint}/lake/half`, {
      method: 'PUT',
      body,
      duplex: 'half',
      signal: control.signal,
      headers: { 'x-amz-decoded-content-length': '2000' },
    } as unknown as RequestInit);
    control.abort();
    await expect(sending).rejects.toThrow();
    await put('after', 'x');
    expect(await server.objects.head('lake', 'half')).toBeUndefined();
  });

  test('overrides of the answer’s headers', async () => {
    await put('o.csv', 'a,b');
    expect(
      await get('o.csv', {
        ResponseContentType: 'text/csv',
        ResponseContentDisposition: 'attachment',
        ResponseCacheControl: 'private',
        ResponseContentLanguage: 'de',
        ResponseContentEncoding: 'utf-8',
      }),
    ).toMatchObject({
      ContentType: 'text/csv',
      ContentDisposition: 'attachment',
      CacheControl: 'private',
      ContentLanguage: 'de',
      ContentEncoding: 'utf-8',
    });
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-5', '345', 'bytes 3-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=7-99', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('%s', async (Range, expected, ContentRange) => {
    await put('digits', '0123456789');
    const got = await get('digits', { Range });
    expect(await got.Body!.transformToString()).toBe(expected);
    expect(got).toMatchObject({ ContentRange, ContentLength: expected.length });
    expect(got.$metadata.httpStatusCode).toBe(206);
    expect(await head('digits', { Range })).toMatchObject({ ContentLength: expected.length });
  });

  test.each(['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-', 'bytes=a-b'])(
    '%s is as none',
    async (Range) => {
      await put('digits', '0123456789');
      const got = await get('digits', { Range });
      expect(await got.Body!.transformToString()).toBe('0123456789');
      expect(got.$metadata.httpStatusCode).toBe(200);
    },
  );

  test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('%s cannot be satisfied', async (Range) => {
    await put('digits', '0123456789');
    await expect(get('digits', { Range })).rejects.toMatchObject({
      ...status('InvalidRange', 416, 'The requested range is not satisfiable'),
      ActualObjectSize: '10',
    });
  });

  test('a piece of a large object costs as much as the piece', async () => {
    const mib = randomBytes(1024 * 1024);
    const size = 100 * mib.length;
    await put('large', Readable.from(Array.from({ length: 100 }, () => mib)), { ContentLength: size });
    const started = performance.now();
    const got = await (await get('large', { Range: `bytes=${size - 600}-` })).Body!.transformToByteArray();
    const piece = performance.now();
    for await (const _ of (await get('large')).Body as Readable);
    expect(performance.now() - piece).toBeGreaterThan(2 * (piece - started));
    expect(Buffer.from(got).equals(mib.subarray(-600))).toBe(true);
    await server.client.send(new DeleteObjectCommand({ Bucket: 'lake', Key: 'large' }));
  });
});

describe('conditions', () => {
  test('reads', async () => {
    const { ETag } = await put('c', 'x');
    const past = new Date(Date.now() - 3600_000);
    const future = new Date(Date.now() + 3600_000);
    const failed = status(
      'PreconditionFailed',
      412,
      'At least one of the pre-conditions you specified did not hold',
    );
    const notModified = { $metadata: { httpStatusCode: 304 } };
    expect(await text('c', { IfMatch: ETag })).toBe('x');
    await expect(get('c', { IfMatch: '"other"' })).rejects.toMatchObject(failed);
    await expect(get('c', { IfNoneMatch: ETag })).rejects.toMatchObject(notModified);
    expect(await text('c', { IfNoneMatch: '"other"' })).toBe('x');
    await expect(get('c', { IfModifiedSince: future })).rejects.toMatchObject(notModified);
    expect(await text('c', { IfModifiedSince: past })).toBe('x');
    await expect(get('c', { IfUnmodifiedSince: past })).rejects.toMatchObject(failed);
    expect(await text('c', { IfMatch: ETag, IfUnmodifiedSince: past })).toBe('x');
    await expect(get('c', { IfNoneMatch: ETag, IfModifiedSince: past })).rejects.toMatchObject(notModified);
    await expect(head('c', { IfNoneMatch: ETag })).rejects.toMatchObject(notModified);
  });

  test('writes', async () => {
    const failed = status('PreconditionFailed', 412);
    const { ETag } = await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject(failed);
    await put('once', '3', { IfMatch: ETag });
    await expect(put('once', '4', { IfMatch: ETag })).rejects.toMatchObject(failed);
    await expect(put('never', '4', { IfMatch: ETag })).rejects.toMatchObject(status('NoSuchKey', 404));
    expect(await text('once')).toBe('3');
    await expect(
      server.client.send(new DeleteObjectCommand({ Bucket: 'lake', Key: 'once', IfMatch: ETag })),
    ).rejects.toMatchObject(failed);
  });
});

describe('checksums', () => {
  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    '%s is verified, kept and told',
    async (algorithm) => {
      const member = `Checksum${algorithm}` as const;
      const answer = await put(`sum-${algorithm}`, 'hello', { ChecksumAlgorithm: algorithm });
      expect(answer[member]).toMatch(/=$/);
      expect(answer.ChecksumType).toBe('FULL_OBJECT');
      expect((await head(`sum-${algorithm}`, { ChecksumMode: 'ENABLED' }))[member]).toBe(answer[member]);
      expect((await head(`sum-${algorithm}`))[member]).toBeUndefined();
      expect(await text(`sum-${algorithm}`, { ChecksumMode: 'ENABLED' })).toBe('hello');
      await expect(put('bad', 'hullo', { [member]: answer[member] })).rejects.toMatchObject(
        status('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`),
      );
      await expect(put('bad', 'hullo', { [member]: 'AAAA' })).rejects.toMatchObject(
        status(
          'InvalidRequest',
          400,
          `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`,
        ),
      );
      await expect(get('bad')).rejects.toMatchObject(status('NoSuchKey', 404));
    },
  );

  test('Content-MD5', async () => {
    const ContentMD5 = createHash('md5').update('hello').digest('base64');
    await put('md5', 'hello', { ContentMD5 });
    await expect(put('md5', 'hullo', { ContentMD5 })).rejects.toMatchObject(
      status('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.'),
    );
    await expect(put('md5', 'hello', { ContentMD5: 'no' })).rejects.toMatchObject(
      status('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.'),
    );
    expect(await text('md5')).toBe('hello');
  });

  test('as a trailer', async () => {
    // CRC-64/NVME of "123456789" is published as its check value.
    const value = Buffer.from('ae8b14860a799888', 'hex').toString('base64');
    const request = {
      method: 'PUT',
      path: '/lake/trailer',
      payload: '123456789',
      headers: {
        'x-amz-trailer': 'x-amz-checksum-crc64nvme',
        'x-amz-decoded-content-length': '9',
        'content-length': '99',
        'content-encoding': 'aws-chunked,gzip',
      },
    };
    const answer = await server.send({ ...request, trailing: { 'x-amz-checksum-crc64nvme': value } });
    expect(answer.headers['x-amz-checksum-crc64nvme']).toBe(value);
    expect((await head('trailer')).ContentEncoding).toBe('gzip');
    const bad = { ...request, path: '/lake/trailer-bad' };
    await expect(
      server.send({ ...bad, trailing: { 'x-amz-checksum-crc64nvme': Buffer.alloc(8).toString('base64') } }),
    ).rejects.toMatchObject({
      code: 'BadDigest',
      message: 'The CRC64NVME you specified did not match the calculated checksum.',
    });
    await expect(server.send(bad)).rejects.toMatchObject({ code: 'MalformedTrailerError', status: 400 });
    expect(await server.objects.head('lake', 'trailer-bad')).toBeUndefined();
  });

  test('more than one, or one without a value', async () => {
    const request = { method: 'PUT', path: '/lake/k', payload: '1' };
    await expect(
      server.send({
        ...request,
        headers: { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' },
      }),
    ).rejects.toMatchObject({
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
    await expect(
      server.send({ ...request, headers: { 'x-amz-sdk-checksum-algorithm': 'CRC32' } }),
    ).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});

describe('CopyObject', () => {
  const copy = (CopySource: string, Key: string, more = {}) =>
    server.client.send(new CopyObjectCommand({ Bucket: 'lake', CopySource, Key, ...more }));

  test('metadata and tags go along, or are replaced', async () => {
    await put('src/ä+ 1.csv', 'a,b', {
      ContentType: 'text/csv',
      Metadata: { m: '1' },
      Tagging: 't=1',
      StorageClass: 'STANDARD_IA',
    });
    const source = `lake/${encodeURIComponent('src/ä+ 1.csv')}`;
    const answer = await copy(source, 'copy');
    expect(answer.CopyObjectResult).toMatchObject({ ETag: `"${md5('a,b')}"` });
    expect(await text('copy')).toBe('a,b');
    expect(await head('copy')).toMatchObject({ ContentType: 'text/csv', Metadata: { m: '1' }, TagCount: 1 });
    expect((await head('copy')).StorageClass).toBeUndefined();
    await copy(`/${source}?versionId=null`, 'copy', {
      MetadataDirective: 'REPLACE',
      ContentType: 'text/plain',
      TaggingDirective: 'REPLACE',
      ChecksumAlgorithm: 'SHA256',
    });
    const replaced = await head('copy', { ChecksumMode: 'ENABLED' });
    expect(replaced).toMatchObject({
      ContentType: 'text/plain',
      Metadata: {},
      ChecksumSHA256: createHash('sha256').update('a,b').digest('base64'),
    });
    expect(replaced.TagCount).toBeUndefined();
  });

  test('to itself, only with a change', async () => {
    await put('self', '1');
    await expect(copy('lake/self', 'self')).rejects.toMatchObject(
      status(
        'InvalidRequest',
        400,
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      ),
    );
    await copy('lake/self', 'self', { MetadataDirective: 'REPLACE', Metadata: { a: 'b' } });
    expect(await text('self')).toBe('1');
    expect((await head('self')).Metadata).toEqual({ a: 'b' });
  });

  test('conditions and errors', async () => {
    const { ETag } = await put('src', '1');
    await copy('lake/src', 'dst', { CopySourceIfMatch: ETag });
    await expect(copy('lake/src', 'dst', { CopySourceIfNoneMatch: ETag })).rejects.toMatchObject(
      status('PreconditionFailed', 412),
    );
    await expect(copy('lake/src', 'dst', { IfNoneMatch: '*' })).rejects.toMatchObject(
      status('PreconditionFailed', 412),
    );
    await expect(copy('lake/none', 'dst')).rejects.toMatchObject(status('NoSuchKey', 404));
    await expect(copy('no-such-lake/none', 'dst')).rejects.toMatchObject(status('NoSuchBucket', 404));
    await expect(copy('lake', 'dst')).rejects.toMatchObject(status('InvalidArgument', 400));
  });
});

describe('DeleteObject and DeleteObjects', () => {
  test('one, there or not', async () => {
    await put('d', '1');
    for (let i = 0; i < 2; i++) {
      const answer = await server.client.send(new DeleteObjectCommand({ Bucket: 'lake', Key: 'd' }));
      expect(answer.$metadata.httpStatusCode).toBe(204);
    }
    await expect(get('d')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('many, each with its own right', async () => {
    for (const key of ['m/1', 'm/2 <&>\r', 'm/3']) await put(key, '1');
    server.denied.add('s3:DeleteObject arn:aws:s3:::lake/m/1');
    const answer = await server.client.send(
      new DeleteObjectsCommand({
        Bucket: 'lake',
        Delete: {
          Objects: [
            { Key: 'm/1' },
            { Key: 'm/2 <&>\r' },
            { Key: 'm/3', VersionId: 'null' },
            { Key: 'm/4' },
            { Key: 'm/5', VersionId: 'v' },
          ],
        },
      }),
    );
    expect(answer.Deleted).toEqual([{ Key: 'm/2 <&>\r' }, { Key: 'm/3', VersionId: 'null' }, { Key: 'm/4' }]);
    expect(answer.Errors).toEqual([
      { Key: 'm/1', Code: 'AccessDenied', Message: 'Access Denied' },
      { Key: 'm/5', VersionId: 'v', Code: 'NoSuchVersion', Message: 'The specified version does not exist.' },
    ]);
    expect(await text('m/1')).toBe('1');
    const quiet = await server.client.send(
      new DeleteObjectsCommand({ Bucket: 'lake', Delete: { Objects: [{ Key: 'm/4' }], Quiet: true } }),
    );
    expect(quiet.Deleted).toBeUndefined();
  });

  test('a body that is none', async () => {
    const request = { method: 'POST', path: '/lake', query: new URLSearchParams('delete') };
    const send = (payload: string) =>
      server.send({
        ...request,
        payload,
        headers: { 'content-md5': createHash('md5').update(payload).digest('base64') },
      });
    const bad = [
      '',
      '<Delete></Delete>',
      '<Delete><Object/></Delete>',
      '<Other><Object><Key>k</Key></Object></Other>',
      '<Delete><Object><Key>k</Key>',
      '<!DOCTYPE x [<!ENTITY e "k">]><Delete><Object><Key>&e;</Key></Object></Delete>',
      `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1001)}</Delete>`,
    ];
    for (const payload of bad) {
      await expect(send(payload)).rejects.toMatchObject({
        code: 'MalformedXML',
        message: 'The XML you provided was not well-formed or did not validate against our published schema',
      });
    }
    await expect(
      server.send({ ...request, payload: '<Delete><Object><Key>k</Key></Object></Delete>' }),
    ).rejects.toMatchObject({
      code: 'InvalidRequest',
      message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    });
  });
});

describe('tagging, ACL, attributes', () => {
  const tagging = (TagSet: { Key: string; Value: string }[]) =>
    server.client.send(new PutObjectTaggingCommand({ Bucket: 'lake', Key: 't', Tagging: { TagSet } }));
  const tags = async () =>
    (await server.client.send(new GetObjectTaggingCommand({ Bucket: 'lake', Key: 't' }))).TagSet;

  test('tags are replaced, read and removed', async () => {
    await put('t', '1', { Tagging: 'a=x%20y&b=' });
    expect(await tags()).toEqual([
      { Key: 'a', Value: 'x y' },
      { Key: 'b', Value: '' },
    ]);
    await tagging([{ Key: 'c', Value: 'd' }]);
    expect(await tags()).toEqual([{ Key: 'c', Value: 'd' }]);
    expect(await text('t')).toBe('1');
    await server.client.send(new DeleteObjectTaggingCommand({ Bucket: 'lake', Key: 't' }));
    expect(await tags()).toEqual([]);
  });

  test('tags that S3 refuses', async () => {
    await put('t', '1');
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ];
    await expect(tagging(twice)).rejects.toMatchObject(
      status('InvalidTag', 400, 'Cannot provide multiple Tags with the same key'),
    );
    const eleven = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await expect(tagging(eleven)).rejects.toMatchObject(
      status('BadRequest', 400, 'Object tags cannot be greater than 10'),
    );
    await expect(tagging([{ Key: 'a'.repeat(129), Value: '' }])).rejects.toMatchObject(
      status('InvalidTag', 400, 'The TagKey you have provided is invalid'),
    );
    await expect(tagging([{ Key: 'a', Value: '<' }])).rejects.toMatchObject(
      status('InvalidTag', 400, 'The TagValue you have provided is invalid'),
    );
    await expect(put('t2', '1', { Tagging: 'a=1&a=2' })).rejects.toMatchObject(status('InvalidTag', 400));
    await expect(
      server.client.send(new GetObjectTaggingCommand({ Bucket: 'lake', Key: 'none' })),
    ).rejects.toMatchObject(status('NoSuchKey', 404));
    expect(await tags()).toEqual([]);
  });

  test('the owner has every right, and that is all', async () => {
    await put('acl', '1');
    const name = { Bucket: 'lake', Key: 'acl' };
    const acl = await server.client.send(new GetObjectAclCommand(name));
    expect(acl.Grants).toEqual([
      { Grantee: { ID: acl.Owner!.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
    ]);
    await server.client.send(new PutObjectAclCommand({ ...name, ACL: 'private' }));
    await expect(
      server.client.send(new PutObjectAclCommand({ ...name, ACL: 'public-read' })),
    ).rejects.toMatchObject(status('AccessControlListNotSupported', 400));
  });

  test('attributes', async () => {
    await put('attr', 'hello', { ChecksumAlgorithm: 'SHA1' });
    const answer = await server.client.send(
      new GetObjectAttributesCommand({
        Bucket: 'lake',
        Key: 'attr',
        ObjectAttributes: ['ETag', 'ObjectSize', 'StorageClass', 'Checksum'],
      }),
    );
    expect(answer).toMatchObject({
      ETag: md5('hello'),
      ObjectSize: 5,
      StorageClass: 'STANDARD',
      Checksum: {
        ChecksumSHA1: createHash('sha1').update('hello').digest('base64'),
        ChecksumType: 'FULL_OBJECT',
      },
    });
    expect(answer.ObjectParts).toBeUndefined();
  });
});

test('any key comes back over the wire', async () => {
  const keys = [
    'a',
    'a/b',
    '../x',
    '/',
    '//',
    '.',
    'p?q#r',
    '100%',
    'ünï 😀',
    "it's (1)!*~",
    'tab\tline\n',
    'x/',
  ];
  for (const key of keys) await put(`wire/${key}`, key);
  for (const key of keys) expect(await text(`wire/${key}`)).toBe(key);
});

test('what is not there answers 4xx and changes nothing', async () => {
  await put('safe', '1');
  for (const [method, query] of [
    ['PUT', 'renameObject'],
    ['PUT', 'retention'],
    ['GET', 'torrent'],
    ['POST', 'restore'],
    ['POST', 'select&select-type=2'],
    ['POST', ''],
    ['PATCH', ''],
    ['PUT', 'tagging&acl'],
  ] as const) {
    const failure = await server
      .send({ method, path: '/lake/safe', query: new URLSearchParams(query), payload: 'x' })
      .then(
        () => undefined,
        (error) => error,
      );
    expect(failure?.status, `${method} ?${query}`).toBeGreaterThanOrEqual(400);
    expect(failure?.status).toBeLessThan(500);
  }
  expect(await text('safe')).toBe('1');
});
