import type { HttpResponse } from '../http';
import { invalidRequest, noSuchKey } from './errors';
import { maskMissingKeys } from './maskMissingKeys';
import type { ByteRange, StoredObject } from './objectStore';
import type { S3Operation } from './s3Operation';
import { headersOf } from './wire/attributes';
import { isNotModified } from './wire/conditions';
import { headerValue } from './wire/headerValue';
import { wantedChecksum } from './wire/payload';
import { rangeOf, rangeOfPart } from './wire/range';
import type { S3Request } from './wire/s3Request';

export const getObject: S3Operation = async (request, call) => {
  const opened = await maskMissingKeys(request, call, () =>
    call.account.objects.open(request.bucket, request.key),
  );
  try {
    const { head, range } = answer(request, opened.object);
    if (head.status === 304 || opened.object.size === 0) {
      await opened.close();
      return head;
    }
    return { ...head, body: opened.stream(range) };
  } catch (error) {
    await opened.close();
    throw error;
  }
};

export const headObject: S3Operation = async (request, call) => {
  const { bucket, key } = request;
  const object = await maskMissingKeys(request, call, async () => {
    const found = await call.account.objects.head(bucket, key);
    if (!found) throw noSuchKey(key);
    return found;
  });
  return answer(request, object).head;
};

/** Status and headers, and the bytes that belong to them. @throws AwsError PreconditionFailed, InvalidRange, InvalidArgument */
function answer(request: S3Request, object: StoredObject): { head: HttpResponse; range?: ByteRange } {
  const { headers, query } = request;
  const told = headersOf(object);
  if (isNotModified(headers, object)) {
    const { ETag, 'Last-Modified': lastModified } = told;
    return { head: { status: 304, headers: { ETag: ETag!, 'Last-Modified': lastModified! } } };
  }
  const part = query.get('partNumber');
  if (part !== null && headers.range !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  const range = part === null ? rangeOf(headers.range, object.size) : rangeOfPart(part, object);
  const length = range ? range.end - range.start + 1 : object.size;
  return {
    range,
    head: {
      status: range ? 206 : 200,
      headers: {
        ...told,
        // Before the length: behind it, Node spoils a Content-Disposition that is not ASCII.
        ...overrides(query),
        'Content-Length': String(length),
        ...(range && length > 0 && { 'Content-Range': `bytes ${range.start}-${range.end}/${object.size}` }),
        ...(part !== null &&
          object.multipart && { 'x-amz-mp-parts-count': String(object.multipart.parts.length) }),
        // The checksum is of the whole object: told with a piece, it would make clients refuse the piece.
        ...(range === undefined && wantedChecksum(headers, object)),
      },
    },
  };
}

/** `response-content-type` and its like replace the headers of the answer. @throws AwsError InvalidArgument */
function overrides(query: URLSearchParams): Record<string, string> {
  const replaced: Record<string, string> = {};
  for (const [parameter, header] of OVERRIDES) {
    const value = query.get(parameter);
    if (value !== null) replaced[header] = headerValue(parameter, value);
  }
  return replaced;
}

const OVERRIDES: [string, string][] = [
  ['response-content-type', 'Content-Type'],
  ['response-cache-control', 'cache-control'],
  ['response-content-disposition', 'content-disposition'],
  ['response-content-encoding', 'content-encoding'],
  ['response-content-language', 'content-language'],
  ['response-expires', 'expires'],
];
