import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Moto } from '../../../src/local/moto/moto';
import { type Ask, ask, must, openMoto, role, say } from './ask';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-checkpoint-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
afterEach(() => {
  vi.useRealTimers();
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});
const ROLE = 'arn:aws:iam::123456789012:role/';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:topic';
const QUEUE = 'https://queue.amazonaws.com/123456789012/queue';
const TABLE = {
  TableName: 'table',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};
/** An empty archive. */
const ZIP = new Uint8Array(Buffer.from('504b0506000000000000000000000000000000000000', 'hex'));

interface Case {
  make: Ask[];
  read: Ask[];
  /** Makes one more, whose ids must be the same with and without a checkpoint. */
  next: Ask[];
}

/** Every service that policies are decided for here, and others that learners may try. */
const CASES: Record<string, Case> = {
  iam: {
    make: [
      [
        'iam',
        'CreateRole',
        { RoleName: 'r', AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'a', Value: 'b' }] },
      ],
      ['iam', 'CreatePolicy', { PolicyName: 'p', PolicyDocument: POLICY }],
      ['iam', 'AttachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::123456789012:policy/p' }],
      ['iam', 'PutRolePolicy', { RoleName: 'r', PolicyName: 'in', PolicyDocument: POLICY }],
      ['iam', 'CreateUser', { UserName: 'u', PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      ['iam', 'CreateAccessKey', { UserName: 'u' }],
      ['iam', 'CreateGroup', { GroupName: 'g' }],
      ['iam', 'AddUserToGroup', { GroupName: 'g', UserName: 'u' }],
      ['iam', 'CreateInstanceProfile', { InstanceProfileName: 'i' }],
      ['iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'i', RoleName: 'r' }],
    ],
    read: [
      ['iam', 'GetAccountAuthorizationDetails', { Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'] }],
      ['iam', 'ListAccessKeys', { UserName: 'u' }],
      ['iam', 'GetUser', { UserName: 'u' }],
      ['iam', 'ListInstanceProfiles'],
    ],
    next: [role('next'), ['iam', 'CreateUser', { UserName: 'next' }]],
  },
  kms: {
    make: [
      ['kms', 'CreateKey', { Description: 'k', Tags: [{ TagKey: 'a', TagValue: 'b' }] }],
      ['kms', 'CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }],
      ['kms', 'CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }],
      ['kms', 'CreateKey', {}, 'eu-west-1'],
    ],
    read: [
      ['kms', 'ListKeys'],
      ['kms', 'ListAliases'],
      ['kms', 'ListKeys', {}, 'eu-west-1'],
    ],
    next: [['kms', 'CreateKey', {}]],
  },
  s3: {
    make: [
      ['s3', 'CreateBucket', { Bucket: 'bucket' }],
      ['s3', 'PutBucketVersioning', { Bucket: 'bucket', VersioningConfiguration: { Status: 'Enabled' } }],
      ['s3', 'PutBucketTagging', { Bucket: 'bucket', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }],
      [
        's3',
        'PutBucketLifecycleConfiguration',
        {
          Bucket: 'bucket',
          LifecycleConfiguration: {
            Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: 'a' }, Expiration: { Days: 1 } }],
          },
        },
      ],
      [
        's3',
        'PutPublicAccessBlock',
        {
          Bucket: 'bucket',
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        },
      ],
      [
        's3',
        'PutBucketEncryption',
        {
          Bucket: 'bucket',
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        },
      ],
    ],
    read: [
      ['s3', 'ListBuckets'],
      ['s3', 'GetBucketTagging', { Bucket: 'bucket' }],
      ['s3', 'GetBucketLifecycleConfiguration', { Bucket: 'bucket' }],
      ['s3', 'GetPublicAccessBlock', { Bucket: 'bucket' }],
      ['s3', 'GetBucketEncryption', { Bucket: 'bucket' }],
      ['s3', 'GetBucketVersioning', { Bucket: 'bucket' }],
    ],
    next: [['s3', 'CreateBucket', { Bucket: 'next' }]],
  },
  sns: {
    make: [
      ['sns', 'CreateTopic', { Name: 'topic', Tags: [{ Key: 'a', Value: 'b' }] }],
      [
        'sns',
        'Subscribe',
        { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'me@example.com', ReturnSubscriptionArn: true },
      ],
    ],
    read: [
      ['sns', 'ListTopics'],
      ['sns', 'ListSubscriptions'],
      ['sns', 'GetTopicAttributes', { TopicArn: TOPIC }],
    ],
    next: [
      [
        'sns',
        'Subscribe',
        { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'b@example.com', ReturnSubscriptionArn: true },
      ],
    ],
  },
  sqs: {
    make: [
      ['sqs', 'CreateQueue', { QueueName: 'queue', tags: { a: 'b' } }],
      ['sqs', 'SendMessage', { QueueUrl: QUEUE, MessageBody: 'hello' }],
    ],
    read: [
      ['sqs', 'ListQueues'],
      ['sqs', 'GetQueueAttributes', { QueueUrl: QUEUE, AttributeNames: ['All'] }],
    ],
    next: [['sqs', 'SendMessage', { QueueUrl: QUEUE, MessageBody: 'next' }]],
  },
  secretsmanager: {
    make: [['secretsmanager', 'CreateSecret', { Name: 's', SecretString: 'x' }]],
    read: [
      ['secretsmanager', 'ListSecrets'],
      ['secretsmanager', 'GetSecretValue', { SecretId: 's' }],
    ],
    next: [['secretsmanager', 'CreateSecret', { Name: 'next', SecretString: 'x' }]],
  },
  logs: {
    make: [
      ['logs', 'CreateLogGroup', { logGroupName: 'g', tags: { a: 'b' } }],
      ['logs', 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' }],
      [
        'logs',
        'PutLogEvents',
        { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: Date.now(), message: 'm' }] },
      ],
    ],
    read: [
      ['logs', 'DescribeLogGroups'],
      ['logs', 'GetLogEvents', { logGroupName: 'g', logStreamName: 's' }],
    ],
    next: [
      [
        'logs',
        'PutSubscriptionFilter',
        {
          logGroupName: 'g',
          filterName: 'f',
          filterPattern: '',
          destinationArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
        },
      ],
    ],
  },
  lambda: {
    make: [
      [
        'lambda',
        'CreateFunction',
        {
          FunctionName: 'f',
          Runtime: 'python3.11',
          Role: `${ROLE}r`,
          Handler: 'a.b',
          Code: { ZipFile: ZIP },
          Publish: true,
          Tags: { a: 'b' },
        },
      ],
      ['lambda', 'CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' }],
      [
        'lambda',
        'AddPermission',
        {
          FunctionName: 'f',
          StatementId: 's',
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
        },
      ],
    ],
    read: [
      ['lambda', 'ListFunctions'],
      ['lambda', 'GetPolicy', { FunctionName: 'f' }],
      ['lambda', 'GetAlias', { FunctionName: 'f', Name: 'live' }],
    ],
    next: [['lambda', 'PublishVersion', { FunctionName: 'f' }]],
  },
  monitoring: {
    make: [
      [
        'monitoring',
        'PutMetricAlarm',
        {
          AlarmName: 'a',
          MetricName: 'm',
          Namespace: 'n',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      ],
      ['monitoring', 'PutDashboard', { DashboardName: 'd', DashboardBody: '{"widgets":[]}' }],
      ['monitoring', 'PutMetricData', { Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1 }] }],
    ],
    read: [
      ['monitoring', 'DescribeAlarms'],
      ['monitoring', 'GetDashboard', { DashboardName: 'd' }],
      ['monitoring', 'ListMetrics'],
    ],
    next: [['monitoring', 'PutDashboard', { DashboardName: 'next', DashboardBody: '{"widgets":[]}' }]],
  },
  tagging: {
    make: [['tagging', 'TagResources', { ResourceARNList: [TOPIC], Tags: { c: 'd' } }]],
    read: [['tagging', 'GetResources']],
    next: [],
  },
  acm: {
    make: [['acm', 'RequestCertificate', { DomainName: 'example.com' }]],
    read: [['acm', 'ListCertificates']],
    next: [
      [
        'acm',
        'AddTagsToCertificate',
        { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/none', Tags: [] },
      ],
    ],
  },
  dynamodb: {
    make: [
      ['dynamodb', 'CreateTable', TABLE],
      ['dynamodb', 'PutItem', { TableName: 'table', Item: { id: { S: 'a' }, n: { N: '1' } } }],
    ],
    read: [
      ['dynamodb', 'DescribeTable', { TableName: 'table' }],
      ['dynamodb', 'Scan', { TableName: 'table' }],
    ],
    next: [['dynamodb', 'CreateTable', { ...TABLE, TableName: 'next' }]],
  },
  ec2: {
    make: [
      ['ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }],
      ['ec2', 'CreateSecurityGroup', { GroupName: 'g', Description: 'd' }],
      ['ec2', 'CreateKeyPair', { KeyName: 'k' }],
    ],
    read: [
      ['ec2', 'DescribeVpcs'],
      ['ec2', 'DescribeSubnets'],
      ['ec2', 'DescribeSecurityGroups'],
      ['ec2', 'DescribeKeyPairs'],
    ],
    next: [['ec2', 'CreateVpc', { CidrBlock: '10.1.0.0/16' }]],
  },
  others: {
    make: [
      ['events', 'PutRule', { Name: 'r', ScheduleExpression: 'rate(1 day)' }],
      ['ssm', 'PutParameter', { Name: 'p', Value: 'v', Type: 'String' }],
      [
        'states',
        'CreateStateMachine',
        {
          name: 'm',
          definition: '{"StartAt":"a","States":{"a":{"Type":"Pass","End":true}}}',
          roleArn: `${ROLE}r`,
        },
      ],
      ['route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: 'x' }],
      ['kinesis', 'CreateStream', { StreamName: 's', ShardCount: 1 }],
      [
        'firehose',
        'CreateDeliveryStream',
        {
          DeliveryStreamName: 'd',
          ExtendedS3DestinationConfiguration: { RoleARN: `${ROLE}r`, BucketARN: 'arn:aws:s3:::bucket' },
        },
      ],
      ['ecr', 'CreateRepository', { repositoryName: 'r' }],
      ['organizations', 'CreateOrganization', { FeatureSet: 'ALL' }],
      ['scheduler', 'CreateScheduleGroup', { Name: 'g' }],
      [
        'rds',
        'CreateDBCluster',
        {
          DBClusterIdentifier: 'c',
          Engine: 'aurora-mysql',
          MasterUsername: 'u',
          MasterUserPassword: 'password1',
        },
      ],
    ],
    read: [
      ['events', 'ListRules'],
      ['ssm', 'GetParameter', { Name: 'p' }],
      ['states', 'ListStateMachines'],
      ['route53', 'ListHostedZones'],
      ['kinesis', 'ListStreams'],
      ['firehose', 'ListDeliveryStreams'],
      ['ecr', 'DescribeRepositories'],
      ['organizations', 'DescribeOrganization'],
      ['scheduler', 'ListScheduleGroups'],
      ['rds', 'DescribeDBClusters'],
    ],
    next: [['route53', 'CreateHostedZone', { Name: 'next.com', CallerReference: 'y' }]],
  },
};
const cases = Object.values(CASES);

const reads = async (moto: Moto): Promise<string[]> => {
  const said: string[] = [];
  for (const call of cases.flatMap(({ read }) => read)) said.push(`${call[1]}: ${await must(moto, call)}`);
  // RDS says the time of the request, and ACM issues a certificate a minute after it was asked for.
  return said.map((text) =>
    text.replace(/<(?:LatestRestorableTime|Status)>.*?</g, '<').replace(/("Serial": "\d+").*/, '$1'),
  );
};
const nexts = async (moto: Moto): Promise<string[]> => {
  const said: string[] = [];
  for (const call of cases.flatMap(({ next }) => next)) said.push(`${call[1]}: ${await say(moto, call)}`);
  return said;
};

test('the state of every service comes back from a checkpoint, and new ids are those of a replay', {
  timeout: 180_000,
}, async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const restored = path.join(root, 'restored');
  const moto = await openMoto(restored);
  const refused: string[] = [];
  for (const call of cases.flatMap(({ make }) => make)) {
    const said = await say(moto, call);
    if (!said.startsWith('2')) refused.push(`${call[0]} ${call[1]}: ${said}`);
  }
  expect(refused).toEqual([]);
  const before = await reads(moto);
  await moto.checkpoint();
  expect(moto.warnings()).toEqual([]);
  await moto.close();

  // Two accounts with the same past: one has the checkpoint only, the other the calls only.
  const replayed = path.join(root, 'replayed');
  fs.cpSync(restored, replayed, { recursive: true, filter: (file) => !/\.(checkpoint|sock)$/.test(file) });
  for (const name of ['journal.log', 'archive'])
    fs.rmSync(path.join(restored, name), { recursive: true, force: true });

  const one = await openMoto(restored);
  const two = await openMoto(replayed);
  expect(await reads(one)).toEqual(before);
  // A replay of all calls draws other keys where OpenSSL draws them; only checkpoints keep these.
  const withoutKeys = (said: string[]) => said.map((text) => text.replace(/<keyFingerprint>.*?</g, '<'));
  expect(withoutKeys(await reads(two))).toEqual(withoutKeys(before));
  expect(await nexts(one)).toEqual(await nexts(two));
  await Promise.all([one.close(), two.close()]);
});

test('keys that no replay can draw again are in a checkpoint before their call is answered', {
  timeout: 60_000,
}, async () => {
  const folder = path.join(root, 'keys');
  const moto = await openMoto(folder);
  const made = await ask(moto, ['kms', 'CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }]);
  const { KeyId } = (JSON.parse(made.body.toString('utf8')) as { KeyMetadata: { KeyId: string } })
    .KeyMetadata;
  const publicKey = await must(moto, ['kms', 'GetPublicKey', { KeyId }]);
  process.kill(await moto.pid(), 'SIGKILL');
  await vi.waitFor(() => must(moto, ['kms', 'GetPublicKey', { KeyId }]), 30_000);
  expect(await must(moto, ['kms', 'GetPublicKey', { KeyId }])).toBe(publicKey);
  await moto.close();
});
