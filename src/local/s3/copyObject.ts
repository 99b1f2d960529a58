import { AwsError } from '../errors';
import { invalidArgument, invalidRequest } from './errors';
import { maskMissingKeys } from './maskMissingKeys';
import type { CopyOptions, ObjectAttributes, StoredObject } from './objectStore';
import type { S3Operation } from './s3Operation';
import { attributesOf, encryptionOf, putConditions } from './wire/attributes';
import { checkCopySource } from './wire/conditions';
import { copySourceOf } from './wire/copySource';
import { algorithmNamed, checksumElements } from './wire/payload';
import type { S3Request } from './wire/s3Request';
import { xmlResponse } from './wire/xml';

const MAX_COPY = 5 * 1024 ** 3;

export const copyObject: S3Operation = async (request, call) => {
  const { bucket, key, headers } = request;
  const source = copySourceOf(headers);
  const options: CopyOptions = {
    attributes: (object) => {
      checkCopySource(headers, object);
      return attributesOfCopy(request, object);
    },
    checksum: checksumWanted(headers),
    conditions: putConditions(headers),
  };
  const copy = await maskMissingKeys(source, call, () =>
    call.account.objects.copy(source, { bucket, key }, options),
  );
  return xmlResponse(
    'CopyObjectResult',
    { LastModified: copy.lastModified, ETag: copy.etag, ...checksumElements(copy.checksum) },
    encryptionOf(copy.settings),
  );
};

function attributesOfCopy(request: S3Request, source: StoredObject): ObjectAttributes {
  const { headers } = request;
  if (source.size > MAX_COPY) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_COPY}`,
    );
  }
  const sent = attributesOf(headers);
  const newMetadata = directive(headers, 'x-amz-metadata-directive') === 'REPLACE';
  const newTags = directive(headers, 'x-amz-tagging-directive') === 'REPLACE';
  const toItself = source.bucket === request.bucket && source.key === request.key;
  if (toItself && !newMetadata && !newTags && Object.keys(sent.settings ?? {}).length === 0) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const { contentType, metadata } = newMetadata ? sent : source;
  // Storage class, encryption and redirect are never copied: the request says them, or they are the defaults.
  return { contentType, metadata, settings: sent.settings, tags: newTags ? sent.tags : source.tags };
}

function directive(headers: Record<string, string>, name: string): 'COPY' | 'REPLACE' {
  const value = headers[name] ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw name === 'x-amz-metadata-directive'
    ? invalidArgument('Unknown metadata directive.', name, value)
    : invalidArgument('Unknown tagging directive.', name, value);
}

function checksumWanted(headers: Record<string, string>): CopyOptions['checksum'] {
  const name = headers['x-amz-checksum-algorithm'];
  if (name === undefined) return undefined;
  const algorithm = algorithmNamed(name);
  if (!algorithm) {
    throw new AwsError(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  return algorithm;
}
