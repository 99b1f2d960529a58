import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type UploadPartCommandInput,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Digests } from '../../../src/local/s3/objects/digests';
import { type S3Server, startS3Server } from './s3Server';

const FIVE_MIB = 5 * 1024 * 1024;
let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
  server.settings.buckets.set('lake', new Map());
  await server.objects.createBucket('lake');
});
afterAll(() => server.close());

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest();
const failure = (name: string, httpStatusCode: number, message?: string) => ({
  name,
  $metadata: { httpStatusCode },
  ...(message !== undefined && { message }),
});

async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const answer = await server.client.send(new CreateMultipartUploadCommand({ Bucket: 'lake', Key, ...more }));
  expect(answer).toMatchObject({ Bucket: 'lake', Key });
  return answer.UploadId!;
}

const part = (
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Uint8Array | string,
  more: Partial<UploadPartCommandInput> = {},
) => server.client.send(new UploadPartCommand({ Bucket: 'lake', Key, UploadId, PartNumber, Body, ...more }));

const complete = (
  Key: string,
  UploadId: string,
  Parts: { PartNumber?: number; ETag?: string; ChecksumSHA256?: string }[],
  more: Partial<CompleteMultipartUploadCommandInput> = {},
) =>
  server.client.send(
    new CompleteMultipartUploadCommand({
      Bucket: 'lake',
      Key,
      UploadId,
      MultipartUpload: { Parts },
      ...more,
    }),
  );

test('a large upload by the SDK’s own uploader', async () => {
  const bytes = Buffer.alloc(2 * FIVE_MIB + 7, 'lakehouse ');
  const upload = new Upload({
    client: server.client,
    partSize: FIVE_MIB,
    params: {
      Bucket: 'lake',
      Key: 'big.bin',
      Body: bytes,
      ContentType: 'x/y',
      Metadata: { a: 'b' },
      Tagging: 'a=b',
    },
  });
  const pieces = [
    bytes.subarray(0, FIVE_MIB),
    bytes.subarray(FIVE_MIB, 2 * FIVE_MIB),
    bytes.subarray(2 * FIVE_MIB),
  ];
  const ETag = `"${md5(Buffer.concat(pieces.map(md5))).toString('hex')}-3"`;
  expect(await upload.done()).toMatchObject({ ETag, Bucket: 'lake', Key: 'big.bin' });
  const got = await server.client.send(new GetObjectCommand({ Bucket: 'lake', Key: 'big.bin' }));
  expect(got).toMatchObject({
    ETag,
    ContentLength: bytes.length,
    ContentType: 'x/y',
    Metadata: { a: 'b' },
    TagCount: 1,
  });
  expect(Buffer.from(await got.Body!.transformToByteArray()).equals(bytes)).toBe(true);
  const second = await server.client.send(
    new GetObjectCommand({ Bucket: 'lake', Key: 'big.bin', PartNumber: 3 }),
  );
  expect(await second.Body!.transformToString()).toBe(pieces[2]!.toString());
  expect(second).toMatchObject({
    PartsCount: 3,
    ContentRange: `bytes ${2 * FIVE_MIB}-${bytes.length - 1}/${bytes.length}`,
  });
  await expect(
    server.client.send(new GetObjectCommand({ Bucket: 'lake', Key: 'big.bin', PartNumber: 4 })),
  ).rejects.toMatchObject(failure('InvalidPartNumber', 416));
});

