import { AwsError } from '../../errors';
import type { HttpRequest } from '../../http';
import { keyTooLong } from '../errors';

/** Bytes of UTF-8. */
const LONGEST_KEY = 1024;

/** A request with the bucket and the key that it names; both are empty where it names none. */
export interface S3Request {
  http: HttpRequest;
  bucket: string;
  /** Decoded. */
  key: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  /** The address in path style, percent-encoded, whichever style it came in. */
  path: string;
}

/**
 * Finds bucket and key in path style (`host/bucket/key`) or virtual-host style (`bucket.s3.region.amazonaws.com/key`,
 * `bucket.localhost/key`).
 * @throws AwsError KeyTooLongError, and InvalidURI when the path is not percent-encoded UTF-8
 */
export function addressed(http: HttpRequest): S3Request {
  const host = bucketOfHost(http.headers.host ?? '');
  const path = host === undefined ? http.path : `/${host}${http.path}`;
  const [, bucket = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  const request = {
    http,
    bucket: decoded(bucket),
    key: decoded(key),
    query: http.query,
    headers: http.headers,
    path,
  };
  checkKeyLength(request.key);
  return request;
}

/** @throws AwsError KeyTooLongError: no object can have such a key, and none is looked for by it */
export function checkKeyLength(key: string): void {
  if (Buffer.byteLength(key) > LONGEST_KEY) throw keyTooLong(key);
}

/** The bucket in a virtual-host style name, if it is one. */
function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const match =
    /^(?:(?<bucket>.+)\.)?s3(?:[.-][a-z0-9-]+)?\.(?:amazonaws\.com(?:\.cn)?|localhost)$/.exec(name) ??
    /^(?<bucket>.+)\.localhost$/.exec(name);
  return match?.groups?.bucket;
}

/** Percent-decoding to UTF-8. @throws AwsError InvalidURI */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
