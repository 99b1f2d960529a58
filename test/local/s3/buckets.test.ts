import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BucketCall } from '../../../src/local/s3/s3Operation';
import { addressed } from '../../../src/local/s3/wire/s3Request';
import { plainRequest, type S3Server, startS3Server } from './s3Server';

let server: S3Server;
beforeEach(async () => {
  server = await startS3Server();
});
afterEach(() => server.close());

const Bucket = 'lake';

test('a bucket lives on both sides, from its making to its end', async () => {
  await server.client.send(new CreateBucketCommand({ Bucket }));
  await server.client.send(new HeadBucketCommand({ Bucket }));
  const { Buckets } = await server.client.send(new ListBucketsCommand({}));
  expect(Buckets).toMatchObject([{ Name: Bucket }]);
  expect(server.objects.bucketExists(Bucket)).toBe(true);
  await server.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '1' }));
  await expect(server.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty',
    $metadata: { httpStatusCode: 409 },
  });
  expect(server.settings.buckets.has(Bucket)).toBe(true);
  await server.objects.delete(Bucket, ['k']);
  await server.client.send(new DeleteBucketCommand({ Bucket }));
  expect(server.objects.bucketExists(Bucket)).toBe(false);
  expect(server.settings.buckets.has(Bucket)).toBe(false);
  await expect(server.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  });
});

test('a bucket that is refused there is not made here', async () => {
  server.settings.answer = async () => ({
    status: 409,
    headers: {},
    body: '<Error><Code>BucketAlreadyExists</Code></Error>',
  });
  await expect(server.client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'BucketAlreadyExists',
  });
  expect(server.objects.buckets()).toEqual([]);
});

test('a name that is none is asked of nobody', async () => {
  await expect(server.send({ method: 'PUT', path: '/..' })).rejects.toMatchObject({
    code: 'InvalidBucketName',
  });
  expect(server.settings.seen).toEqual([]);
});

describe('after a crash between the two sides', () => {
  test('a bucket that only moto knows is taken over when it is needed', async () => {
    server.settings.buckets.set(Bucket, new Map());
    await server.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '1' }));
    expect((await server.objects.read(Bucket, 'k')).toString()).toBe('1');
  });

  test('an empty bucket that moto does not know goes', async () => {
    await server.objects.createBucket(Bucket);
    await expect(server.client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect(server.objects.bucketExists(Bucket)).toBe(false);
  });

  test('a bucket that moto would not let go stays', async () => {
    await server.client.send(new CreateBucketCommand({ Bucket }));
    const answer = server.settings.answer.bind(server.settings);
    server.settings.answer = async (request) =>
      request.operation === 'DeleteBucket' ? { status: 503, headers: {} } : answer(request);
    await expect(server.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toThrow();
    expect(server.objects.bucketExists(Bucket)).toBe(true);
  });
});

test('settings go to moto as they came', async () => {
  await server.client.send(new CreateBucketCommand({ Bucket }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await server.client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await server.client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  await expect(
    server.client.send(new GetBucketPolicyCommand({ Bucket: 'no-such-lake' })),
  ).rejects.toMatchObject({
    name: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
  });
});

test('versioning cannot be enabled, and says so', async () => {
  await server.client.send(new CreateBucketCommand({ Bucket }));
  const versioning = (Status: 'Enabled' | 'Suspended') =>
    server.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  await expect(versioning('Enabled')).rejects.toMatchObject({
    name: 'NotImplemented',
    $metadata: { httpStatusCode: 400 },
  });
  expect(server.settings.buckets.get(Bucket)!.has('BucketVersioning')).toBe(false);
  await versioning('Suspended');
  expect(server.settings.buckets.get(Bucket)!.get('BucketVersioning')).toContain('Suspended');
  await expect(
    server.client.send(new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true })),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('a sub-resource that is not there does not make a bucket', async () => {
  await expect(
    server.send({ method: 'PUT', path: '/lake', query: new URLSearchParams('metadataTable') }),
  ).rejects.toMatchObject({ code: 'NotImplemented', status: 400 });
  expect(server.settings.seen).toEqual([]);
});

describe('addresses', () => {
  const address = (path: string, host = '127.0.0.1:4566') => {
    const { bucket, key, path: full } = addressed(plainRequest('', {}, { path, headers: { host } }));
    return [bucket, key, full];
  };

  test('path style', () => {
    expect(address('/')).toEqual(['', '', '/']);
    expect(address('/b')).toEqual(['b', '', '/b']);
    expect(address('/b/')).toEqual(['b', '', '/b/']);
    expect(address('/b/a%20b/%2F%3F+')).toEqual(['b', 'a b//?+', '/b/a%20b/%2F%3F+']);
    expect(address('/b//x')).toEqual(['b', '/x', '/b//x']);
    for (const host of [
      'localhost:4566',
      's3.localhost',
      's3.us-east-1.amazonaws.com',
      's3.amazonaws.com',
      '',
    ]) {
      expect(address('/b/k', host)).toEqual(['b', 'k', '/b/k']);
    }
  });

  test('virtual-host style', () => {
    for (const host of [
      'my.lake.s3.us-east-1.amazonaws.com',
      'my.lake.s3.amazonaws.com:443',
      'my.lake.s3-eu-west-1.amazonaws.com',
      'my.lake.localhost:4566',
      'my.lake.s3.localhost',
      'my.lake.s3.us-east-1.localhost',
    ]) {
      expect(address('/a%20b/k', host), host).toEqual(['my.lake', 'a b/k', '/my.lake/a%20b/k']);
    }
  });

  test('both reach the same bucket, and moto is asked for it by name', async () => {
    const headers = { host: 'lake.localhost:4566' };
    await server.send({ method: 'PUT', path: '/', headers });
    await server.send({ method: 'PUT', path: '/dir/k', payload: '1', headers });
    expect(server.settings.seen).toEqual(['CreateBucket lake']);
    const { KeyCount } = await server.client.send(new ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(1);
    let forwarded: BucketCall | undefined;
    server.settings.answer = async (request) => {
      forwarded = request;
      return { status: 200, headers: {}, body: Readable.from([]) };
    };
    await server.send({ path: '/', query: new URLSearchParams('policy'), headers });
    expect(forwarded).toMatchObject({ operation: 'GetBucketPolicy', bucket: 'lake' });
  });
});
