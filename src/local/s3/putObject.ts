import type { S3Operation } from './s3Operation';
import { attributesOf, encryptionOf, putConditions } from './wire/attributes';
import { checksumHeaders, promised } from './wire/payload';

export const putObject: S3Operation = async (request, call) => {
  const object = await call.account.objects.put(request.bucket, request.key, request.http.body, {
    ...attributesOf(request.headers),
    ...promised(request),
    conditions: putConditions(request.headers),
  });
  return {
    status: 200,
    headers: { ETag: object.etag, ...checksumHeaders(object.checksum), ...encryptionOf(object.settings) },
  };
};
