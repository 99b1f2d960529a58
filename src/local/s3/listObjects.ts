import { invalidArgument } from './errors';
import type { S3Operation } from './s3Operation';
import { encodingOf, limitOf, listed, OWNER } from './wire/listParameters';
import { xmlResponse } from './wire/xml';

/** Version 1: pages by `marker`. */
export const listObjects: S3Operation = async ({ bucket, query }, call) => {
  const { encode, type } = encodingOf(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') || undefined;
  const marker = query.get('marker') || undefined;
  const limit = limitOf(query, 'max-keys');
  const page = call.account.objects.page(bucket, { prefix, delimiter, after: marker, limit });
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Marker: encode(marker ?? ''),
    // Without a delimiter a client goes on from the last key that it got.
    NextMarker: page.truncated && delimiter !== undefined ? encode(page.last!) : undefined,
    MaxKeys: limit,
    Delimiter: delimiter && encode(delimiter),
    EncodingType: type,
    IsTruncated: page.truncated,
    Contents: page.items.map((object) => ({ ...listed(object, encode), Owner: OWNER })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  });
};

/** Version 2: pages by an opaque token. */
export const listObjectsV2: S3Operation = async ({ bucket, query }, call) => {
  const { encode, type } = encodingOf(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') || undefined;
  const startAfter = query.get('start-after') || undefined;
  const token = query.get('continuation-token');
  const limit = limitOf(query, 'max-keys');
  const after = token === null ? startAfter : positionOf(token);
  const page = call.account.objects.page(bucket, { prefix, delimiter, after, limit });
  const withOwner = query.get('fetch-owner') === 'true';
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    NextContinuationToken: page.truncated ? tokenOf(page.last!) : undefined,
    ContinuationToken: token ?? undefined,
    StartAfter: startAfter && encode(startAfter),
    KeyCount: page.items.length + page.commonPrefixes.length,
    MaxKeys: limit,
    Delimiter: delimiter && encode(delimiter),
    EncodingType: type,
    IsTruncated: page.truncated,
    Contents: page.items.map((object) => ({ ...listed(object, encode), ...(withOwner && { Owner: OWNER }) })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  });
};

/** A first byte tells our tokens from what is none. */
function tokenOf(position: string): string {
  return Buffer.from(`1${position}`).toString('base64url');
}

function positionOf(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('1') || tokenOf(text.slice(1)) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice(1);
}
