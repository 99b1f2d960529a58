import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectAclCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';

const KEY = 'objects/one.txt';
const MISSING = 'objects/none.txt';

/** Objects and buckets: what is refused, and how. */
export const s3: readonly ConformanceCase[] = [
  {
    id: 'object-refusals',
    title: 'Keys, buckets, ranges and tokens that are not there',
    needs: ['s3'],
    async run(scratch) {
      const client = await scratch.clients.s3();
      const Bucket = await scratch.bucket();
      await scratch.put(KEY, 'ten bytes.');
      const get =
        (Key: string, more: object = {}) =>
        () =>
          attempt(client.send(new GetObjectCommand({ Bucket, Key, ...more })), () => 'found');
      return steps({
        'missing key': get(MISSING),
        'missing bucket': get(KEY, { Bucket: scratch.name('missing') }),
        'range outside': get(KEY, { Range: 'bytes=20-30' }),
        'another ETag': get(KEY, { IfMatch: '"0"' }),
        'not changed': get(KEY, { IfModifiedSince: new Date('2999-01-01') }),
        'part that is none': get(KEY, { PartNumber: 2 }),
        'version that is none': get(KEY, { VersionId: 'none' }),
        'copy of a missing key': () =>
          attempt(
            client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/${MISSING}` })),
          ),
        'copy onto itself': () =>
          attempt(client.send(new CopyObjectCommand({ Bucket, Key: KEY, CopySource: `${Bucket}/${KEY}` }))),
        'another ACL': () =>
          attempt(client.send(new PutObjectAclCommand({ Bucket, Key: KEY, ACL: 'public-read' }))),
        'token that is none': () =>
          attempt(client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'none' }))),
        'key too long': () =>
          attempt(client.send(new PutObjectCommand({ Bucket, Key: 'k'.repeat(1025), Body: 'body' }))),
      });
    },
  },
  {
    id: 'object-conditions',
    title: 'Writes under a condition, and with a checksum that does not fit',
    needs: ['s3'],
    async run(scratch) {
      const client = await scratch.clients.s3();
      const Bucket = await scratch.bucket();
      const put = (Key: string, more: object) => () =>
        attempt(client.send(new PutObjectCommand({ Bucket, Key, Body: 'body', ...more })));
      return steps({
        'if there is none': put('conditions/one', { IfNoneMatch: '*' }),
        'if there is none, again': put('conditions/one', { IfNoneMatch: '*' }),
        'if it is another': put('conditions/one', { IfMatch: '"0"' }),
        'if it is, but is not there': put('conditions/none', { IfMatch: '"0"' }),
        'wrong MD5': put('conditions/two', { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }),
        'MD5 that is none': put('conditions/two', { ContentMD5: 'none' }),
        'wrong checksum': put('conditions/two', { ChecksumCRC32: 'AAAAAA==' }),
      });
    },
  },
  {
    id: 'multipart-refusals',
    title: 'Uploads in parts: parts that are missing, small, out of order; uploads that are gone',
    needs: ['s3'],
    async run(scratch) {
      const client = await scratch.clients.s3();
      const object = { Bucket: await scratch.bucket(), Key: 'parts/one' };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
      scratch.later('upload in parts', () =>
        client.send(new AbortMultipartUploadCommand({ ...object, UploadId })),
      );
      const part = async (PartNumber: number) => {
        const { ETag } = await client.send(
          new UploadPartCommand({ ...object, UploadId, PartNumber, Body: `part ${PartNumber}` }),
        );
        return { PartNumber, ETag };
      };
      const [first, second] = [await part(1), await part(2)];
      const complete =
        (Parts: { PartNumber: number; ETag?: string }[], id = UploadId) =>
        () =>
          attempt(
            client.send(
              new CompleteMultipartUploadCommand({ ...object, UploadId: id, MultipartUpload: { Parts } }),
            ),
          );
      const gone = 'no.such.upload';
      return steps({
        'small parts': complete([first, second]),
        'out of order': complete([second, first]),
        'missing part': complete([first, { PartNumber: 7, ETag: '"0"' }]),
        'another ETag': complete([{ PartNumber: 1, ETag: '"0"' }]),
        'no parts': complete([]),
        'no such upload': complete([first], gone),
        'part of no upload': () =>
          attempt(
            client.send(new UploadPartCommand({ ...object, UploadId: gone, PartNumber: 1, Body: 'part' })),
          ),
        'part 0': () =>
          attempt(client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 0, Body: 'part' }))),
        'abort no upload': () =>
          attempt(client.send(new AbortMultipartUploadCommand({ ...object, UploadId: gone }))),
        complete: complete([first]),
      });
    },
  },
  {
    id: 'bucket-refusals',
    title: 'Buckets that are there already, are not empty, are not there, or cannot be',
    needs: ['s3'],
    async run(scratch) {
      const client = await scratch.clients.s3();
      const Bucket = await scratch.bucket();
      await scratch.put('bucket/full.txt', 'full');
      const { region } = scratch.target;
      const create = (name: string) => () =>
        attempt(
          client.send(
            new CreateBucketCommand({
              Bucket: name,
              ...(region === 'us-east-1'
                ? {}
                : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
            }),
          ),
        );
      return steps({
        'there already': create(Bucket),
        'a name that is none': create('No_Bucket'),
        'not empty': () => attempt(client.send(new DeleteBucketCommand({ Bucket }))),
        'delete a missing one': () =>
          attempt(client.send(new DeleteBucketCommand({ Bucket: scratch.name('missing') }))),
      });
    },
  },
];
