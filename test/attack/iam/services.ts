import { allow, deny } from '../../local/gateway/roles';
import { documented, type PolicyCase, type Probe, to } from './case';
import { authorization, SECRET_POLICY, SQS_POLICY } from './pages';
import { getSecret, getWorkGroup, listFunctions, listWorkGroups, putMetric, sendMessage } from './probes';

const ARN = 'us-east-1:<account>';
const namespace = (value: string, effect = allow) =>
  effect('cloudwatch:PutMetricData', '*', {
    Condition: { StringEquals: { 'cloudwatch:namespace': value } },
  });

/** Makes a secret with a policy of its own as the deployer, and reads it. */
const readWith =
  (...statements: object[]): Probe =>
  async (scene) => {
    const deployer = scene.asDeployer();
    const name = scene.names.made;
    await deployer.json('secretsmanager', 'secretsmanager.CreateSecret', { Name: name, SecretString: 'x' });
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: scene.fill(statements) });
    const input = { SecretId: name, ResourcePolicy };
    await deployer.json('secretsmanager', 'secretsmanager.PutResourcePolicy', input);
    return getSecret(name)(scene);
  };

/** The same for a queue. */
const sendWith =
  (...statements: object[]): Probe =>
  async (scene) => {
    const deployer = scene.asDeployer();
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: scene.fill(statements) });
    const input = { QueueName: scene.names.made, Attributes: { Policy } };
    await deployer.json('sqs', 'AmazonSQS.CreateQueue', input);
    return sendMessage(scene.names.made)(scene);
  };

const json =
  (service: string, target: string, input: object = {}): Probe =>
  (scene) =>
    scene.json(service, target, input);
const READ = 'secretsmanager:GetSecretValue';
const listRules = json('events', 'AWSEvents.ListRules');
const listTables = json('dynamodb', 'DynamoDB_20120810.ListTables');

/** Decisions on what moto answers, and on the account's own services. */
export const services: PolicyCase[] = [
  ...documented(authorization('AWS Lambda'), [
    {
      name: 'lambda:ListFunctions is allowed',
      identity: [allow('lambda:ListFunctions')],
      request: listFunctions,
      expect: 'allow',
    },
    {
      name: 'lambda: all actions are allowed',
      identity: [allow('lambda:*')],
      request: listFunctions,
      expect: 'allow',
    },
    {
      name: 'lambda: all reading actions are allowed',
      identity: [allow(['lambda:List*', 'lambda:Get*'])],
      request: listFunctions,
      expect: 'allow',
    },
    {
      name: 'lambda: another action is allowed',
      identity: [allow('lambda:GetFunction')],
      request: listFunctions,
      expect: 'deny',
    },
    {
      name: 'lambda:ListFunctions is denied',
      identity: [allow('*'), deny('lambda:ListFunctions')],
      request: listFunctions,
      expect: 'deny',
    },
  ]),
  ...documented(authorization('Amazon CloudWatch'), [
    {
      name: 'cloudwatch:namespace: the one',
      identity: [namespace('Lake')],
      request: putMetric('Lake'),
      expect: 'allow',
    },
    {
      name: 'cloudwatch:namespace: another',
      identity: [namespace('Lake')],
      request: putMetric('Other'),
      expect: 'deny',
    },
    {
      name: 'cloudwatch:namespace in a denial',
      identity: [allow('cloudwatch:*'), namespace('Lake', deny)],
      request: putMetric('Lake'),
      expect: 'deny',
    },
  ]),
  ...documented(authorization('Amazon EventBridge and Amazon DynamoDB'), [
    {
      name: 'events:ListRules is allowed',
      identity: [allow('events:ListRules')],
      request: listRules,
      expect: 'allow',
    },
    {
      name: 'events:ListRules is not allowed',
      identity: [allow('events:PutRule')],
      request: listRules,
      expect: 'deny',
    },
    {
      name: 'dynamodb:ListTables is allowed',
      identity: [allow('dynamodb:ListTables')],
      request: listTables,
      expect: 'allow',
    },
    {
      name: 'dynamodb:ListTables is denied',
      identity: [allow('*'), deny('dynamodb:List*')],
      request: listTables,
      expect: 'deny',
    },
  ]),
  ...documented(authorization('Amazon Athena'), [
    {
      name: 'a work group: the one',
      identity: [allow('athena:GetWorkGroup', `arn:aws:athena:${ARN}:workgroup/open`)],
      request: getWorkGroup('open'),
      expect: 'allow',
    },
    {
      name: 'a work group: another',
      identity: [allow('athena:GetWorkGroup', `arn:aws:athena:${ARN}:workgroup/open`)],
      request: getWorkGroup('closed'),
      expect: 'deny',
    },
    {
      name: 'listing work groups is on all of them',
      identity: [allow('athena:*', `arn:aws:athena:${ARN}:workgroup/open`)],
      request: listWorkGroups,
      expect: 'deny',
    },
  ]),
  ...documented(SECRET_POLICY, [
    {
      name: 'a secret that names the role',
      request: readWith({ ...allow(READ), ...to('<role>') }),
      expect: 'allow',
    },
    {
      name: 'a secret that names another role',
      request: readWith({ ...allow(READ), ...to('arn:aws:iam::<account>:role/open/open-role') }),
      expect: 'deny',
    },
    {
      name: 'a secret that denies the role',
      identity: [allow('secretsmanager:*')],
      request: readWith({ ...deny(READ), ...to('<role>') }),
      expect: 'deny',
    },
    {
      name: 'a secret that denies everybody',
      as: 'user',
      identity: [allow('secretsmanager:*')],
      request: readWith({ ...deny(READ), ...to('*') }),
      expect: 'deny',
    },
  ]),
  ...documented(SQS_POLICY, [
    {
      name: 'a queue that names the role',
      request: sendWith({ ...allow('sqs:SendMessage', `arn:aws:sqs:${ARN}:<made>`), ...to('<role>') }),
      expect: 'allow',
    },
    {
      name: 'a queue that denies the role',
      identity: [allow('sqs:*')],
      request: sendWith({ ...deny('sqs:SendMessage', `arn:aws:sqs:${ARN}:<made>`), ...to('<role>') }),
      expect: 'deny',
    },
  ]),
];
