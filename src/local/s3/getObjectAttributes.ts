import { invalidArgument, noSuchKey } from './errors';
import { maskMissingKeys } from './maskMissingKeys';
import type { StoredObject } from './objectStore';
import type { S3Operation } from './s3Operation';
import { storageClassIn } from './wire/attributes';
import { isNotModified } from './wire/conditions';
import { checksumElements } from './wire/payload';
import { type XmlElements, xmlResponse } from './wire/xml';

const ATTRIBUTES: Record<string, (object: StoredObject, headers: Record<string, string>) => XmlElements> = {
  ETag: (object) => ({ ETag: object.etag.replaceAll('"', '') }),
  Checksum: (object) => ({ Checksum: object.checksum && checksumElements(object.checksum) }),
  ObjectParts: (object, headers) => ({ ObjectParts: partsOf(object, headers) }),
  StorageClass: (object) => ({ StorageClass: storageClassIn(object.settings) }),
  ObjectSize: (object) => ({ ObjectSize: object.size }),
};

export const getObjectAttributes: S3Operation = async (request, call) => {
  const { bucket, key, headers } = request;
  const object = await maskMissingKeys(request, call, async () => {
    const found = await call.account.objects.head(bucket, key);
    if (!found) throw noSuchKey(key);
    return found;
  });
  const wanted = (headers['x-amz-object-attributes'] ?? '').split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !Object.hasOwn(ATTRIBUTES, name));
  if (unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
  }
  isNotModified(headers, object);
  const content: XmlElements = {};
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    if (wanted.includes(name)) Object.assign(content, attribute(object, headers));
  }
  return xmlResponse('GetObjectAttributesResponse', content, {
    'Last-Modified': object.lastModified.toUTCString(),
  });
};

/** Parts are told one by one only when they have checksums, as in S3. */
function partsOf(object: StoredObject, headers: Record<string, string>): XmlElements | undefined {
  const { multipart, checksum } = object;
  if (!multipart) return undefined;
  if (!checksum) return { PartsCount: multipart.parts.length };
  const marker = Number(headers['x-amz-part-number-marker'] ?? 0);
  const limit = Math.min(Number(headers['x-amz-max-parts'] ?? 1000), 1000);
  const shown = multipart.parts.slice(marker, marker + limit);
  return {
    PartsCount: multipart.parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: marker + shown.length,
    MaxParts: limit,
    IsTruncated: marker + shown.length < multipart.parts.length,
    Part: shown.map((part, i) => ({
      PartNumber: marker + i + 1,
      Size: part.size,
      [`Checksum${checksum.algorithm}`]: part.checksum,
    })),
  };
}
