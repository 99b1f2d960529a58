import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { BudgetsClient, DescribeBudgetsCommand } from '@aws-sdk/client-budgets';
import { GetDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, type Credentials, openWireAccount, REGION, type WireAccount } from '../gateway/account';
import { allow, assume, createRole, deny, policy, putPolicy, roleArn } from '../gateway/roles';

/** IAM's decisions, as callers of every kind of service meet them. */

let account: WireAccount;
let count = 0;

beforeAll(async () => {
  account = await openWireAccount();
  await s3().send(new CreateBucketCommand({ Bucket: 'lake' }));
  for (const Key of ['open/a', 'open/secret/b', 'closed/c'])
    await s3().send(new PutObjectCommand({ Bucket: 'lake', Key, Body: 'x' }));
  for (const Name of ['alarms', 'other']) await sns().send(new CreateTopicCommand({ Name }));
});
afterAll(() => account.close());

const settings = (credentials: Credentials = account.deployer) => ({ ...account.settings, credentials });
const s3 = (by?: Credentials) => new S3Client({ ...settings(by), forcePathStyle: true });
const sns = (by?: Credentials) => new SNSClient(settings(by));
const iam = (by?: Credentials) => new IAMClient(settings(by));

const calls = {
  read: (by: Credentials, Key: string) => s3(by).send(new GetObjectCommand({ Bucket: 'lake', Key })),
  list: (by: Credentials, Prefix: string) =>
    s3(by).send(new ListObjectsV2Command({ Bucket: 'lake', Prefix })),
  athena: (by: Credentials) => new AthenaClient(settings(by)).send(new ListWorkGroupsCommand()),
  glue: (by: Credentials, Name: string) =>
    new GlueClient(settings(by)).send(new GetDatabaseCommand({ Name })),
  budgets: (by: Credentials) =>
    new BudgetsClient(settings(by)).send(new DescribeBudgetsCommand({ AccountId: ACCOUNT })),
  publish: (by: Credentials, topic: string) =>
    sns(by).send(new PublishCommand({ TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:${topic}`, Message: 'x' })),
  roles: (by: Credentials) => iam(by).send(new ListRolesCommand()),
};
/** `yes` when IAM lets a call through (what the service then says of it is another matter), else its refusal. */
const may = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'yes',
    (error: Error) => (/^AccessDenied/.test(error.name) ? `${error.name}: ${error.message}` : 'yes'),
  );
const NO = expect.stringMatching(/^AccessDenied/);

async function sessionOf(
  statements: object[],
  session: string | undefined = undefined,
): Promise<Credentials> {
  const name = `r${count++}`;
  await createRole(account, name, statements);
  return assume(account, name, { Policy: session });
}

test('a role without a policy may nothing, and is told so in the words of each service', async () => {
  await createRole(account, 'bare');
  const bare = await assume(account, 'bare');
  const user = `User: arn:aws:sts::${ACCOUNT}:assumed-role/bare/test is not authorized to perform:`;
  const because = (action: string) => `because no identity-based policy allows the ${action} action`;
  const texts: [() => Promise<unknown>, string, string, string][] = [
    [() => calls.read(bare, 'open/a'), 'AccessDenied', 's3:GetObject', 'arn:aws:s3:::lake/open/a'],
    [() => calls.list(bare, ''), 'AccessDenied', 's3:ListBucket', 'arn:aws:s3:::lake'],
    [() => calls.athena(bare), 'AccessDeniedException', 'athena:ListWorkGroups', '*'],
    [
      () => calls.budgets(bare),
      'AccessDeniedException',
      'budgets:ViewBudget',
      `arn:aws:budgets::${ACCOUNT}:budget/*`,
    ],
    [
      () => calls.publish(bare, 'alarms'),
      'AccessDenied',
      'sns:Publish',
      `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`,
    ],
    [() => calls.roles(bare), 'AccessDenied', 'iam:ListRoles', '*'],
  ];
  for (const [call, name, action, resource] of texts)
    expect(await may(call())).toBe(`${name}: ${user} ${action} on resource: ${resource} ${because(action)}`);
});

test('the deployer may everything', async () => {
  const by = account.deployer;
  const all = [calls.read(by, 'closed/c'), calls.athena(by), calls.budgets(by), calls.roles(by)];
  expect(await Promise.all(all.map(may))).toEqual(['yes', 'yes', 'yes', 'yes']);
});

describe('statements', () => {
  test('allow the actions they name, by patterns, in any case', async () => {
    const by = await sessionOf([allow(['ATHENA:list*', 'budgets:ViewBudget'])]);
    expect(await may(calls.athena(by))).toBe('yes');
    expect(await may(calls.budgets(by))).toBe('yes');
    expect(await may(calls.roles(by))).toEqual(NO);
  });

  test('allow the resources they name, by patterns', async () => {
    const by = await sessionOf([
      allow('s3:GetObject', 'arn:aws:s3:::lake/open/*'),
      allow('sns:Publish', `arn:aws:sns:*:${ACCOUNT}:alarm?`),
      allow('glue:GetDatabase', [
        `arn:aws:glue:${REGION}:${ACCOUNT}:catalog`,
        `arn:aws:glue:${REGION}:${ACCOUNT}:database/lake*`,
      ]),
    ]);
    expect(await may(calls.read(by, 'open/a'))).toBe('yes');
    expect(await may(calls.read(by, 'closed/c'))).toEqual(NO);
    expect(await may(calls.publish(by, 'alarms'))).toBe('yes');
    expect(await may(calls.publish(by, 'other'))).toEqual(NO);
    expect(await may(calls.glue(by, 'lakehouse'))).toBe('yes');
    expect(await may(calls.glue(by, 'sandbox'))).toEqual(NO);
  });

  test('deny what others allow', async () => {
    const by = await sessionOf([allow('s3:*'), deny('s3:GetObject', 'arn:aws:s3:::lake/open/secret/*')]);
    expect(await may(calls.read(by, 'open/a'))).toBe('yes');
    expect(await may(calls.read(by, 'open/secret/b'))).toMatch(
      /on resource: arn:aws:s3:::lake\/open\/secret\/b with an explicit deny in an identity-based policy$/,
    );
  });

  test('name what they do not mean: NotAction, NotResource', async () => {
    const by = await sessionOf([
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::lake/open/*' },
    ]);
    expect(await may(calls.athena(by))).toBe('yes');
    expect(await may(calls.roles(by))).toEqual(NO);
    expect(await may(calls.read(by, 'open/a'))).toBe('yes');
    expect(await may(calls.read(by, 'closed/c'))).toEqual(NO);
  });
});

describe('conditions', () => {
  test('on what the request asks for', async () => {
    const by = await sessionOf([
      allow('s3:ListBucket', 'arn:aws:s3:::lake', { Condition: { StringLike: { 's3:prefix': 'open/*' } } }),
    ]);
    expect(await may(calls.list(by, 'open/'))).toBe('yes');
    expect(await may(calls.list(by, 'closed/'))).toEqual(NO);
    expect(await may(calls.list(by, ''))).toEqual(NO);
  });

  test('on who asks, from where, when and how', async () => {
    const name = 'conditional';
    const met = {
      ArnEquals: { 'aws:PrincipalArn': roleArn(name) },
      StringEquals: { 'aws:PrincipalAccount': ACCOUNT },
      IpAddress: { 'aws:SourceIp': '127.0.0.0/8' },
      DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    await createRole(account, name, [allow('athena:*', '*', { Condition: met })]);
    const by = await assume(account, name);
    expect(await may(calls.athena(by))).toBe('yes');
    for (const unmet of [
      { ArnEquals: { 'aws:PrincipalArn': roleArn('other') } },
      { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
      { Bool: { 'aws:SecureTransport': 'false' } },
      { StringEquals: { 'aws:PrincipalTag/team': 'data' } },
    ]) {
      await putPolicy(account, name, [allow('athena:*', '*', { Condition: { ...met, ...unmet } })]);
      expect(await may(calls.athena(by))).toEqual(NO);
    }
  });
});

test('a change of policy holds from the next call on, for sessions that there are', async () => {
  await createRole(account, 'changing');
  const by = await assume(account, 'changing');
  expect(await may(calls.athena(by))).toEqual(NO);
  await putPolicy(account, 'changing', [allow('athena:*')]);
  expect(await may(calls.athena(by))).toBe('yes');
  await iam().send(new DeleteRolePolicyCommand({ RoleName: 'changing', PolicyName: 'p' }));
  expect(await may(calls.athena(by))).toEqual(NO);
  await putPolicy(account, 'changing', [allow('athena:*')]);
  expect(await may(calls.athena(by))).toBe('yes');
  await iam().send(new DeleteRolePolicyCommand({ RoleName: 'changing', PolicyName: 'p' }));
  await iam().send(new DeleteRoleCommand({ RoleName: 'changing' }));
  expect(await may(calls.athena(by))).toEqual(NO);
});

test('managed policies allow, and a boundary is the most that is left', async () => {
  const create = (PolicyName: string, ...statements: object[]) =>
    iam().send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policy(...statements) }));
  const wide = await create('wide', allow(['athena:*', 'iam:ListRoles']));
  const narrow = await create('narrow', allow(['athena:*', 's3:*']));
  await createRole(account, 'bounded', [], { PermissionsBoundary: narrow.Policy!.Arn });
  await iam().send(new AttachRolePolicyCommand({ RoleName: 'bounded', PolicyArn: wide.Policy!.Arn }));
  const by = await assume(account, 'bounded');
  expect(await may(calls.athena(by))).toBe('yes');
  expect(await may(calls.roles(by))).toEqual(NO);
  expect(await may(calls.read(by, 'open/a'))).toEqual(NO);
});

test('a policy of the session takes rights away and gives none', async () => {
  const by = await sessionOf([allow(['athena:*', 'iam:*'])], policy(allow(['athena:*', 's3:*'])));
  expect(await may(calls.athena(by))).toBe('yes');
  expect(await may(calls.roles(by))).toEqual(NO);
  expect(await may(calls.read(by, 'open/a'))).toEqual(NO);
});

test('the policy of a bucket gives and takes rights, from the deployer too', async () => {
  await createRole(account, 'guest');
  await createRole(account, 'owner', [allow('s3:*')]);
  const [guest, owner] = [await assume(account, 'guest'), await assume(account, 'owner')];
  const Policy = policy(
    { ...allow('s3:GetObject', 'arn:aws:s3:::lake/open/*'), Principal: { AWS: roleArn('guest') } },
    { ...deny('s3:GetObject', 'arn:aws:s3:::lake/closed/*'), Principal: '*' },
  );
  await s3().send(new PutBucketPolicyCommand({ Bucket: 'lake', Policy }));
  expect(await may(calls.read(guest, 'open/a'))).toBe('yes');
  expect(await may(calls.read(guest, 'closed/c'))).toEqual(NO);
  expect(await may(calls.read(owner, 'open/a'))).toBe('yes');
  expect(await may(calls.read(owner, 'closed/c'))).toEqual(NO);
  expect(await may(calls.read(account.deployer, 'closed/c'))).toEqual(NO);
  await s3().send(new DeleteBucketPolicyCommand({ Bucket: 'lake' }));
  expect(await may(calls.read(account.deployer, 'closed/c'))).toBe('yes');
  expect(await may(calls.read(guest, 'open/a'))).toEqual(NO);
});
