import type { S3Operation } from './s3Operation';
import { storageClassIn } from './wire/attributes';
import { encodingOf, limitOf, OWNER } from './wire/listParameters';
import { xmlResponse } from './wire/xml';

export const listMultipartUploads: S3Operation = async ({ bucket, query }, call) => {
  const { encode, type } = encodingOf(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') || undefined;
  const keyMarker = query.get('key-marker') || undefined;
  // S3 ignores an upload id without a key.
  const uploadMarker = (keyMarker !== undefined && query.get('upload-id-marker')) || undefined;
  const limit = limitOf(query, 'max-uploads');
  const page = call.account.objects.uploads.page(
    bucket,
    { prefix, delimiter, after: keyMarker, limit },
    uploadMarker,
  );
  const lastItem = page.items.at(-1);
  return xmlResponse('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker ?? ''),
    UploadIdMarker: uploadMarker ?? '',
    NextKeyMarker: page.truncated ? encode(page.last!) : undefined,
    NextUploadIdMarker: page.truncated && lastItem?.key === page.last ? lastItem?.upload.uploadId : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter && encode(delimiter),
    EncodingType: type,
    MaxUploads: limit,
    IsTruncated: page.truncated,
    Upload: page.items.map(({ key, upload }) => ({
      Key: encode(key),
      UploadId: upload.uploadId,
      Initiator: OWNER,
      Owner: OWNER,
      StorageClass: storageClassIn(upload.attributes.settings ?? {}),
      Initiated: upload.initiated,
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
    })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  });
};
