import { createHash } from 'node:crypto';
import type { Call } from '../call';
import type { HttpResponse } from '../http';
import type { S3Service } from '../service';
import { authorizationOf } from './authorization';
import { requireBucket } from './bucket';
import { accessDenied } from './errors';
import { routeOf } from './routes';
import { checkVersion, copySourceOf } from './wire/copySource';
import { addressed, type S3Request } from './wire/s3Request';

/**
 * S3. Objects are answered here, settings of buckets are handed to moto. Server-side encryption is told back as it was
 * asked for, and a bucket's default is among its settings; the bytes on the local disk are not encrypted.
 */
export const s3Service: S3Service = {
  authorization: (http) => authorizationOf(addressed(http)),
  handle: async (http, call, forward) => {
    const request = addressed(http);
    const route = routeOf(request);
    checkOwners(request.headers, call);
    if (!route.onObjects) return route.run(request, call, forward);
    checkVersion(request.query.get('versionId'));
    await requireBucket(request, call, forward);
    if (http.method === 'PUT' && request.headers['x-amz-copy-source'] !== undefined) {
      const source: S3Request = { ...request, bucket: copySourceOf(request.headers).bucket };
      await requireBucket(source, call, forward);
    }
    return withRequestId(await route.run(request, call, forward), call);
  },
};

/** A client that says whose bucket it expects is not answered for another's. @throws AwsError AccessDenied */
function checkOwners(headers: Record<string, string>, call: Call): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if (headers[name] !== undefined && headers[name] !== call.account.id) throw accessDenied();
  }
}

function withRequestId(response: HttpResponse, call: Call): HttpResponse {
  const extended = createHash('sha256').update(call.requestId).digest('base64');
  return {
    ...response,
    headers: { 'x-amz-request-id': call.requestId, 'x-amz-id-2': extended, ...response.headers },
  };
}
