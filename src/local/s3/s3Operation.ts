import type { Call } from '../call';
import type { HttpResponse } from '../http';
import type { S3Request } from './wire/s3Request';

/** What the keeper of buckets and their settings is asked: one operation of S3's API, and what its input is read from. */
export interface BucketCall {
  /** `PutBucketPolicy` */
  operation: string;
  bucket: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

/** Asks the keeper of buckets and their settings. */
export type Forward = (call: BucketCall) => Promise<HttpResponse>;

/** One operation of S3: it has headers and streams for input and output, so it sees the request itself. */
export type S3Operation = (request: S3Request, call: Call, forward: Forward) => Promise<HttpResponse>;
