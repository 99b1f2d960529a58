import { AthenaClient, GetWorkGroupCommand, InvalidRequestException } from '@aws-sdk/client-athena';
import { BudgetsClient, DescribeBudgetCommand, NotFoundException } from '@aws-sdk/client-budgets';
import { EntityNotFoundException, GetDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { DescribeResourceCommand, LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { GetObjectCommand, HeadObjectCommand, NoSuchBucket, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  errorIn,
  openWireAccount,
  type RawRequest,
  send,
  signed,
  type WireAccount,
} from './account';

/** Errors have the shape of the service that was called, so that its SDK knows them. */

let account: WireAccount;

beforeAll(async () => {
  account = await openWireAccount();
});
afterAll(() => account.close());

const thrownBy = (call: Promise<unknown>) =>
  call.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
const raw = async (service: string, request: Partial<RawRequest>) =>
  send(account, await signed(account, service, request));
const target = (name: string, body = '{}') => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': name },
  body,
});
const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

describe('the SDK knows the exceptions of', () => {
  test('Athena, Glue, Budgets: JSON', async () => {
    const athena = new AthenaClient(account.settings);
    const workGroup = await thrownBy(athena.send(new GetWorkGroupCommand({ WorkGroup: 'none' })));
    expect(workGroup).toBeInstanceOf(InvalidRequestException);
    const glue = new GlueClient(account.settings);
    const database = await thrownBy(glue.send(new GetDatabaseCommand({ Name: 'none' })));
    expect(database).toBeInstanceOf(EntityNotFoundException);
    expect(database).toMatchObject({
      message: 'Database none not found.',
      $metadata: { httpStatusCode: 400 },
    });
    const budgets = new BudgetsClient(account.settings);
    const budget = await thrownBy(
      budgets.send(new DescribeBudgetCommand({ AccountId: ACCOUNT, BudgetName: 'none' })),
    );
    expect(budget).toBeInstanceOf(NotFoundException);
  });

  test('Lake Formation: REST-JSON', async () => {
    const lakeFormation = new LakeFormationClient(account.settings);
    const ResourceArn = 'arn:aws:s3:::none';
    const resource = await thrownBy(lakeFormation.send(new DescribeResourceCommand({ ResourceArn })));
    expect(resource).toMatchObject({ name: 'EntityNotFoundException', $metadata: { httpStatusCode: 400 } });
  });

  test('S3: XML, and no more than a status for HEAD', async () => {
    const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
    const read = await thrownBy(s3.send(new GetObjectCommand({ Bucket: 'none', Key: 'a' })));
    expect(read).toBeInstanceOf(NoSuchBucket);
    expect(read).toMatchObject({ message: 'The specified bucket does not exist' });
    const head = await thrownBy(s3.send(new HeadObjectCommand({ Bucket: 'none', Key: 'a' })));
    expect(head).toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  test('IAM: XML of the query protocol', async () => {
    const iam = new IAMClient(account.settings);
    const role = await thrownBy(iam.send(new GetRoleCommand({ RoleName: 'none' })));
    expect(role).toBeInstanceOf(NoSuchEntityException);
  });
});

describe('an operation that is not there', () => {
  test.each([
    ['athena', 'AmazonAthena.MakeCoffee'],
    ['athena', 'AWSGlue.ListWorkGroups'],
    ['athena', 'AmazonAthena.constructor'],
    ['glue', 'AWSGlue.MakeCoffee'],
    ['budgets', 'AWSBudgetServiceGateway.MakeCoffee'],
    ['kms', 'TrentService.MakeCoffee'],
    ['dynamodb', 'DynamoDB_20120810.MakeCoffee'],
  ])('%s, %s: JSON', async (service, name) => {
    const answer = await raw(service, target(name));
    expect(errorIn(answer)).toMatchObject({ status: 400, code: 'UnknownOperationException' });
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('lakeformation: REST-JSON', async () => {
    const answer = await raw('lakeformation', { method: 'POST', path: '/MakeCoffee', body: '{}' });
    expect(errorIn(answer)).toMatchObject({ status: 400, code: 'UnknownOperationException' });
    expect(answer.headers['x-amzn-errortype']).toBe('UnknownOperationException');
  });

  test.each([
    ['sts', '2011-06-15'],
    ['iam', '2010-05-08'],
    ['sns', '2010-03-31'],
  ])('%s: XML', async (service, Version) => {
    const answer = await raw(service, form({ Action: 'MakeCoffee', Version }));
    expect(errorIn(answer)).toMatchObject({ status: 400, code: 'InvalidAction' });
    expect(answer.headers['content-type']).toBe('text/xml');
    expect(answer.body).toMatch(/^<ErrorResponse><Error><Type>Sender<\/Type>.*<RequestId>[0-9a-f-]{36}</);
  });

  test('s3: XML of its own', async () => {
    const answer = await raw('s3', { method: 'PATCH', path: '/lake/a' });
    expect(errorIn(answer)).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(answer.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error>.*<Resource>\/lake\/a<\/Resource><RequestId>/,
    );
  });
});

test.each(['', '[1]', '{', '"a"', 'null'])('a body that is no JSON object: %s', async (body) => {
  const { status, code } = errorIn(await raw('glue', target('AWSGlue.GetDatabase', body)));
  // Without a body it is an empty object, which misses the name.
  expect([status, code]).toEqual([400, body === '' ? 'ValidationException' : 'SerializationException']);
});

test.each([
  ['athena', target('AmazonAthena.ListWorkGroups')],
  ['sts', form({ Action: 'GetCallerIdentity', Version: '2011-06-15' })],
])('%s: a body of more than 16 MiB is too large', async (service, request) => {
  const padding = ' '.repeat(16 * 2 ** 20);
  const answer = await raw(service, { ...request, body: request.body + padding });
  expect(errorIn(answer)).toMatchObject({ status: 413, code: 'RequestEntityTooLargeException' });
  expect(answer.headers.connection).toBe('close');
  expect((await raw(service, request)).status).toBe(200);
});
