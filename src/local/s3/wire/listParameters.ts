import { invalidArgument } from '../errors';
import type { StoredObject } from '../objectStore';
import { storageClassIn } from './attributes';
import type { XmlElements } from './xml';

/** `max-keys` and its like: at most 1,000 whatever is asked. @throws AwsError InvalidArgument */
export function limitOf(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null || text === '') return 1000;
  if (!/^\d+$/.test(text) || Number(text) > 2 ** 31 - 1) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Math.min(Number(text), 1000);
}

/** How keys are written in a listing. @throws AwsError InvalidArgument for an encoding-type but `url` */
export function encodingOf(query: URLSearchParams): { type?: string; encode: (text: string) => string } {
  const type = query.get('encoding-type') ?? undefined;
  if (type === undefined) return { encode: (text) => text };
  if (type !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
  }
  return { type, encode: urlEncoded };
}

/** As S3 does: `/` and `*` stay, a blank is `+`. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What all listings tell of an object. */
export function listed(object: StoredObject, encode: (text: string) => string): XmlElements {
  return {
    Key: encode(object.key),
    LastModified: object.lastModified,
    ETag: object.etag,
    ChecksumAlgorithm: object.checksum?.algorithm,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    StorageClass: storageClassIn(object.settings),
  };
}

/** The canonical user that moto gives as the owner of every bucket; objects have the same. */
export const OWNER = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a' };
