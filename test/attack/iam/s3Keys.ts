import { ListObjectsCommand, ListObjectVersionsCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, documented, EVERYBODY, OBJECTS, type PolicyCase, type Probe, when } from './case';
import { authorization, S3_CONDITIONS, S3_TAGS } from './pages';
import { copyObject, getObject, list, putObject } from './probes';

const read = (condition: object): object[] => [allow('s3:GetObject', OBJECTS, when(condition))];
const readNot = (condition: object): object[] => [
  allow('s3:*'),
  deny('s3:GetObject', OBJECTS, when(condition)),
];
const write = (condition: object): object[] => [
  allow(['s3:PutObject', 's3:PutObjectTagging', 's3:PutObjectAcl'], OBJECTS, when(condition)),
];
const writeNot = (condition: object): object[] => [
  allow('s3:*'),
  deny('s3:PutObject', OBJECTS, when(condition)),
];
const DATA = { team: 'data' };
const EXISTING = 's3:ExistingObjectTag/team';
const REQUEST = 's3:RequestObjectTag/team';
const SSE = 's3:x-amz-server-side-encryption';
const ACL = 's3:x-amz-acl';
const SOURCE = 's3:x-amz-copy-source';

const putTags =
  (team: string): Probe =>
  ({ s3, names }) =>
    s3.send(
      new PutObjectTaggingCommand({
        Bucket: names.bucket,
        Key: 'open/a',
        Tagging: { TagSet: [{ Key: 'team', Value: team }] },
      }),
    );

const listVersions =
  (Prefix: string): Probe =>
  ({ s3, names }) =>
    s3.send(new ListObjectVersionsCommand({ Bucket: names.bucket, Prefix }));

const listOld =
  (Prefix: string): Probe =>
  ({ s3, names }) =>
    s3.send(new ListObjectsCommand({ Bucket: names.bucket, Prefix }));

