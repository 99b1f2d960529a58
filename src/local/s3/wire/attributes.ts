import { AwsError } from '../../errors';
import { invalidRequest, notImplemented } from '../errors';
import type { ObjectAttributes, PutConditions, StoredObject } from '../objectStore';
import { headerValue } from './headerValue';
import { tagsOfHeader } from './tags';

/** The standard headers that S3 keeps with an object and tells back. */
const KEPT = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];

/** Headers told back as they came. Nothing is encrypted on this disk: the headers say what S3 would do. */
const SETTINGS = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-context',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-website-redirect-location',
];

const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

/**
 * What the headers of a request say of the object that it makes.
 * @throws AwsError MetadataTooLarge, InvalidStorageClass, InvalidArgument, AccessControlListNotSupported, InvalidTag, and NotImplemented
 *   for what the local account does not do (customer keys)
 */
export function attributesOf(headers: Record<string, string>): ObjectAttributes {
  refuseWhatIsNotThere(headers);
  return {
    contentType: headerValue('content-type', headers['content-type'] || 'binary/octet-stream'),
    metadata: metadataOf(headers),
    settings: settingsOf(headers),
    tags: tagsOfHeader(headers['x-amz-tagging']),
  };
}

function metadataOf(headers: Record<string, string>): Record<string, string> {
  const metadata: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-amz-meta-')) {
      metadata[name] = headerValue(name, value);
      size += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value);
    } else if (name === 'content-encoding') {
      // The framing of the upload is no part of the object.
      const encodings = value.split(',').map((one) => one.trim());
      const kept = encodings.filter((one) => one !== '' && one.toLowerCase() !== 'aws-chunked').join(',');
      if (kept) metadata[name] = headerValue(name, kept);
    } else if (KEPT.includes(name)) {
      metadata[name] = headerValue(name, value);
    }
  }
  if (size > 2048) {
    throw new AwsError(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      {
        Size: String(size),
        MaxSizeAllowed: '2048',
      },
    );
  }
  return metadata;
}

/** Storage class, encryption and redirect that a request asks for. */
function settingsOf(headers: Record<string, string>): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of SETTINGS)
    if (headers[name] !== undefined) settings[name] = headerValue(name, headers[name]);
  const storageClass = headers['x-amz-storage-class'];
  if (storageClass !== undefined) {
    if (!STORAGE_CLASSES.includes(storageClass)) {
      throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid');
    }
    if (storageClass !== 'STANDARD') settings['x-amz-storage-class'] = storageClass;
  }
  return settings;
}

function refuseWhatIsNotThere(headers: Record<string, string>): void {
  for (const name of Object.keys(headers)) {
    if (/^x-amz-(copy-source-)?server-side-encryption-customer-/.test(name)) throw notImplemented(name);
    if (name.startsWith('x-amz-object-lock-')) {
      throw invalidRequest('Bucket is missing Object Lock Configuration');
    }
    if (name.startsWith('x-amz-grant-')) throw aclNotSupported();
  }
  const acl = headers['x-amz-acl'];
  if (acl !== undefined && !OWNER_ACLS.includes(acl)) throw aclNotSupported();
}

/** The canned ACLs that leave an object to its bucket's owner. */
export const OWNER_ACLS = ['private', 'bucket-owner-full-control'];

/** Buckets enforce their owner, S3's default since 2023. */
export function aclNotSupported(): AwsError {
  return new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

/** The conditions of a write. @throws AwsError NotImplemented for an If-None-Match that is not `*`, as S3 */
export function putConditions(headers: Record<string, string>): PutConditions {
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match');
  return { ifNoneMatch, ifMatch: headers['if-match'] };
}

/** The encryption headers of an answer to a write. */
export function encryptionOf(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => name.startsWith('x-amz-server-side-encryption')),
  );
}

/** The headers that GetObject and HeadObject answer for an object, Content-Length and Content-Range apart. */
export function headersOf(object: StoredObject): Record<string, string> {
  const { 'x-amz-server-side-encryption-context': _, ...settings } = object.settings;
  const tags = Object.keys(object.tags).length;
  return {
    ETag: object.etag,
    'Last-Modified': object.lastModified.toUTCString(),
    'Content-Type': object.contentType ?? 'binary/octet-stream',
    'Accept-Ranges': 'bytes',
    ...object.metadata,
    ...settings,
    ...(tags > 0 && { 'x-amz-tagging-count': String(tags) }),
  };
}

/** The storage class in the settings of an object or an upload. */
export function storageClassIn(settings: Record<string, string>): string {
  return settings['x-amz-storage-class'] ?? 'STANDARD';
}
