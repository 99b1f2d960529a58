import { bucketName } from '../../../infra/names';
import { rolePolicy } from '../../../infra/policies';
import {
  ACCOUNT,
  type Credentials,
  openWireAccount,
  type RawAnswer,
  REGION,
  type WireAccount,
} from '../../local/gateway/account';
import { allow, assume, createRole, deny, policy } from '../../local/gateway/roles';
import { short } from './verdict';
import { ask } from './wire';

/** The account that is attacked: who is in it, and what belongs to whom. */

const WHERE = { accountId: ACCOUNT, region: REGION };
export const LAKE = bucketName('lake', WHERE);
const RAW = bucketName('raw', WHERE);
export const RESULTS = bucketName('results', WHERE);
export const OWN_BUCKET = 'own-bucket';

/** Stands in everything that only the deployer or the engineer may read. */
export const CANARY = 'canary-4711';

export type Who = 'deployer' | 'analyst' | 'engineer' | 'tenant' | 'fenced' | 'confused' | 'watcher';

export interface Lake {
  account: WireAccount;
  as: Record<Who, Credentials>;
}

const JSON_TARGETS: Record<string, [target: string, version: string]> = {
  athena: ['AmazonAthena', '1.1'],
  glue: ['AWSGlue', '1.1'],
  budgets: ['AWSBudgetServiceGateway', '1.1'],
  kms: ['TrentService', '1.1'],
  secretsmanager: ['secretsmanager', '1.1'],
  logs: ['Logs_20140328', '1.1'],
  ssm: ['AmazonSSM', '1.1'],
  sqs: ['AmazonSQS', '1.0'],
  dynamodb: ['DynamoDB_20120810', '1.0'],
  events: ['AWSEvents', '1.1'],
};

/** Headers of a JSON operation. */
export function target(service: string, operation: string): Record<string, string> {
  const [prefix, version] = JSON_TARGETS[service]!;
  return { 'x-amz-target': `${prefix}.${operation}`, 'content-type': `application/x-amz-json-${version}` };
}

export const json = (
  { account, as }: Lake,
  who: Who,
  service: string,
  operation: string,
  input: object | string,
): Promise<RawAnswer> =>
  ask(account, as[who], {
    service,
    ...(service === 'lakeformation'
      ? { path: `/${operation}`, headers: { 'content-type': 'application/json' } }
      : { headers: target(service, operation) }),
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });

export const form = (parameters: Record<string, string>): string =>
  new URLSearchParams(parameters).toString();
export const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

export const query = (
  { account, as }: Lake,
  who: Who,
  service: string,
  Action: string,
  parameters: Record<string, string> = {},
): Promise<RawAnswer> =>
  ask(account, as[who], { service, headers: FORM, body: form({ Action, ...parameters }) });

export const s3 = (
  { account, as }: Lake,
  who: Who,
  method: string,
  path: string,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): Promise<RawAnswer> => ask(account, as[who], { service: 's3', method, path, body, headers });

/** For preparing: an answer that is not good ends the test. */
export async function must(answer: Promise<RawAnswer>): Promise<RawAnswer> {
  const { status, headers, body } = await answer;
  if (status >= 300) throw new Error(`preparing failed with ${status}: ${short(body)}`);
  return { status, headers, body };
}

export const found = (body: string, element: string): string =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1] ?? '';

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** Services whose things are named `own-…` and `foreign-…`. */
const DIVIDED: Record<string, (name: string) => string[]> = {
  secretsmanager: (name) => [arn('secretsmanager', `secret:${name}`)],
  sqs: (name) => [arn('sqs', name)],
  sns: (name) => [arn('sns', name)],
  logs: (name) => [arn('logs', `log-group:${name}`), arn('logs', `log-group:${name}:*`)],
  lambda: (name) => [arn('lambda', `function:${name}`)],
  cloudwatch: (name) => [arn('cloudwatch', `alarm:${name}`)],
  ssm: (name) => [arn('ssm', `parameter/${name}`)],
  dynamodb: (name) => [arn('dynamodb', `table/${name}`)],
};
const dividedBy = (name: string) => Object.values(DIVIDED).flatMap((resources) => resources(name));
const dividedActions = Object.keys(DIVIDED).map((service) => `${service}:*`);