/** Conditions on what a request to S3 brings, and on what an object has. */
export const s3Keys: PolicyCase[] = [
  ...documented(S3_CONDITIONS, [
    {
      name: 's3:prefix: the root by an empty text',
      identity: [allow('s3:ListBucket', BUCKET, when({ StringEquals: { 's3:prefix': ['', 'open/'] } }))],
      request: list(''),
      expect: 'allow',
    },
    {
      name: 's3:prefix holds for the older listing, too',
      identity: [allow('s3:ListBucket', BUCKET, when({ StringEquals: { 's3:prefix': 'open/' } }))],
      request: listOld('closed/'),
      expect: 'deny',
    },
    {
      name: 's3:prefix holds for the listing of versions',
      identity: [allow('s3:ListBucketVersions', BUCKET, when({ StringEquals: { 's3:prefix': 'open/' } }))],
      request: listVersions('closed/'),
      expect: 'deny',
    },
    {
      name: 's3:delimiter: as it must be',
      identity: [allow('s3:ListBucket', BUCKET, when({ StringEquals: { 's3:delimiter': '/' } }))],
      request: list('open/', { Delimiter: '/' }),
      expect: 'allow',
    },
    {
      name: 's3:delimiter: none',
      identity: [allow('s3:ListBucket', BUCKET, when({ StringEquals: { 's3:delimiter': '/' } }))],
      request: list('open/'),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-server-side-encryption: as it must be',
      identity: write({ StringEquals: { [SSE]: 'AES256' } }),
      request: putObject('open/new', { ServerSideEncryption: 'AES256' }),
      expect: 'allow',
    },
    {
      name: 's3:x-amz-server-side-encryption: none',
      identity: write({ StringEquals: { [SSE]: 'AES256' } }),
      request: putObject(),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-server-side-encryption in a denial of its absence: none',
      identity: writeNot({ Null: { [SSE]: 'true' } }),
      request: putObject(),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-server-side-encryption in a denial of its absence: there it is',
      identity: writeNot({ Null: { [SSE]: 'true' } }),
      request: putObject('open/new', { ServerSideEncryption: 'AES256' }),
      expect: 'allow',
    },
    {
      name: 's3:x-amz-server-side-encryption in a denial of others',
      identity: [allow('s3:*')],
      bucketPolicy: [
        {
          ...deny('s3:PutObject', OBJECTS, when({ StringNotEquals: { [SSE]: 'aws:kms' } })),
          ...EVERYBODY,
        },
      ],
      request: putObject('open/new', { ServerSideEncryption: 'AES256' }),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-acl: as it must be',
      identity: write({ StringEquals: { [ACL]: 'bucket-owner-full-control' } }),
      request: putObject('open/new', { ACL: 'bucket-owner-full-control' }),
      expect: 'allow',
    },
    {
      name: 's3:x-amz-acl: none',
      identity: write({ StringEquals: { [ACL]: 'bucket-owner-full-control' } }),
      request: putObject(),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-acl in a denial of public ones',
      identity: writeNot({ StringEquals: { [ACL]: ['public-read', 'public-read-write'] } }),
      request: putObject('open/new', { ACL: 'public-read' }),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-copy-source in a denial of others: another',
      identity: writeNot({ StringNotLike: { [SOURCE]: '<bucket>/open/*' } }),
      request: copyObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-copy-source in a denial of others: the one',
      identity: writeNot({ StringNotLike: { [SOURCE]: '<bucket>/open/*' } }),
      request: copyObject('open/a'),
      expect: 'allow',
    },
    {
      name: 's3:VersionId: as it must be',
      identity: [allow('s3:GetObjectVersion', OBJECTS, when({ StringEquals: { 's3:VersionId': 'null' } }))],
      request: getObject('open/a', 'null'),
      expect: 'allow',
    },
    {
      name: 's3:VersionId: another',
      identity: [allow('s3:GetObjectVersion', OBJECTS, when({ StringEquals: { 's3:VersionId': 'v1' } }))],
      request: getObject('open/a', 'null'),
      expect: 'deny',
    },
  ]),
  ...documented(authorization('Amazon S3'), [
    {
      name: 's3:ResourceAccount: the account',
      identity: read({ StringEquals: { 's3:ResourceAccount': '<account>' } }),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 's3:ResourceAccount in a denial of others',
      identity: readNot({ StringNotEquals: { 's3:ResourceAccount': '210987654321' } }),
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(S3_TAGS, [
    {
      name: 's3:ExistingObjectTag: the value',
      objectTags: DATA,
      identity: read({ StringEquals: { [EXISTING]: 'data' } }),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 's3:ExistingObjectTag: another value',
      objectTags: { team: 'web' },
      identity: read({ StringEquals: { [EXISTING]: 'data' } }),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 's3:ExistingObjectTag: an object without tags',
      objectTags: DATA,
      identity: read({ StringEquals: { [EXISTING]: 'data' } }),
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 's3:ExistingObjectTag in a denial: met',
      objectTags: DATA,
      identity: readNot({ StringEquals: { [EXISTING]: 'data' } }),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 's3:ExistingObjectTag in a denial of others: no tag',
      objectTags: DATA,
      identity: readNot({ StringNotEquals: { [EXISTING]: 'data' } }),
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 's3:ExistingObjectTag in the policy of a bucket',
      objectTags: DATA,
      bucketPolicy: [
        {
          ...allow('s3:GetObject', OBJECTS, when({ StringEquals: { [EXISTING]: 'data' } })),
          ...EVERYBODY,
        },
      ],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 's3:RequestObjectTag: the value, when writing',
      identity: write({ StringEquals: { [REQUEST]: 'data' } }),
      request: putObject('open/new', { Tagging: 'team=data' }),
      expect: 'allow',
    },
    {
      name: 's3:RequestObjectTag: another value, when writing',
      identity: write({ StringEquals: { [REQUEST]: 'data' } }),
      request: putObject('open/new', { Tagging: 'team=web' }),
      expect: 'deny',
    },
    {
      name: 's3:RequestObjectTag: the value, when tagging',
      objectTags: {},
      identity: [allow('s3:PutObjectTagging', OBJECTS, when({ StringEquals: { [REQUEST]: 'data' } }))],
      request: putTags('data'),
      expect: 'allow',
    },
    {
      name: 's3:RequestObjectTag in a denial, when tagging',
      objectTags: {},
      identity: [
        allow('s3:*'),
        deny('s3:PutObjectTagging', OBJECTS, when({ StringEquals: { [REQUEST]: 'data' } })),
      ],
      request: putTags('data'),
      expect: 'deny',
    },
    {
      name: 's3:RequestObjectTagKeys: another key',
      identity: write({ 'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['team'] } }),
      request: putObject('open/new', { Tagging: 'admin=yes' }),
      expect: 'deny',
    },
  ]),
];
