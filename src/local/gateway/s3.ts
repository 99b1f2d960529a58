import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { AwsError } from '../errors';
import type { HttpRequest, HttpResponse } from '../http';
import { authenticate, callOf } from './authenticated';
import type { GatewayDependencies } from './dependencies';
import type { Incoming } from './incoming';
import { forwardBucketCall } from './moto';
import { CHUNKED, ChunkedPayload, HashedPayload } from './payload';
import type { SignedScope, Verified } from './signature';

/** Answers a request to S3, whose body is checked while it is read. @throws AwsError */
export async function answerS3(
  parts: GatewayDependencies,
  incoming: Incoming,
  claim: SignedScope,
): Promise<HttpResponse> {
  const hash =
    incoming.headers['x-amz-content-sha256'] ??
    (claim.expires === undefined ? undefined : 'UNSIGNED-PAYLOAD');
  if (hash === undefined)
    throw new AwsError(
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
      400,
    );
  const by = authenticate(parts, incoming, claim, claim.expires === undefined ? hash : 'UNSIGNED-PAYLOAD');
  const request = s3Request(incoming, by.verified, hash);
  for (const { action, resource, context } of parts.s3.authorization(request))
    await parts.policies.authorize(by.caller, action, resource, context);
  return parts.s3.handle(request, callOf(parts, incoming, by), (asked) =>
    forwardBucketCall(parts, asked, by.verified.region),
  );
}

/** The request as S3 sees it, its payload unwrapped and checked while it is read. */
function s3Request(incoming: Incoming, verified: Verified, hash: string): HttpRequest {
  const request = {
    method: incoming.method,
    path: incoming.path,
    query: incoming.query,
    headers: incoming.headers,
  };
  const chunked = Object.hasOwn(CHUNKED, hash) ? CHUNKED[hash] : undefined;
  if (chunked) {
    const length = Number(incoming.headers['x-amz-decoded-content-length']);
    if (!Number.isSafeInteger(length) || length < 0)
      throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
    const payload = new ChunkedPayload(chunked, verified, length);
    feed(incoming.raw, payload);
    return { ...request, body: payload, trailers: () => payload.trailers };
  }
  if (hash === 'UNSIGNED-PAYLOAD') return { ...request, body: incoming.raw, trailers: () => ({}) };
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new AwsError(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      400,
    );
  const payload = new HashedPayload(hash);
  feed(incoming.raw, payload);
  return { ...request, body: payload, trailers: () => ({}) };
}

/**
 * Sends a body through its check. The request outlives an error of it, unlike in a `pipeline`: what is wrong is still to
 * be answered on its connection.
 */
function feed(raw: IncomingMessage, payload: Transform): void {
  // Whoever reads the payload meets the error there.
  payload.on('error', () => undefined);
  raw.on('error', (error) => payload.destroy(error));
  raw.pipe(payload);
}
