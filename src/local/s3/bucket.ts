import { Readable } from 'node:stream';
import type { Call } from '../call';
import type { HttpRequest, HttpResponse } from '../http';
import { noSuchBucket, notImplemented } from './errors';
import { checkBucketName } from './objects/openObjectStore';
import type { Forward, S3Operation } from './s3Operation';
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
  const response = await forward(inPathStyle(request));
  if (isOk(response)) await call.account.objects.createBucket(request.bucket);
  return response;
};

/** Goes here first, in one step with the proof that it is empty: no put that comes meanwhile is lost with the bucket. */
export const deleteBucket: S3Operation = async (request, call, forward) => {
  const { objects } = call.account;
  await requireBucket(request, call, forward);
  await objects.deleteBucket(request.bucket);
  const response = await forward(inPathStyle(request));
  if (!isOk(response) && response.status !== 404) await objects.createBucket(request.bucket);
  return response;
};

export const headBucket: S3Operation = async (request, call, forward) => {
  const response = await forward(inPathStyle(request));
  await keepInStep(request.bucket, response, call);
  return response;
};

/** All that is asked of a bucket's settings, and the list of buckets. */
export const forwardSettings: S3Operation = async (request, call, forward) => {
  if (request.bucket !== '') await requireBucket(request, call, forward);
  return forward(inPathStyle(request));
};

/** Versions of objects are not kept here: saying so is better than losing what a learner believes to be kept. */
export const putBucketVersioning: S3Operation = async (request, call, forward) => {
  await requireBucket(request, call, forward);
  const body = await readBody(request.http);
  if (parseXml(body.toString(), 'VersioningConfiguration').text('Status') === 'Enabled') {
    throw notImplemented('versioning (objects have no versions in the local account)');
  }
  return forward({ ...inPathStyle(request), body: Readable.from([body]) });
};

/** @throws AwsError NoSuchBucket when neither this side nor moto has the bucket */
export async function requireBucket(request: S3Request, call: Call, forward: Forward): Promise<void> {
  const { bucket, headers, http } = request;
  if (call.account.objects.bucketExists(bucket)) return;
  const response = await forward({
    ...http,
    method: 'HEAD',
    path: `/${encodeURIComponent(bucket)}`,
    query: new URLSearchParams(),
    headers: withoutBody(headers),
    body: Readable.from([]),
    trailers: () => ({}),
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

function isOk(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

function inPathStyle(request: S3Request): HttpRequest {
  const { http, bucket, path } = request;
  if (path === http.path) return http;
  const host = (http.headers.host ?? '').slice(bucket.length + 1);
  return { ...http, path, headers: { ...http.headers, host } };
}

function withoutBody(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(content-|x-amz-(content|decoded|checksum|trailer|sdk))|^transfer-encoding|^expect/.test(name),
    ),
  );
}
