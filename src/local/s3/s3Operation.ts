import type { Call } from '../call';
import type { HttpRequest, HttpResponse } from '../http';
import type { S3Request } from './wire/s3Request';

/** Hands a request to the keeper of bucket settings. */
export type Forward = (request: HttpRequest) => Promise<HttpResponse>;

/** One operation of S3: it has headers and streams for input and output, so it sees the request itself. */
export type S3Operation = (request: S3Request, call: Call, forward: Forward) => Promise<HttpResponse>;