/** What the `confused` role may do: one operation of each protocol, on anything. */
const HARMLESS = [
  'iam:GetUser',
  'sns:ListTopics',
  'cloudwatch:ListMetrics',
  'sqs:ListQueues',
  'kms:DescribeKey',
  'secretsmanager:ListSecrets',
  'logs:DescribeLogGroups',
  'ssm:DescribeParameters',
  'dynamodb:ListTables',
  'lambda:ListFunctions',
  'athena:ListWorkGroups',
  'glue:GetDatabases',
  'budgets:ViewBudget',
  'lakeformation:ListResources',
  's3:PutObject',
  's3:GetObject',
];

/** Opens an account with its people and buckets. */
export async function openLake(): Promise<Lake> {
  const account = await openWireAccount();
  const lake = { account, as: { deployer: account.deployer } as Record<Who, Credentials> };
  const { body } = await must(json(lake, 'deployer', 'kms', 'CreateKey', {}));
  const key = /"Arn": ?"([^"]+)"/.exec(body)?.[1] ?? '*';
  const roles: [Who, object[]][] = [
    ['analyst', rolePolicy('analyst', { ...WHERE } as never, key).Statement],
    ['engineer', rolePolicy('engineer', { ...WHERE } as never, key).Statement],
    ['tenant', tenantRights()],
    ['fenced', [allow(dividedActions), deny(dividedActions, dividedBy('foreign-*'))]],
    ['confused', [allow(HARMLESS)]],
  ];
  for (const [name, statements] of roles) {
    await createRole(account, `lakehouse-${name}`, statements);
    lake.as[name] = await assume(account, `lakehouse-${name}`);
  }
  lake.as.watcher = await user(lake, 'watcher', [
    allow('iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/watcher`),
  ]);
  for (const bucket of [LAKE, RAW, RESULTS, OWN_BUCKET])
    await must(s3(lake, 'deployer', 'PUT', `/${bucket}`));
  await must(s3(lake, 'deployer', 'PUT', `/${LAKE}/lakehouse/vault/secret.csv`, CANARY));
  await must(s3(lake, 'deployer', 'PUT', `/${LAKE}/lakehouse/customers/data.csv`, `1,${CANARY}\n`));
  await must(s3(lake, 'deployer', 'PUT', `/${OWN_BUCKET}/mine.txt`, 'mine'));
  return lake;
}

function tenantRights(): object[] {
  return [
    allow('athena:*', [
      arn('athena', 'workgroup/lakehouse-analyst'),
      arn('athena', 'datacatalog/AwsDataCatalog'),
    ]),
    allow(['athena:ListWorkGroups', 'athena:ListDataCatalogs', 'athena:ListEngineVersions']),
    allow('glue:*', [
      arn('glue', 'catalog'),
      ...['sandbox', 'governed'].flatMap((name) => [
        arn('glue', `database/${name}`),
        arn('glue', `table/${name}/*`),
      ]),
    ]),
    allow([
      'lakeformation:GrantPermissions',
      'lakeformation:RevokePermissions',
      'lakeformation:BatchGrantPermissions',
      'lakeformation:BatchRevokePermissions',
      'lakeformation:ListPermissions',
      'lakeformation:GetEffectivePermissionsForPath',
      'lakeformation:DescribeResource',
      'lakeformation:ListResources',
      'lakeformation:GetDataAccess',
    ]),
    allow('budgets:*', [
      `arn:aws:budgets::${ACCOUNT}:budget/own-budget`,
      `arn:aws:budgets::${ACCOUNT}:budget/own-budget/*`,
    ]),
    allow('s3:*', [`arn:aws:s3:::${OWN_BUCKET}`, `arn:aws:s3:::${OWN_BUCKET}/*`]),
    allow('kms:*', arn('kms', 'alias/own')),
    allow('iam:*', `arn:aws:iam::${ACCOUNT}:user/own-user`),
    allow(dividedActions, dividedBy('own-*')),
  ];
}

/** Makes a user with one policy and gives its key. */
export async function user(lake: Lake, UserName: string, statements: object[]): Promise<Credentials> {
  await must(query(lake, 'deployer', 'iam', 'CreateUser', { UserName }));
  if (statements.length > 0)
    await must(
      query(lake, 'deployer', 'iam', 'PutUserPolicy', {
        UserName,
        PolicyName: 'p',
        PolicyDocument: policy(...statements),
      }),
    );
  const { body } = await must(query(lake, 'deployer', 'iam', 'CreateAccessKey', { UserName }));
  return { accessKeyId: found(body, 'AccessKeyId'), secretAccessKey: found(body, 'SecretAccessKey') };
}
