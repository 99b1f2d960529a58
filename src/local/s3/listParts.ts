import type { S3Operation } from './s3Operation';
import { storageClassIn } from './wire/attributes';
import { limitOf, OWNER } from './wire/listParameters';
import { xmlResponse } from './wire/xml';

export const listParts: S3Operation = async ({ bucket, key, query }, call) => {
  const name = { bucket, key, uploadId: query.get('uploadId') ?? '' };
  const { uploads } = call.account.objects;
  const { attributes, checksum } = uploads.get(name);
  const limit = limitOf(query, 'max-parts');
  const marker = Number(query.get('part-number-marker') ?? 0) || 0;
  const behind = uploads.parts(name).filter((part) => part.number > marker);
  const parts = behind.slice(0, limit);
  return xmlResponse('ListPartsResult', {
    Bucket: bucket,
    Key: key,
    UploadId: name.uploadId,
    Initiator: OWNER,
    Owner: OWNER,
    StorageClass: storageClassIn(attributes.settings ?? {}),
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: parts.length < behind.length,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Part: parts.map((part) => ({
      PartNumber: part.number,
      LastModified: part.lastModified,
      ETag: part.etag,
      Size: part.size,
      ...(part.checksum && { [`Checksum${part.checksum.algorithm}`]: part.checksum.value }),
    })),
  });
};
