import { createHash } from 'node:crypto';
import type { Call } from '../call';
import { AwsError } from '../errors';
import type { HttpResponse } from '../http';
import { noSuchBucket, notImplemented } from './errors';
import { checkBucketName } from './objects/openObjectStore';
import type { BucketCall, Forward, S3Operation } from './s3Operation';
import type { S3Request } from './wire/s3Request';
import { parseXml, readBody } from './wire/xml';

/**
 * Buckets and their settings live in moto, the objects in them here. A bucket is made here after moto acknowledged it,
 * and removed here before moto lets it go. A crash between the two steps is mended by the next request that asks.
 */
export const createBucket: S3Operation = async (request, call, forward) => {
  if (request.headers['x-amz-bucket-object-lock-enabled']?.toLowerCase() === 'true') {
    throw notImplemented('x-amz-bucket-object-lock-enabled (objects have no versions in the local account)');
  }
  checkBucketName(request.bucket);
  const response = await forward(await bucketCall('CreateBucket', request));
  if (isOk(response)) await call.account.objects.createBucket(request.bucket);
  return response;
};

/** Goes here first, in one step with the proof that it is empty: no put that comes meanwhile is lost with the bucket. */
export const deleteBucket: S3Operation = async (request, call, forward) => {
  const { objects } = call.account;
  await requireBucket(request, call, forward);
  await objects.deleteBucket(request.bucket);
  const response = await forward(await bucketCall('DeleteBucket', request));
  if (!isOk(response) && response.status !== 404) await objects.createBucket(request.bucket);
  return response;
};

export const headBucket: S3Operation = async (request, call, forward) => {
  if (!isBucketName(request.bucket)) throw noSuchBucket(request.bucket);
  const response = await forward(await bucketCall('HeadBucket', request));
  await keepInStep(request.bucket, response, call);
  return response;
};

export const listBuckets: S3Operation = async (request, _call, forward) =>
  forward(await bucketCall('ListBuckets', request));

/** One operation on a bucket's settings. @param operation of S3's API */
export const bucketSetting =
  (operation: string): S3Operation =>
  async (request, call, forward) => {
    await requireBucket(request, call, forward);
    return forward(await bucketCall(operation, request));
  };

/** Versions of objects are not kept here: saying so is better than losing what a learner believes to be kept. */
export const putBucketVersioning: S3Operation = async (request, call, forward) => {
  await requireBucket(request, call, forward);
  const asked = await bucketCall('PutBucketVersioning', request);
  if (parseXml(asked.body.toString(), 'VersioningConfiguration').text('Status') === 'Enabled') {
    throw notImplemented('versioning (objects have no versions in the local account)');
  }
  return forward(asked);
};

/** @throws AwsError NoSuchBucket when neither this side nor moto has the bucket */
export async function requireBucket(
  { bucket }: Pick<S3Request, 'bucket'>,
  call: Call,
  forward: Forward,
): Promise<void> {
  if (!isBucketName(bucket)) throw noSuchBucket(bucket);
  if (call.account.objects.bucketExists(bucket)) return;
  const response = await forward({
    operation: 'HeadBucket',
    bucket,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  });
  await keepInStep(bucket, response, call);
  if (!call.account.objects.bucketExists(bucket)) throw noSuchBucket(bucket);
}

async function keepInStep(bucket: string, response: HttpResponse, call: Call): Promise<void> {
  const { objects } = call.account;
  if (isOk(response)) await objects.createBucket(bucket);
  else if (response.status === 404 && objects.bucketExists(bucket) && objects.isEmpty(bucket)) {
    await objects.deleteBucket(bucket);
  }
}

/** Could there be a bucket of this name? */
function isBucketName(name: string): boolean {
  try {
    checkBucketName(name);
    return true;
  } catch {
    return false;
  }
}

function isOk(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/** Reads what an operation on a bucket is read from. @throws AwsError BadDigest */
async function bucketCall(
  operation: string,
  { bucket, query, headers, http }: S3Request,
): Promise<BucketCall> {
  const body = await readBody(http);
  const promised = headers['content-md5'];
  if (promised !== undefined && promised !== createHash('md5').update(body).digest('base64'))
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400);
  return { operation, bucket, query, headers, body };
}
