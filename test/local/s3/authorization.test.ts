import { expect, test } from 'vitest';
import { s3Service } from '../../../src/local/s3/service';
import { plainRequest } from './s3Server';

const BUCKET = 'arn:aws:s3:::b';
const OBJECT = 'arn:aws:s3:::b/dir/a b';
/** Condition keys that say how the request was signed, and that a put makes an object. */
const OF_EVERY_REQUEST =
  /^s3:(?:signatureversion|authType|TlsVersion|x-amz-content-sha256|signatureAge|ObjectCreationOperation)$/;

function needed(method: string, target: string, headers: Record<string, string> = {}) {
  const [path = '/', query = ''] = target.split('?');
  const request = plainRequest('', {}, { method, path, query: new URLSearchParams(query), headers });
  return s3Service.authorization(request).map(({ action, resource, context = {} }) => {
    const own = Object.entries(context).filter(([key]) => !OF_EVERY_REQUEST.test(key));
    return [action, resource, ...(own.length > 0 ? [Object.fromEntries(own)] : [])];
  });
}

test.each([
  ['GET', '', 's3:GetObject'],
  ['HEAD', '', 's3:GetObject'],
  ['GET', '?partNumber=1&x-id=GetObject', 's3:GetObject'],
  ['GET', '?tagging', 's3:GetObjectTagging'],
  ['GET', '?acl', 's3:GetObjectAcl'],
  ['GET', '?uploadId=u', 's3:ListMultipartUploadParts'],
  ['PUT', '', 's3:PutObject'],
  ['PUT', '?acl', 's3:PutObjectAcl'],
  ['PUT', '?partNumber=1&uploadId=u', 's3:PutObject'],
  ['POST', '?uploads', 's3:PutObject'],
  ['POST', '?uploadId=u', 's3:PutObject'],
  ['DELETE', '', 's3:DeleteObject'],
  ['DELETE', '?tagging', 's3:DeleteObjectTagging'],
  ['DELETE', '?uploadId=u', 's3:AbortMultipartUpload'],
])('%s of an object %s', (method, query, action) => {
  expect(needed(method, `/b/dir/a%20b${query}`)).toEqual([[action, OBJECT]]);
});

test.each([
  ['GET', 's3:GetObjectVersion'],
  ['DELETE', 's3:DeleteObjectVersion'],
])('%s of a version of an object', (method, action) => {
  expect(needed(method, '/b/dir/a%20b?versionId=null')).toEqual([
    [action, OBJECT, { 's3:VersionId': 'null' }],
  ]);
});

