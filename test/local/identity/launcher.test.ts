import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRequest } from '../../../src/local/claim/parseRequest';
import { modelsOf } from '../../../src/local/claim/services';
import { Policies } from '../../../src/local/identity/policies';
import { AccountFacts } from '../../../src/local/identity/resourceFacts';
import { Moto, type MotoAnswer } from '../../../src/local/moto/moto';
import { projectRoot } from '../../../src/target/project';
import { ACCOUNT, REGION } from '../gateway/account';
import { allow, deny, policy, ROOT, roleArn } from '../gateway/roles';
import { roleSession, user } from './standIn';

/** What moto keeps that IAM must know: boundaries, tags, and the policies of resources. */

let folder: string;
let moto: Moto;
const open = () =>
  Moto.open({
    python: process.env.LAKEHOUSE_PYTHON || path.join(projectRoot(), '.venv', 'bin', 'python'),
    launcher: path.join(projectRoot(), 'src', 'local', 'moto', 'launcher'),
    folder: path.join(folder, 'moto'),
  });
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-launcher-'));
  moto = await open();
});
afterAll(async () => {
  await moto.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const VERSIONS: Record<string, string> = { iam: '2010-05-08', sns: '2010-03-31' };
/** Has moto carry out what a request says. */
function call(service: string, headers: Record<string, string>, body: string): Promise<MotoAnswer> {
  const models = modelsOf(service)!.map((name) => moto.models.model(name));
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(body),
  };
  return moto.call({ service, region: REGION, ...parseRequest(service, models, request) });
}
function query(service: string, form: Record<string, string | undefined>): Promise<MotoAnswer> {
  const members = Object.entries({ Version: VERSIONS[service], ...form }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return call(
    service,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams(members).toString(),
  );
}
async function json(service: string, target: string, input: object): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  const { body } = await call(service, headers, JSON.stringify(input));
  return JSON.parse(body.toString('utf8') || '{}') as Record<string, string>;
}
const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
const text = ({ status, body }: MotoAnswer) => `${status} ${body.toString('utf8')}`;
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/narrow`;
const boundaryOf = async (UserName: string) =>
  /<PermissionsBoundaryArn>(.*?)</.exec(text(await query('iam', { Action: 'GetUser', UserName })))?.[1];

test('the boundary of a user is kept, shown, put, deleted, and back after a start', async () => {
  const PolicyDocument = policy(allow('s3:*'));
  await query('iam', { Action: 'CreatePolicy', PolicyName: 'narrow', PolicyDocument });
  await query('iam', { Action: 'CreateUser', UserName: 'ana', PermissionsBoundary: POLICY });
  await query('iam', {
    Action: 'CreateUser',
    UserName: 'bo',
    'Tags.member.1.Key': 'Team',
    'Tags.member.1.Value': 'x',
  });
  expect([await boundaryOf('ana'), await boundaryOf('bo')]).toEqual([POLICY, undefined]);
  await query('iam', { Action: 'PutUserPermissionsBoundary', UserName: 'bo', PermissionsBoundary: POLICY });
  await moto.close();
  moto = await open();
  expect(await boundaryOf('bo')).toBe(POLICY);
  const { boundary, tags } = (await new Policies(moto, ACCOUNT).identity('user', 'bo'))!;
  expect([boundary, tags]).toEqual([PolicyDocument, { Team: 'x' }]);
  await query('iam', { Action: 'DeleteUserPermissionsBoundary', UserName: 'bo' });
  expect(await boundaryOf('bo')).toBeUndefined();
  expect(text(await query('iam', { Action: 'DeleteUserPermissionsBoundary', UserName: 'bo' }))).toMatch(
    /^404 .*NoSuchEntity/s,
  );
});

test('a boundary that is not there is refused, of users and roles', async () => {
  const PermissionsBoundary = `${POLICY}-none`;
  const trust = {
    AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' }),
  };
  for (const form of [
    { Action: 'CreateUser', UserName: 'cy' },
    { Action: 'PutUserPermissionsBoundary', UserName: 'ana' },
    { Action: 'CreateRole', RoleName: 'r', ...trust },
  ])
    expect(text(await query('iam', { ...form, PermissionsBoundary }))).toMatch(/^404 .*NoSuchEntity/s);
  expect(text(await query('iam', { Action: 'GetUser', UserName: 'cy' }))).toMatch(/^404/);
});

test('tags of resources, by their ARNs', async () => {
  const key = await json('kms', 'TrentService.CreateKey', { Tags: [{ TagKey: 'a', TagValue: 'kms' }] });
  const { Arn: keyArn = '' } = key.KeyMetadata as unknown as Record<string, string>;
  const Tags = [{ Key: 'a', Value: 'secret' }];
  const secret = await json('secretsmanager', 'secretsmanager.CreateSecret', {
    Name: 's',
    SecretString: 'x',
    Tags,
  });
  const tag = (value: string) => ({ 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': value });
  await query('sns', { Action: 'CreateTopic', Name: 't', ...tag('sns') });
  await json('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'q', tags: { a: 'sqs' } });
  await json('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: 'g', tags: { a: 'logs' } });
  await query('iam', { Action: 'TagUser', UserName: 'ana', ...tag('user') });
  const facts = new AccountFacts(moto, { tagsOf: () => ({ a: 'own' }) });
  const found = async (of: string) => (await facts.tagsOf(of)).a;
  expect(await found(keyArn)).toBe('kms');
  expect(await found(secret.ARN!)).toBe('secret');
  expect(await found(arn('sns', 't'))).toBe('sns');
  expect(await found(arn('sqs', 'q'))).toBe('sqs');
  expect(await found(arn('logs', 'log-group:g'))).toBe('logs');
  expect(await found(`arn:aws:iam::${ACCOUNT}:user/ana`)).toBe('user');
  expect(await found(arn('glue', 'database/d'))).toBe('own');
  for (const none of ['arn:aws:s3:::b', arn('sns', 'none'), arn('kms', 'key/none'), arn('ec2', 'vpc/v')])
    expect(await facts.tagsOf(none)).toEqual({});
});

test('the policies of resources bind, from the deployer on', async () => {
  const policies = new Policies(moto, ACCOUNT);
  const deployer = user('deployer');
  const ask = async (action: string, resource: string, caller = deployer) => {
    const { outcome, by } = await policies.decide(caller, action, resource);
    return by ? `${outcome} ${by}` : outcome;
  };
  const DENIED = 'explicit resource-based policy';
  const denies = (action: string) => policy({ ...deny(action), Principal: '*' });

  const { ARN = '' } = await json('secretsmanager', 'secretsmanager.CreateSecret', {
    Name: 'p',
    SecretString: 'x',
  });
  expect(await ask('secretsmanager:GetSecretValue', ARN)).toBe('allowed');
  const secret = { SecretId: ARN, ResourcePolicy: denies('secretsmanager:GetSecretValue') };
  await json('secretsmanager', 'secretsmanager.PutResourcePolicy', secret);
  const sns = { AttributeName: 'Policy', AttributeValue: denies('sns:Publish') };
  await query('sns', { Action: 'SetTopicAttributes', TopicArn: arn('sns', 't'), ...sns });
  await json('sqs', 'AmazonSQS.SetQueueAttributes', {
    QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/q`,
    Attributes: { Policy: denies('sqs:SendMessage') },
  });
  policies.flush();
  expect(await ask('secretsmanager:GetSecretValue', ARN)).toBe(DENIED);
  expect(await ask('secretsmanager:DescribeSecret', ARN)).toBe('allowed');
  expect(await ask('sns:Publish', arn('sns', 't'))).toBe(DENIED);
  expect(await ask('sqs:SendMessage', arn('sqs', 'q'))).toBe(DENIED);

  const other = policy({ ...allow('kms:*'), Principal: { AWS: roleArn('other') } });
  const key = await json('kms', 'TrentService.CreateKey', { Policy: other });
  const { Arn = '', KeyId = '' } = key.KeyMetadata as unknown as Record<string, string>;
  await json('kms', 'TrentService.CreateAlias', { AliasName: 'alias/k', TargetKeyId: KeyId });
  expect(await ask('kms:Encrypt', Arn)).toBe('implicit resource-based policy');
  // An alias stands for its key.
  expect(await ask('kms:Encrypt', arn('kms', 'alias/k'))).toBe('implicit resource-based policy');
  expect(await ask('kms:Encrypt', arn('kms', 'alias/none'))).toBe('allowed');
});

test('a session ends with its role, also when another role has its name', async () => {
  const AssumeRolePolicyDocument = policy({
    Effect: 'Allow',
    Principal: { AWS: ROOT },
    Action: 'sts:AssumeRole',
  });
  const policies = new Policies(moto, ACCOUNT);
  const make = async () => {
    await query('iam', { Action: 'CreateRole', RoleName: 'again', AssumeRolePolicyDocument });
    await query('iam', {
      Action: 'PutRolePolicy',
      RoleName: 'again',
      PolicyName: 'p',
      PolicyDocument: policy(allow('*')),
    });
    policies.flush();
    return (await policies.identity('role', 'again'))!.id;
  };
  const caller = roleSession('again', { roleId: await make() });
  const may = async () => (await policies.decide(caller, 's3:GetObject', 'arn:aws:s3:::b/k')).outcome;
  expect(await may()).toBe('allowed');
  await query('iam', { Action: 'DeleteRolePolicy', RoleName: 'again', PolicyName: 'p' });
  await query('iam', { Action: 'DeleteRole', RoleName: 'again' });
  await make();
  expect(await may()).toBe('implicit');
});
