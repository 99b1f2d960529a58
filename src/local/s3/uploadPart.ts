import { invalidRequest } from './errors';
import { maskMissingKeys } from './maskMissingKeys';
import type { MultipartUploads, Upload, UploadName } from './objects/uploads';
import type { S3Operation } from './s3Operation';
import { encryptionOf } from './wire/attributes';
import { checkCopySource } from './wire/conditions';
import { copySourceOf } from './wire/copySource';
import { checksumElements, type Promised, partChecksum, promised } from './wire/payload';
import { copyRangeOf, partNumberOf } from './wire/range';
import type { S3Request } from './wire/s3Request';
import { xmlResponse } from './wire/xml';

export const uploadPart: S3Operation = async (request, call) => {
  const { uploads } = call.account.objects;
  const { name, number, upload } = addressedPart(request, uploads);
  const part = await uploads.putPart(name, number, request.http.body, inStep(promised(request), upload));
  return {
    status: 200,
    headers: {
      ETag: part.etag,
      ...partChecksum(part.checksum),
      ...encryptionOf(upload.attributes.settings ?? {}),
    },
  };
};

export const uploadPartCopy: S3Operation = async (request, call) => {
  const { objects } = call.account;
  const { name, number, upload } = addressedPart(request, objects.uploads);
  const source = copySourceOf(request.headers);
  const opened = await maskMissingKeys(source, call, () => objects.open(source.bucket, source.key));
  try {
    checkCopySource(request.headers, opened.object);
    const range = copyRangeOf(request.headers['x-amz-copy-source-range'], opened.object.size);
    const algorithm = upload.checksum?.algorithm;
    const part = await objects.uploads.putPart(name, number, opened.stream(range), {
      checksums: algorithm && [algorithm],
      accept: (digests) =>
        algorithm && { algorithm, value: digests.checksum(algorithm), type: 'FULL_OBJECT' },
    });
    const { ChecksumType: _, ...checksum } = checksumElements(part.checksum);
    return xmlResponse('CopyPartResult', { LastModified: part.lastModified, ETag: part.etag, ...checksum });
  } finally {
    await opened.close();
  }
};

/** @throws AwsError InvalidArgument, NoSuchUpload */
function addressedPart(
  { bucket, key, query }: S3Request,
  uploads: MultipartUploads,
): { name: UploadName; number: number; upload: Upload } {
  const number = partNumberOf(query.get('partNumber') ?? '');
  const name = { bucket, key, uploadId: query.get('uploadId') ?? '' };
  return { name, number, upload: uploads.get(name) };
}

/** A part brings the checksum that its upload was begun with. @throws AwsError InvalidRequest when it brings another */
function inStep(promise: Promised, upload: Upload): Promised {
  if (!upload.checksum) return promise;
  const { algorithm, type } = upload.checksum;
  const [brought] = promise.checksums;
  if (brought === algorithm) return promise;
  if (brought !== undefined || type === 'COMPOSITE') {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${brought?.toLowerCase() ?? 'null'}`,
    );
  }
  return {
    checksums: [algorithm],
    accept: (digests) => {
      promise.accept(digests);
      return { algorithm, value: digests.checksum(algorithm), type: 'FULL_OBJECT' };
    },
  };
}