test.each([
  ['HEAD', '', 's3:ListBucket'],
  ['GET', '', 's3:ListBucket'],
  ['GET', '?list-type=2', 's3:ListBucket'],
  ['GET', '?versions', 's3:ListBucketVersions'],
  ['GET', '?uploads', 's3:ListBucketMultipartUploads'],
  ['PUT', '', 's3:CreateBucket'],
  ['DELETE', '', 's3:DeleteBucket'],
  ['GET', '?location', 's3:GetBucketLocation'],
  ['GET', '?policy', 's3:GetBucketPolicy'],
  ['PUT', '?policy', 's3:PutBucketPolicy'],
  ['DELETE', '?policy', 's3:DeleteBucketPolicy'],
  ['GET', '?encryption', 's3:GetEncryptionConfiguration'],
  ['DELETE', '?encryption', 's3:PutEncryptionConfiguration'],
  ['PUT', '?publicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ['DELETE', '?lifecycle', 's3:PutLifecycleConfiguration'],
  ['PUT', '?versioning', 's3:PutBucketVersioning'],
  ['PUT', '?tagging', 's3:PutBucketTagging'],
  ['GET', '?metrics&id=x', 's3:GetMetricsConfiguration'],
])('%s of a bucket %s', (method, query, action) => {
  expect(needed(method, `/b${query}`)).toEqual([[action, BUCKET]]);
});

test('the list of buckets', () => {
  expect(needed('GET', '/')).toEqual([['s3:ListAllMyBuckets', '*']]);
});

test('a listing tells its condition keys', () => {
  expect(needed('GET', '/b?list-type=2&prefix=home/&delimiter=/&max-keys=5')).toEqual([
    ['s3:ListBucket', BUCKET, { 's3:prefix': 'home/', 's3:delimiter': '/', 's3:max-keys': '5' }],
  ]);
});

test('a copy reads its source', () => {
  const source = '/other/a%2Bb';
  for (const query of ['', '?partNumber=1&uploadId=u']) {
    expect(needed('PUT', `/b/dir/a%20b${query}`, { 'x-amz-copy-source': source })).toEqual([
      ['s3:GetObject', 'arn:aws:s3:::other/a+b'],
      ['s3:PutObject', OBJECT, { 's3:x-amz-copy-source': source }],
    ]);
  }
  const [read] = needed('PUT', '/b/k', { 'x-amz-copy-source': `${source}?versionId=null` });
  expect(read).toEqual(['s3:GetObjectVersion', 'arn:aws:s3:::other/a+b']);
  expect(() => needed('PUT', '/b/k', { 'x-amz-copy-source': '' })).toThrow(/Copy Source must mention/);
});

test('tags and an ACL on a put are rights of their own', () => {
  const tags = {
    's3:RequestObjectTagKeys': ['a', 'c'],
    's3:RequestObjectTag/a': 'b',
    's3:RequestObjectTag/c': '',
  };
  const acl = { 's3:x-amz-acl': 'private' };
  expect(needed('PUT', '/b/dir/a%20b', { 'x-amz-tagging': 'a=b&c=', 'x-amz-acl': 'private' })).toEqual([
    ['s3:PutObject', OBJECT, { ...acl, ...tags }],
    ['s3:PutObjectTagging', OBJECT, tags],
    ['s3:PutObjectAcl', OBJECT, acl],
  ]);
  const grants = needed('PUT', '/b/k', { 'x-amz-grant-read': 'id=1' });
  expect(grants.map(([action]) => action)).toEqual(['s3:PutObject', 's3:PutObjectAcl']);
});

test('a put tells how the object is to be kept', () => {
  const headers = {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'k',
    'x-amz-storage-class': 'STANDARD_IA',
    'if-none-match': '*',
  };
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [`s3:${name}`, value]));
  expect(needed('PUT', '/b/dir/a%20b', headers)).toEqual([['s3:PutObject', OBJECT, sent]]);
  expect(needed('GET', '/b/dir/a%20b', headers)).toEqual([['s3:GetObject', OBJECT]]);
});

test('every request tells how it was signed', () => {
  const request = plainRequest(
    '',
    {},
    { method: 'GET', path: '/b/k', headers: { 'x-amz-content-sha256': 'h' } },
  );
  expect(s3Service.authorization(request)[0]!.context).toEqual({
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:authType': 'REST-HEADER',
    's3:TlsVersion': '1.3',
    's3:x-amz-content-sha256': 'h',
  });
});

test('keys that look like paths stay keys', () => {
  expect(needed('GET', '/b/../other/k')).toEqual([['s3:GetObject', 'arn:aws:s3:::b/../other/k']]);
  expect(needed('GET', '/b/%2e%2e/k')).toEqual([['s3:GetObject', 'arn:aws:s3:::b/../k']]);
});

test('what a body names is authorized when it is read', () => {
  expect(needed('POST', '/b?delete')).toEqual([]);
  expect(needed('PUT', '/b/k?tagging')).toEqual([]);
});

test('a request that names nothing is refused', () => {
  expect(() => needed('GET', '/b/k?torrent')).toThrow(/not implemented/);
  expect(() => needed('PATCH', '/b/k')).toThrow('The specified method is not allowed against this resource.');
  expect(() => needed('POST', '/')).toThrow('The specified method is not allowed against this resource.');
});
