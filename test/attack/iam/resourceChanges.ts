import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, PutKeyPolicyCommand, UpdateAliasCommand } from '@aws-sdk/client-kms';
import {
  DeleteBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { allow, deny, policy, ROOT, trustIn } from '../../local/gateway/roles';
import { documented, OBJECTS, type PolicyCase, type Probe, to, when } from './case';
import { KEY_POLICY, PRINCIPAL, S3_POLICY, S3_TAGS, SNS_POLICY } from './pages';
import { credentials } from './principal';
import { assumeTarget, encrypt, getObject, publish } from './probes';
import { makeKey } from './stage';

const READ = [allow('s3:GetObject', OBJECTS)];
const NOTHING = [deny('s3:GetObject', OBJECTS)];
const inline = { PolicyName: 'inline' };
const role = { request: getObject() };

const putRole =
  (statements: object[]): Probe =>
  (scene) =>
    scene.iam.send(
      new PutRolePolicyCommand({
        RoleName: scene.names.name,
        ...inline,
        PolicyDocument: policy(...scene.fill(statements)),
      }),
    );
const putBucket =
  (...statements: object[]): Probe =>
  (scene) =>
    scene.s3.send(
      new PutBucketPolicyCommand({
        Bucket: scene.names.bucket,
        Policy: policy(...scene.fill(statements)),
      }),
    );
const putKey =
  (...statements: object[]): Probe =>
  (scene) =>
    scene.kms.send(
      new PutKeyPolicyCommand({
        KeyId: scene.names.key,
        PolicyName: 'default',
        Policy: policy(...scene.fill(statements)),
      }),
    );
const putTrust =
  (...AWS: string[]): Probe =>
  ({ iam, names }) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: names.targetName, PolicyDocument: trustIn(...AWS) }),
    );
const OPEN_KEY = { ...allow('kms:*'), ...to('<root>') };

/** Deletes the role, and makes another of its name and rights. */
const makeRoleAnew: Probe = async ({ iam, names }) => {
  const RoleName = names.name;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, ...inline }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  return iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustIn(ROOT) }));
};

/** A request by a session made for it: of the role that now has the name. */
const anew =
  (probe: Probe): Probe =>
  async (scene) => {
    const { Credentials } = await scene
      .asDeployer()
      .sts.send(new AssumeRoleCommand({ RoleArn: scene.names.role, RoleSessionName: 'anew' }));
    return probe(scene.as(credentials(Credentials)));
  };

/** Encrypts by an alias, which at first is one of the case's key. */
const encryptByAlias: Probe = async (scene) => {
  const AliasName = `alias/${scene.names.name}`;
  await scene
    .asDeployer()
    .kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: scene.names.key }))
    .catch((error: Error) => {
      if (error.name !== 'AlreadyExistsException') throw error;
    });
  return encrypt({ KeyId: AliasName })(scene);
};

/** Changes of resources, and of who they name. */
export const resourceChanges: PolicyCase[] = [
  ...documented(S3_TAGS, [
    {
      name: 'an object is tagged otherwise',
      ...role,
      objectTags: { team: 'data' },
      identity: [
        allow('s3:GetObject', OBJECTS, when({ StringEquals: { 's3:ExistingObjectTag/team': 'data' } })),
      ],
      expect: 'allow',
      after: [
        {
          change: ({ s3, names }) =>
            s3.send(
              new PutObjectTaggingCommand({
                Bucket: names.bucket,
                Key: 'open/a',
                Tagging: { TagSet: [{ Key: 'team', Value: 'web' }] },
              }),
            ),
          expect: 'deny',
        },
      ],
    },
  ]),
  ...documented(S3_POLICY, [
    {
      name: 'the policy of a bucket is changed and deleted',
      ...role,
      bucketPolicy: [{ ...READ[0], ...to('<role>') }],
      expect: 'allow',
      after: [
        { change: putBucket({ ...NOTHING[0], ...to('*') }), expect: 'deny' },
        { change: putBucket({ ...READ[0], ...to('<role>') }), expect: 'allow' },
        {
          change: ({ s3, names }) => s3.send(new DeleteBucketPolicyCommand({ Bucket: names.bucket })),
          expect: 'deny',
        },
      ],
    },
  ]),
  ...documented(KEY_POLICY, [
    {
      name: 'the policy of a key is changed',
      identity: [allow('kms:*')],
      request: encrypt(),
      keyPolicy: [OPEN_KEY],
      expect: 'allow',
      after: [
        { change: putKey(OPEN_KEY, { ...deny('kms:Encrypt'), ...to('<role>') }), expect: 'deny' },
        { change: putKey(OPEN_KEY), expect: 'allow' },
      ],
    },
    {
      name: 'an alias is given to another key',
      identity: [allow('kms:*'), deny('kms:Encrypt', '<key>')],
      request: encryptByAlias,
      keyTags: {},
      expect: 'deny',
      after: [
        {
          change: async (scene) =>
            scene.kms.send(
              new UpdateAliasCommand({
                AliasName: `alias/${scene.names.name}`,
                TargetKeyId: (await makeKey(scene)).arn,
              }),
            ),
          expect: 'allow',
        },
        {
          change: ({ kms, names }) =>
            kms.send(new UpdateAliasCommand({ AliasName: `alias/${names.name}`, TargetKeyId: names.key })),
          expect: 'deny',
        },
      ],
    },
  ]),
  ...documented(SNS_POLICY, [
    {
      name: 'the policy of a topic is changed',
      identity: [allow('sns:*')],
      request: publish(),
      topicTags: {},
      expect: 'allow',
      after: [
        {
          change: (scene) =>
            scene.sns.send(
              new SetTopicAttributesCommand({
                TopicArn: scene.names.topic,
                AttributeName: 'Policy',
                AttributeValue: policy(scene.fill({ ...deny('sns:Publish', '<topic>'), ...to('*') })),
              }),
            ),
          expect: 'deny',
        },
      ],
    },
  ]),
  ...documented(PRINCIPAL, [
    {
      name: 'the trust of a role is changed',
      request: assumeTarget(),
      target: { trust: [{ Effect: 'Allow', Principal: { AWS: '<role>' }, Action: 'sts:AssumeRole' }] },
      expect: 'allow',
      after: [
        { change: putTrust(ROOT), expect: 'deny' },
        { change: (scene) => putTrust(scene.names.role)(scene), expect: 'allow' },
      ],
    },
    {
      name: 'a role is made anew: sessions of the old one are dead',
      ...role,
      identity: READ,
      refusal: /^(AccessDenied|InvalidAccessKeyId|InvalidToken|ExpiredToken|InvalidClientTokenId)/,
      expect: 'allow',
      after: [
        {
          change: async (scene) => {
            await makeRoleAnew(scene);
            await putRole(READ)(scene);
          },
          expect: 'deny',
        },
      ],
    },
    {
      name: 'a role is made anew: a trust in the old one is no trust in it',
      identity: READ,
      request: anew(assumeTarget()),
      target: { trust: [{ Effect: 'Allow', Principal: { AWS: '<role>' }, Action: 'sts:AssumeRole' }] },
      expect: 'allow',
      after: [{ change: makeRoleAnew, expect: 'deny' }],
    },
    {
      name: 'a role is made anew: a bucket that named the old one does not name it',
      identity: [allow('athena:*')],
      request: anew(getObject()),
      bucketPolicy: [{ ...READ[0], ...to('<role>') }],
      expect: 'allow',
      after: [{ change: makeRoleAnew, expect: 'deny' }],
    },
  ]),
];
