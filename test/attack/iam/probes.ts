import { AthenaClient, GetWorkGroupCommand, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  GetRoleCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  DecryptCommand,
  type DecryptCommandInput,
  DescribeKeyCommand,
  EncryptCommand,
  type EncryptCommandInput,
} from '@aws-sdk/client-kms';
import {
  CopyObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { PublishCommand, type PublishCommandInput, TagResourceCommand } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { ACCOUNT, REGION } from '../../local/gateway/account';
import { ROOT, trustIn } from '../../local/gateway/roles';
import type { Probe } from './case';
import { credentials } from './principal';
import type { Scene } from './scene';

/** The requests that cases make most. Texts may hold names in angle brackets. */

export const getObject =
  (Key = 'open/a', VersionId?: string): Probe =>
  async (scene) => {
    const input = { Bucket: scene.names.bucket, Key: scene.fill(Key), VersionId };
    const { Body } = await scene.s3.send(new GetObjectCommand(input));
    return Body!.transformToString();
  };

export const putObject =
  (Key = 'open/new', more: Partial<PutObjectCommandInput> = {}): Probe =>
  (scene) =>
    scene.s3.send(
      new PutObjectCommand({ Bucket: scene.names.bucket, Key: scene.fill(Key), Body: 'x', ...more }),
    );

/** @param from `key` in the same bucket, or `key?versionId=...` */
export const copyObject =
  (from: string, Key = 'open/copy'): Probe =>
  ({ s3, names: { bucket } }) =>
    s3.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/${from}` }));

export const list =
  (Prefix?: string, more: Partial<ListObjectsV2CommandInput> = {}): Probe =>
  (scene) =>
    scene.s3.send(
      new ListObjectsV2Command({ Bucket: scene.names.bucket, Prefix: Prefix && scene.fill(Prefix), ...more }),
    );

export const listWorkGroups: Probe = ({ athena }) => athena.send(new ListWorkGroupsCommand());

export const listWorkGroupsIn =
  (region: string): Probe =>
  (scene) =>
    new AthenaClient(scene.settings(region)).send(new ListWorkGroupsCommand());

export const getWorkGroup =
  (WorkGroup: string): Probe =>
  ({ athena }) =>
    athena.send(new GetWorkGroupCommand({ WorkGroup }));

export const listRoles: Probe = ({ iam }) => iam.send(new ListRolesCommand({ MaxItems: 1 }));

export const getRole =
  (RoleName: string): Probe =>
  ({ iam }) =>
    iam.send(new GetRoleCommand({ RoleName }));

/** Makes a role, `<made>-made`. */
export const makeRole =
  (more: Partial<CreateRoleCommandInput> = {}): Probe =>
  (scene) =>
    scene.iam.send(
      new CreateRoleCommand({
        RoleName: `${scene.names.made}-made`,
        AssumeRolePolicyDocument: trustIn(ROOT),
        ...scene.fill(more),
      }),
    );

/** Attaches a policy to the case's other role. */
export const attachToTarget =
  (PolicyArn: string): Probe =>
  ({ iam, names }) =>
    iam.send(new AttachRolePolicyCommand({ RoleName: names.targetName, PolicyArn }));

export const assumeTarget =
  (more: Partial<AssumeRoleCommandInput> = {}): Probe =>
  (scene) =>
    scene.sts.send(
      new AssumeRoleCommand({
        RoleArn: scene.names.target,
        RoleSessionName: 'chained',
        ...scene.fill(more),
      }),
    );

/** A request as a session of the case's other role, which the principal assumes for it. */
export const asTarget =
  (probe: Probe, more: Partial<AssumeRoleCommandInput> = {}): Probe =>
  async (scene) => {
    const answer = (await assumeTarget(more)(scene)) as { Credentials?: object };
    return probe(scene.as(credentials(answer.Credentials as Parameters<typeof credentials>[0])));
  };

export const encrypt =
  (more: Partial<EncryptCommandInput> = {}): Probe =>
  (scene) =>
    scene.kms.send(
      new EncryptCommand({ KeyId: scene.names.key, Plaintext: Buffer.from('x'), ...scene.fill(more) }),
    );

/** Decrypts what the case's key has encrypted. The key is not named: the ciphertext tells. */
export const decrypt =
  (more: Partial<DecryptCommandInput> = {}, ciphertext: keyof Scene['ciphertext'] = 'plain'): Probe =>
  (scene) =>
    scene.kms.send(
      new DecryptCommand({
        CiphertextBlob: scene.ciphertext[ciphertext],
        ...(ciphertext === 'withContext' && { EncryptionContext: { app: 'lake' } }),
        ...scene.fill(more),
      }),
    );

export const describeKey =
  (KeyId = '<key>'): Probe =>
  (scene) =>
    scene.kms.send(new DescribeKeyCommand({ KeyId: scene.fill(KeyId) }));

export const topicArn = (name: string): string => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;

export const publish =
  (more: Partial<PublishCommandInput> = { TopicArn: '<topic>' }): Probe =>
  (scene) =>
    scene.sns.send(new PublishCommand({ Message: 'x', ...scene.fill(more) }));

/** Tags the case's topic, which needs one of its own. */
export const tagTopic =
  (tags: Record<string, string>): Probe =>
  ({ sns, names }) =>
    sns.send(
      new TagResourceCommand({
        ResourceArn: names.topic,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );

export const putMetric =
  (Namespace: string): Probe =>
  ({ cloudWatch }) =>
    cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }));

export const getSecret =
  (SecretId: string): Probe =>
  (scene) =>
    scene.json('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId });

export const sendMessage =
  (queue: string): Probe =>
  (scene) =>
    scene.json('sqs', 'AmazonSQS.SendMessage', {
      QueueUrl: `http://127.0.0.1:${scene.wire.account.port}/${ACCOUNT}/${queue}`,
      MessageBody: 'x',
    });

export const describeStreams =
  (logGroupName: string): Probe =>
  (scene) =>
    scene.json('logs', 'Logs_20140328.DescribeLogStreams', { logGroupName });

export const listFunctions: Probe = (scene) =>
  scene.raw('lambda', { method: 'GET', path: '/2015-03-31/functions' });
