import { invalidArgument } from './errors';
import type { S3Operation } from './s3Operation';
import { encodingOf, limitOf, listed, OWNER } from './wire/listParameters';
import { xmlResponse } from './wire/xml';

/** Buckets are unversioned here: each object has the one version `null`. */
export const listObjectVersions: S3Operation = async ({ bucket, query }, call) => {
  const { encode, type } = encodingOf(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') || undefined;
  const keyMarker = query.get('key-marker') || undefined;
  const versionMarker = query.get('version-id-marker') ?? '';
  if (versionMarker !== '' && keyMarker === undefined) {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionMarker,
    );
  }
  const limit = limitOf(query, 'max-keys');
  const page = call.account.objects.page(bucket, { prefix, delimiter, after: keyMarker, limit });
  const lastIsKey = page.last !== undefined && page.last === page.items.at(-1)?.key;
  return xmlResponse('ListVersionsResult', {
    Name: bucket,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker ?? ''),
    VersionIdMarker: versionMarker,
    NextKeyMarker: page.truncated ? encode(page.last!) : undefined,
    NextVersionIdMarker: page.truncated && lastIsKey ? 'null' : undefined,
    MaxKeys: limit,
    Delimiter: delimiter && encode(delimiter),
    EncodingType: type,
    IsTruncated: page.truncated,
    Version: page.items.map((object) => ({
      ...listed(object, encode),
      VersionId: 'null',
      IsLatest: true,
      Owner: OWNER,
    })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  });
};