test('the answer’s root element, and an upload of one small part', async () => {
  const UploadId = await begin('small');
  const { ETag } = await part('small', UploadId, 1, 'tiny');
  const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${ETag}</ETag></Part></CompleteMultipartUpload>`;
  const url = `${server.endpoint}/lake/small?uploadId=${UploadId}`;
  const answer = await fetch(url, { method: 'POST', body });
  const text = await answer.text();
  expect(text).toContain(
    '<CompleteMultipartUploadResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Location>',
  );
  expect(text).toContain(`<ETag>&quot;${md5(md5('tiny')).toString('hex')}-1&quot;</ETag>`);
  // The answer was lost, and the client asks again.
  const again = await fetch(url, { method: 'POST', body });
  expect([again.status, await again.text()]).toEqual([200, text]);
  expect((await server.objects.read('lake', 'small')).toString()).toBe('tiny');
});

describe('what Complete refuses', () => {
  test('parts that do not fit; the upload stays', async () => {
    const UploadId = await begin('refused');
    const one = await part('refused', UploadId, 1, 'one');
    const two = await part('refused', UploadId, 2, 'two');
    const [first, second] = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ] as const;
    await expect(complete('refused', UploadId, [first, second])).rejects.toMatchObject({
      ...failure('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size'),
      ProposedSize: '3',
      MinSizeAllowed: '5242880',
    });
    await expect(complete('refused', UploadId, [second, first])).rejects.toMatchObject(
      failure(
        'InvalidPartOrder',
        400,
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      ),
    );
    await expect(complete('refused', UploadId, [first, first])).rejects.toMatchObject(
      failure('InvalidPartOrder', 400),
    );
    const wrong = failure(
      'InvalidPart',
      400,
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    );
    await expect(complete('refused', UploadId, [{ PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject(
      wrong,
    );
    await expect(complete('refused', UploadId, [{ PartNumber: 1, ETag: two.ETag }])).rejects.toMatchObject(
      wrong,
    );
    await expect(complete('refused', UploadId, [])).rejects.toMatchObject(failure('MalformedXML', 400));
    await expect(complete('refused', UploadId, [first], { MpuObjectSize: 4 })).rejects.toMatchObject(
      failure(
        'InvalidRequest',
        400,
        "The provided 'x-amz-mp-object-size' header value 4 does not match what was computed: 3",
      ),
    );
    await server.client.send(new PutObjectCommand({ Bucket: 'lake', Key: 'refused', Body: 'there' }));
    await expect(complete('refused', UploadId, [first], { IfNoneMatch: '*' })).rejects.toMatchObject(
      failure('PreconditionFailed', 412),
    );
    expect((await server.objects.read('lake', 'refused')).toString()).toBe('there');
    // A part may be left out.
    await complete('refused', UploadId, [second]);
    expect((await server.objects.read('lake', 'refused')).toString()).toBe('two');
  });

  test('uploads that are not there', async () => {
    const message =
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
    const none = failure('NoSuchUpload', 404, message);
    const UploadId = await begin('gone');
    await part('gone', UploadId, 1, 'x');
    await server.client.send(new AbortMultipartUploadCommand({ Bucket: 'lake', Key: 'gone', UploadId }));
    await expect(part('gone', UploadId, 2, 'x')).rejects.toMatchObject(none);
    await expect(complete('gone', UploadId, [{ PartNumber: 1, ETag: '"x"' }])).rejects.toMatchObject(none);
    await expect(part('gone', 'invented', 1, 'x')).rejects.toMatchObject(none);
    const other = await begin('other');
    await expect(part('gone', other, 1, 'x')).rejects.toMatchObject(none);
    await expect(
      server.client.send(new ListPartsCommand({ Bucket: 'lake', Key: 'gone', UploadId })),
    ).rejects.toMatchObject(none);
    expect(await server.objects.head('lake', 'gone')).toBeUndefined();
    for (const number of [0, 10_001]) {
      await expect(part('other', other, number, 'x')).rejects.toMatchObject(
        failure('InvalidArgument', 400, 'Part number must be an integer between 1 and 10000, inclusive'),
      );
    }
  });
});

describe('checksums', () => {
  const sum = (algorithm: 'SHA256' | 'CRC32', ...pieces: (Uint8Array | string)[]) => {
    const digests = new Digests([algorithm]);
    for (const piece of pieces) digests.update(Buffer.from(piece));
    return digests.checksum(algorithm);
  };
  const first = Buffer.alloc(FIVE_MIB, 'a');

  test('of the parts', async () => {
    const UploadId = await begin('composite', { ChecksumAlgorithm: 'SHA256' });
    const sums = [sum('SHA256', first), sum('SHA256', 'end')];
    await expect(part('composite', UploadId, 1, first)).rejects.toMatchObject(
      failure(
        'InvalidRequest',
        400,
        'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
      ),
    );
    await expect(part('composite', UploadId, 1, first, { ChecksumSHA256: sums[1] })).rejects.toMatchObject(
      failure('BadDigest', 400),
    );
    const one = await part('composite', UploadId, 1, first, { ChecksumAlgorithm: 'SHA256' });
    expect(one.ChecksumSHA256).toBe(sums[0]);
    const two = await part('composite', UploadId, 2, 'end', { ChecksumAlgorithm: 'SHA256' });
    const named = [one, two].map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 }));
    await expect(complete('composite', UploadId, named)).rejects.toMatchObject(
      failure('InvalidRequest', 400),
    );
    const done = await complete(
      'composite',
      UploadId,
      named.map((one, i) => ({ ...one, ChecksumSHA256: sums[i] })),
    );
    const raw = Buffer.concat(sums.map((text) => Buffer.from(text, 'base64')));
    expect(done).toMatchObject({ ChecksumSHA256: `${sum('SHA256', raw)}-2`, ChecksumType: 'COMPOSITE' });
    const attributes = await server.client.send(
      new GetObjectAttributesCommand({
        Bucket: 'lake',
        Key: 'composite',
        ObjectAttributes: ['ObjectParts', 'Checksum'],
      }),
    );
    expect(attributes.ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      Parts: [
        { PartNumber: 1, Size: FIVE_MIB, ChecksumSHA256: sums[0] },
        { PartNumber: 2, Size: 3, ChecksumSHA256: sums[1] },
      ],
    });
  });

  test('of the whole object', async () => {
    const whole = sum('CRC32', first, 'end');
    const options = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
    const UploadId = await begin('full', options);
    const one = await part('full', UploadId, 1, first);
    const two = await part('full', UploadId, 2, 'end');
    const parts = [one, two].map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 }));
    await expect(
      complete('full', UploadId, parts, { ChecksumCRC32: sum('CRC32', 'x') }),
    ).rejects.toMatchObject(
      failure('BadDigest', 400, 'The CRC32 you specified did not match the calculated checksum.'),
    );
    expect(await complete('full', UploadId, parts, { ChecksumCRC32: whole })).toMatchObject({
      ChecksumCRC32: whole,
    });
    const head = await server.client.send(
      new HeadObjectCommand({ Bucket: 'lake', Key: 'full', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ChecksumCRC32: whole, ChecksumType: 'FULL_OBJECT' });
  });

  test('kinds that do not go together', async () => {
    await expect(
      begin('k', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }),
    ).rejects.toMatchObject(
      failure(
        'InvalidRequest',
        400,
        'The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
      ),
    );
    await expect(
      begin('k', { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' }),
    ).rejects.toMatchObject(failure('InvalidRequest', 400));
  });
});

test('parts copied from an object', async () => {
  await server.client.send(new PutObjectCommand({ Bucket: 'lake', Key: 'src', Body: '0123456789' }));
  const UploadId = await begin('copied');
  const copy = (CopySourceRange?: string) =>
    server.client.send(
      new UploadPartCopyCommand({
        Bucket: 'lake',
        Key: 'copied',
        UploadId,
        PartNumber: 1,
        CopySource: 'lake/src',
        CopySourceRange,
      }),
    );
  expect((await copy()).CopyPartResult!.ETag).toBe(`"${md5('0123456789').toString('hex')}"`);
  const answer = await copy('bytes=2-4');
  expect(answer.CopyPartResult).toMatchObject({ ETag: `"${md5('234').toString('hex')}"` });
  await expect(copy('bytes=2-10')).rejects.toMatchObject(
    failure('InvalidArgument', 400, 'Range specified is not valid for source object of size: 10'),
  );
  await expect(copy('bytes=2-')).rejects.toMatchObject(failure('InvalidArgument', 400));
  await complete('copied', UploadId, [{ PartNumber: 1, ETag: answer.CopyPartResult!.ETag }]);
  expect((await server.objects.read('lake', 'copied')).toString()).toBe('234');
});

test('lists of parts and of uploads, in pages', async () => {
  server.settings.buckets.set('uploads', new Map());
  await server.objects.createBucket('uploads');
  const Bucket = 'uploads';
  const start = async (Key: string) =>
    (await server.client.send(new CreateMultipartUploadCommand({ Bucket, Key, StorageClass: 'GLACIER' })))
      .UploadId!;
  const ids = { b1: await start('b'), b2: await start('b'), a: await start('a'), d: await start('dir/x') };
  for (const number of [1, 2, 3]) {
    await server.client.send(
      new UploadPartCommand({ Bucket, Key: 'a', UploadId: ids.a, PartNumber: number, Body: `${number}` }),
    );
  }
  const name = { Bucket, Key: 'a', UploadId: ids.a };
  const parts = await server.client.send(new ListPartsCommand({ ...name, MaxParts: 2 }));
  expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', StorageClass: 'GLACIER' });
  expect(parts.Parts).toMatchObject([
    { PartNumber: 1, Size: 1, ETag: `"${md5('1').toString('hex')}"` },
    { PartNumber: 2, Size: 1 },
  ]);
  const more = await server.client.send(new ListPartsCommand({ ...name, PartNumberMarker: '2' }));
  expect(more.Parts!.map(({ PartNumber }) => PartNumber)).toEqual([3]);
  expect(more.IsTruncated).toBe(false);

  const list = async (query: object) => {
    const page = await server.client.send(new ListMultipartUploadsCommand({ Bucket, ...query }));
    return { page, uploads: (page.Uploads ?? []).map(({ Key, UploadId }) => [Key, UploadId]) };
  };
  const byStart = [ids.b1, ids.b2].sort();
  expect((await list({})).uploads).toEqual([
    ['a', ids.a],
    ['b', byStart[0]],
    ['b', byStart[1]],
    ['dir/x', ids.d],
  ]);
  const { page } = await list({ MaxUploads: 2 });
  expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: 'b', NextUploadIdMarker: byStart[0] });
  expect((await list({ KeyMarker: 'b', UploadIdMarker: byStart[0] })).uploads).toEqual([
    ['b', byStart[1]],
    ['dir/x', ids.d],
  ]);
  expect((await list({ KeyMarker: 'b' })).uploads).toEqual([['dir/x', ids.d]]);
  expect((await list({ Delimiter: '/' })).page.CommonPrefixes).toEqual([{ Prefix: 'dir/' }]);
  expect((await list({ Prefix: 'dir/' })).uploads).toEqual([['dir/x', ids.d]]);
});
