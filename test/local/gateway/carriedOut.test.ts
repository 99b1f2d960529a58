import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Credentials, errorIn, openWireAccount, send, signed, type WireAccount } from './account';
import { allow, assume, createRole, deny, policy, trustIn } from './roles';

let account: WireAccount;
beforeAll(async () => {
  account = await openWireAccount();
});
afterAll(() => account.close());

const json = async (service: string, target: string, input: object, credentials?: Credentials) =>
  send(
    account,
    await signed(
      account,
      service,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
        body: JSON.stringify(input),
      },
      { credentials },
    ),
  );

test('a long poll of an empty queue holds nobody up', async () => {
  const { body } = await json('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'q' });
  const { QueueUrl } = JSON.parse(body) as { QueueUrl: string };
  const polled = await json('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
  expect(polled.status).toBe(200);
  expect((await json('sqs', 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: 'x' })).status).toBe(200);
});

describe('a policy that cannot be read is refused when it is put', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };

  test.each([
    ['an operator that is none', { ...statement, Condition: { StringEqualz: { 'aws:username': 'x' } } }],
    ['an action that is none', { ...statement, Action: 's3:Get Object' }],
    ['a resource that is no ARN', { ...statement, Resource: 'b/*' }],
  ])('of a bucket: %s', async (_, one) => {
    const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    const put = s3.send(new PutBucketPolicyCommand({ Bucket: 'bucket', Policy: policy(one) }));
    await expect(put).rejects.toMatchObject({ name: 'MalformedPolicy' });
  });

  test('of a key, a trust, a role', async () => {
    const bad = { ...statement, Condition: { StringEqualz: { 'aws:username': 'x' } } };
    const kms = new KMSClient(account.settings).send(new CreateKeyCommand({ Policy: policy(bad) }));
    await expect(kms).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    const iam = new IAMClient(account.settings);
    const trust = policy({ ...bad, Action: 'sts:AssumeRole', Principal: { AWS: '*' }, Resource: undefined });
    const role = iam.send(new CreateRoleCommand({ RoleName: 'bad', AssumeRolePolicyDocument: trust }));
    await expect(role).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await iam.send(new CreateRoleCommand({ RoleName: 'good', AssumeRolePolicyDocument: trustIn('*') }));
    const inline = iam.send(
      new PutRolePolicyCommand({
        RoleName: 'good',
        PolicyName: 'p',
        PolicyDocument: policy(allow('s3:Get Object')),
      }),
    );
    await expect(inline).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  });
});

describe('services without a table of resources', () => {
  const list = (credentials: Credentials) =>
    json('dynamodb', 'DynamoDB_20120810.ListTables', {}, credentials);
  const session = async (name: string, ...statements: object[]): Promise<Credentials> => {
    await createRole(account, name, statements);
    return assume(account, name);
  };

  test('are for whoever may do everything', async () => {
    expect((await list(await session('everything', allow('*')))).status).toBe(200);
    const narrow = errorIn(await list(await session('narrow', allow('dynamodb:*'))));
    expect(narrow.code).toBe('AccessDeniedException');
  });

  test('are shut by any denial in the service, and to whoever may do everything but IAM', async () => {
    const denied = await session('denied', allow('*'), deny('dynamodb:PutItem'));
    expect(errorIn(await list(denied)).code).toBe('AccessDeniedException');
    const power = await session('power', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' });
    expect(errorIn(await list(power)).code).toBe('AccessDeniedException');
  });
});

test('a name that is no region is refused', async () => {
  const request = await signed(account, 'kms', { method: 'POST', headers: { 'x-amz-target': 'x.y' } });
  const elsewhere = request.headers.authorization!.replace('/us-east-1/', '/mars-1/');
  const answer = await send(account, {
    ...request,
    headers: { ...request.headers, authorization: elsewhere },
  });
  expect(answer.status).toBe(403);
  expect(errorIn(answer).message).toContain('valid region');
});
