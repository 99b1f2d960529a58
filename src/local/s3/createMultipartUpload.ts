import { invalidRequest, keyTooLong } from './errors';
import type { Upload } from './objects/uploads';
import type { S3Operation } from './s3Operation';
import { attributesOf, encryptionOf } from './wire/attributes';
import { algorithmNamed } from './wire/payload';
import { xmlResponse } from './wire/xml';

export const createMultipartUpload: S3Operation = async ({ bucket, key, headers }, call) => {
  if (Buffer.byteLength(key) > 1024) throw keyTooLong(key);
  const attributes = attributesOf(headers);
  const checksum = checksumOf(headers);
  const uploadId = await call.account.objects.uploads.create(bucket, key, attributes, checksum);
  return xmlResponse(
    'InitiateMultipartUploadResult',
    { Bucket: bucket, Key: key, UploadId: uploadId },
    {
      ...encryptionOf(attributes.settings ?? {}),
      ...(checksum && {
        'x-amz-checksum-algorithm': checksum.algorithm,
        'x-amz-checksum-type': checksum.type,
      }),
    },
  );
};

/** S3, "Checking object integrity": which algorithms can be of the whole object, which of the parts, and the defaults. */
function checksumOf(headers: Record<string, string>): Upload['checksum'] {
  const name = headers['x-amz-checksum-algorithm'];
  const wanted = headers['x-amz-checksum-type'];
  if (name === undefined) {
    if (wanted === undefined) return undefined;
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = algorithmNamed(name);
  if (!algorithm) {
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const type = wanted ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  if (
    algorithm.startsWith('SHA') ? type === 'FULL_OBJECT' : algorithm === 'CRC64NVME' && type === 'COMPOSITE'
  ) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type };
}
