import {
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
} from '@aws-sdk/client-s3';
import { presigned } from '../../local/gateway/account';
import { allow, deny } from '../../local/gateway/roles';
import { CLOSED, documented, OBJECTS, OPEN, type PolicyCase, type Probe, when } from './case';
import { S3_PERMISSIONS, S3_SIGNATURE } from './pages';
import { copyObject, getObject, putObject } from './probes';

const read = (condition: object): object[] => [allow('s3:GetObject', OBJECTS, when(condition))];
const readNot = (condition: object): object[] => [
  allow('s3:*'),
  deny('s3:GetObject', OBJECTS, when(condition)),
];

/** Reads by a signature in the query. @param age seconds since it was made */
const readPresigned =
  (age = 0): Probe =>
  async (scene) => {
    const at = new Date(Date.now() - age * 1000);
    const path = `/${scene.names.bucket}/open/a`;
    return scene.sent(
      await presigned(scene.wire.account, { path }, { credentials: scene.by, at, expiresIn: 3600 }),
    );
  };

/** Deletes by a list; what is denied of it stands in the answer. */
const deleteByList =
  (...keys: string[]): Probe =>
  async ({ s3, names }) => {
    const Delete = { Objects: keys.map((Key) => ({ Key })) };
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: names.bucket, Delete }));
    for (const { Code, Message } of Errors) throw Object.assign(new Error(Message), { name: Code });
  };

/** What requests to S3 need, and conditions on their signatures. */
export const s3Operations: PolicyCase[] = [
  ...documented(S3_PERMISSIONS, [
    {
      name: 'a version needs GetObjectVersion',
      identity: [allow('s3:GetObject')],
      request: getObject('open/a', 'null'),
      expect: 'deny',
    },
    {
      name: 'writing with tags needs PutObjectTagging',
      identity: [allow('s3:PutObject')],
      request: putObject('open/new', { Tagging: 'team=data' }),
      expect: 'deny',
    },
    {
      name: 'writing with an ACL needs PutObjectAcl',
      identity: [allow('s3:PutObject')],
      request: putObject('open/new', { ACL: 'bucket-owner-full-control' }),
      expect: 'deny',
    },
    {
      name: 'a copy reads its source',
      identity: [allow('s3:PutObject'), allow('s3:GetObject', OPEN)],
      request: copyObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'a copy of a version needs GetObjectVersion',
      identity: [allow(['s3:PutObject', 's3:GetObject'])],
      request: copyObject('open/a?versionId=null'),
      expect: 'deny',
    },
    {
      name: 'a list of deletions is one of each',
      objectTags: {},
      identity: [allow('s3:DeleteObject'), deny('s3:DeleteObject', CLOSED)],
      request: deleteByList('open/a', 'closed/c'),
      expect: 'deny',
    },
    {
      name: 'an upload in parts is writing',
      identity: [allow('s3:*'), deny('s3:PutObject', CLOSED)],
      request: ({ s3, names }) =>
        s3.send(new CreateMultipartUploadCommand({ Bucket: names.bucket, Key: 'closed/new' })),
      expect: 'deny',
    },
    {
      name: 'attributes need GetObject, too',
      identity: [allow('s3:GetObjectAttributes')],
      request: ({ s3, names }) =>
        s3.send(
          new GetObjectAttributesCommand({
            Bucket: names.bucket,
            Key: 'open/a',
            ObjectAttributes: ['ObjectSize'],
          }),
        ),
      expect: 'deny',
    },
  ]),
  ...documented(S3_SIGNATURE, [
    {
      name: 's3:authType: a signature in the query, where headers are asked for',
      identity: readNot({ StringNotEquals: { 's3:authType': 'REST-HEADER' } }),
      request: readPresigned(),
      expect: 'deny',
    },
    {
      name: 's3:authType: a signature in the headers',
      identity: readNot({ StringNotEquals: { 's3:authType': 'REST-HEADER' } }),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 's3:signatureversion',
      identity: read({ StringEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } }),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 's3:signatureAge: a young one',
      identity: readNot({ NumericGreaterThan: { 's3:signatureAge': '600000' } }),
      request: readPresigned(),
      expect: 'allow',
    },
    {
      name: 's3:signatureAge: an old one',
      identity: readNot({ NumericGreaterThan: { 's3:signatureAge': '600000' } }),
      request: readPresigned(900),
      expect: 'deny',
    },
    {
      name: 's3:x-amz-content-sha256: an unsigned body is denied',
      identity: readNot({ StringEquals: { 's3:x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
      request: (scene) =>
        scene.raw('s3', {
          path: `/${scene.names.bucket}/open/a`,
          headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        }),
      expect: 'deny',
    },
  ]),
];
