import type { Random } from '../random';
import { LAKE, OWN_BUCKET } from '../../attack/api/lake';
import { headerSafe, type Written } from './writeRequest';

/** Requests to S3 that its model would not think of: keys, ranges, parts, overridden headers, documents. */
const KEYS = [
  ...['..', '../..', 'a/../../b', '.', './a', '/', '//', '///a', 'a//b', 'a/', '%2e%2e/%2e%2e', '%00', 'a%00b', '%0d%0ax:y'],
  ...['%ff', '%c3%28', '%ed%a0%80', '%', '%zz', '%e2%80%ae', '%F0%9F%98%80', '%7f', '%1f%1b', 'a%5cb', '%25252e', 'con', '~', '$x'],
  ...['a'.repeat(1024), 'a'.repeat(1025), 'a'.repeat(5000), '%F0%9F%98%80'.repeat(257), 'a/'.repeat(512), 'a/'.repeat(511)],
  ...['mine.txt', 'lakehouse/vault/secret.csv', 'soap', '?', '%3f', '%23', "a'b", 'a%22b', '.hidden', '__proto__', 'a'.repeat(256)],
];
const BUCKETS = [OWN_BUCKET, OWN_BUCKET, OWN_BUCKET, LAKE, 'none-such', 'A', '..', 'x'.repeat(64), 'a..b', '192.168.0.1', '%00', 'xn--a', '__proto__', '_', '%2e%2e'];
const RANGES = [
  ...['bytes=', 'bytes=-', 'bytes=-0', 'bytes=5-1', 'bytes=0-', 'bytes=99-', 'bytes=-99999999999999999999', 'bytes=1e3-', 'bytes=a-b'],
  ...['bytes=0-0,2-3', 'bytes=18446744073709551616-18446744073709551617', 'items=0-1', 'bytes=0-1;', 'bytes=٣-٤', ' bytes = 0 - 1', 'bytes=--1'],
];
const OVERRIDES = [
  'response-content-language',
  'response-content-type',
  'response-content-disposition',
  'response-cache-control',
  'response-expires',
  'response-content-encoding',
];
const BREAKS_OF_LINES = ['a%0d%0ab', '%0a', 'a%00', '%e2%82%ac', '%ff', 'x%0d%0aset-cookie:a=b', '%7f', '', '%F0%9F%98%80', 'a'.repeat(7000)];
const NUMBERS = ['0', '-1', '10001', '1e3', '1.5', '', 'x', '99999999999999999999', '%00', '00', '0x10', 'NaN', '1', '10000'];
const SUBRESOURCES = [
  ...['acl', 'attributes', 'tagging', 'uploads', 'uploadId=x', 'uploadId=', 'torrent', 'retention', 'legal-hold', 'restore', 'select&select-type=2'],
  ...['policy', 'cors', 'lifecycle', 'encryption', 'versioning', 'website', 'logging', 'notification', 'replication', 'tagging', 'location'],
  ...['publicAccessBlock', 'ownershipControls', 'object-lock', 'requestPayment', 'accelerate', 'analytics&id=x', 'inventory&id=x', 'metrics&id=x'],
  ...['intelligent-tiering&id=x', 'policyStatus', 'versions', 'list-type=2', 'delete', 'session', 'metadataTable', 'abac', 'versionId=x', 'x-id=GetObject'],
];
const LISTING = [
  ...['max-keys', 'max-uploads', 'max-parts', 'part-number-marker', 'partNumber', 'max-buckets'].map((name) => [name, NUMBERS] as const),
  ...['prefix', 'delimiter', 'marker', 'start-after', 'continuation-token', 'key-marker', 'upload-id-marker', 'version-id-marker', 'versionId', 'uploadId'].map(
    (name) => [name, [...BREAKS_OF_LINES, 'x', '/', '..', 'bnVsbA==', 'eyJ9', '%25', 'a'.repeat(2000)]] as const,
  ),
  ['encoding-type', ['url', 'x', '', 'URL']] as const,
  ['fetch-owner', ['true', 'x', '']] as const,
];
const HEADERS: [string, string[]][] = [
  ['range', RANGES],
  ['x-amz-copy-source', ['', '/', 'x', `/${OWN_BUCKET}`, `${OWN_BUCKET}/%`, `/${OWN_BUCKET}/mine.txt?versionId=`, `/${OWN_BUCKET}/mine.txt`, '%ff/%ff', '//', `${OWN_BUCKET}/%00`]],
  ['x-amz-copy-source-range', RANGES],
  ['x-amz-tagging', ['a=1&a=2', '%', '=', 'a', 'a=%ff', Array.from({ length: 11 }, (_, i) => `a${i}=1`).join('&'), `${'a'.repeat(129)}=1`]],
  ['x-amz-metadata-directive', ['BOGUS', '', 'REPLACE', 'COPY']],
  ['x-amz-tagging-directive', ['BOGUS', 'REPLACE']],
  ['x-amz-acl', ['bogus', '', 'public-read', 'private']],
  ['x-amz-storage-class', ['BOGUS', '', 'STANDARD', 'GLACIER']],
  ['x-amz-server-side-encryption', ['BOGUS', '', 'aws:kms', 'AES256']],
  ['x-amz-server-side-encryption-customer-algorithm', ['AES256', 'x']],
  ['x-amz-checksum-crc32', ['x', '', 'AAAAAA==', '\xff']],
  ['x-amz-checksum-sha256', ['x', 'AAAA']],
  ['x-amz-sdk-checksum-algorithm', ['BOGUS', 'CRC32', 'MD5', '']],
  ['x-amz-checksum-algorithm', ['BOGUS', 'CRC32', '']],
  ['content-md5', ['x', '', 'AAAAAAAAAAAAAAAAAAAAAA==', '\xff']],
  ['if-match', ['x', '', '*', '"', '\xff']],
  ['if-none-match', ['*', 'x', '', '"a', '\xff']],
  ['if-modified-since', ['x', '', '\xff', 'Mon, 01 Jan 99999 00:00:00 GMT', '-1']],
  ['if-unmodified-since', ['x', '', 'Thu, 01 Jan 1970 00:00:00 GMT']],
  ['x-amz-object-attributes', ['BOGUS', '', 'ETag,BOGUS', 'ETag,,ObjectSize']],
  ['x-amz-max-parts', NUMBERS],
  ['x-amz-expected-bucket-owner', ['1', 'x', '']],
  ['x-amz-bucket-object-lock-enabled', ['true', 'x']],
  ['x-amz-object-ownership', ['BOGUS', '']],
  ['x-amz-mfa', ['x']],
  ['x-amz-website-redirect-location', ['x', '', '\xff']],
  ['x-amz-meta-a', ['\xe9\xff', '', 'a'.repeat(3000), ' ']],
  ['content-type', ['', 'x', '\xff', 'a'.repeat(5000)]],
  ['content-encoding', ['gzip', 'aws-chunked', '\xff', '']],
  ['cache-control', ['\xff', '']],
  ['expires', ['x', '\xff', '0']],
  ['x-amz-request-payer', ['x']],
  ['x-amz-content-sha256', ['x', '', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'UNSIGNED-PAYLOAD', '0'.repeat(64)]],
  ['x-amz-decoded-content-length', NUMBERS],
  ['x-amz-trailer', ['x-amz-checksum-crc32', 'x', '']],
];
const XML = [
  ...['', '<', '<a/>', '<a></b>', '\0', '<Delete/>', '<Delete><Object/></Delete>', '<Delete><Object><Key></Key></Object></Delete>'],
  `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`,
  `<Delete><Object><Key>${'a'.repeat(2000)}</Key></Object></Delete>`,
  '<Delete><Object><Key>..</Key></Object><Object><Key>&#0;</Key></Object><Quiet>maybe</Quiet></Delete>',
  '<Delete><Object><Key>a<b/>c</Key></Object></Delete>',
  '<CompleteMultipartUpload/>',
  '<CompleteMultipartUpload><Part><PartNumber>0</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>',
  '<CompleteMultipartUpload><Part><PartNumber>10001</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>',
  `<CompleteMultipartUpload>${'<Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>'.repeat(10_001)}</CompleteMultipartUpload>`,
  '<CompleteMultipartUpload><Part><PartNumber>x</PartNumber></Part></CompleteMultipartUpload>',
  '<Tagging/>',
  '<Tagging><TagSet><Tag><Key>a</Key></Tag><Tag><Key>a</Key></Tag></TagSet></Tagging>',
  `<Tagging><TagSet>${'<Tag><Key>a</Key><Value>b</Value></Tag>'.repeat(5000)}</TagSet></Tagging>`,
  '<CreateBucketConfiguration><LocationConstraint>mars-1</LocationConstraint></CreateBucketConfiguration>',
  '<VersioningConfiguration><Status>Maybe</Status></VersioningConfiguration>',
  '<LifecycleConfiguration><Rule><Expiration><Days>-1</Days></Expiration></Rule></LifecycleConfiguration>',
  '<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter/><Expiration><Days>99999999999999999999</Days></Expiration></Rule></LifecycleConfiguration>',
  '<CORSConfiguration><CORSRule/></CORSConfiguration>',
  '<ServerSideEncryptionConfiguration><Rule/></ServerSideEncryptionConfiguration>',
  '<PublicAccessBlockConfiguration><BlockPublicAcls>maybe</BlockPublicAcls></PublicAccessBlockConfiguration>',
  '<AccessControlPolicy/>',
  '<BucketLoggingStatus><LoggingEnabled/></BucketLoggingStatus>',
  '<NotificationConfiguration><TopicConfiguration/></NotificationConfiguration>',
  '<WebsiteConfiguration/>',
  '{"Version":"2012-10-17"}',
  '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"x"}]}',
  '[]',
  'null',
  '<!DOCTYPE a [<!ENTITY a0 "x"><!ENTITY a1 "&a0;&a0;&a0;&a0;">]><Delete><Object><Key>&a1;</Key></Object></Delete>',
  '<!DOCTYPE a SYSTEM "file:///etc/hostname"><Tagging/>',
  '<a>'.repeat(10_000) + '</a>'.repeat(10_000),
  `<Tagging xmlns="${'a'.repeat(100_000)}"/>`,
  `<Delete>${'&amp;'.repeat(100_000)}</Delete>`,
  `<Delete><Object><Key>${'&#x41;'.repeat(2000)}</Key></Object></Delete>`,
  'a'.repeat(300_000),
];

export function s3Request(random: Random): Written {
  const key = random.chance(0.75) ? random.pick(KEYS) : undefined;
  const query: string[] = [];
  if (random.chance(0.4)) query.push(random.pick(SUBRESOURCES));
  if (random.chance(0.3)) query.push(`${random.pick(OVERRIDES)}=${random.pick(BREAKS_OF_LINES)}`);
  if (random.chance(0.5)) {
    const [name, values] = random.pick(LISTING);
    query.push(`${name}=${random.pick(values)}`);
  }
  if (random.chance(0.15)) query.push(`partNumber=${random.pick(NUMBERS)}&uploadId=${random.pick(['x', '', '..', '00000000'])}`);
  const headers: Record<string, string> = {};
  for (let i = random.integer(0, 2); i > 0; i--) {
    const [name, values] = random.pick(HEADERS);
    headers[name] = headerSafe(random.pick(values));
  }
  const method = random.pick(['GET', 'GET', 'GET', 'PUT', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS']);
  const path = `/${random.pick(BUCKETS)}${key === undefined ? '' : `/${key.replaceAll('?', '%3f')}`}`;
  return {
    method,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers,
    body: Buffer.from(method === 'GET' || method === 'HEAD' ? '' : random.pick(XML)),
  };
}
