import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetPreparedStatementCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  InvalidRequestException,
  paginateGetQueryResults,
  ResourceNotFoundException,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { BatchGrantPermissionsCommand, LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { type OpenAccount, openAccount } from '../../../src/local/openAccount';
import { ENGINE_ENTRY, PLANNER_ENTRY } from '../engine/engineEntry';

/** The real gateway, with real signatures and real policies: what the SDK's client sees of Athena. */

const root = resolve(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'athena-wire-'));
let account: OpenAccount;
let deployer: AthenaClient;
let role: AthenaClient;

beforeAll(async () => {
  account = await openAccount({
    folder,
    python: process.env.LAKEHOUSE_PYTHON || venvPython(root),
    launcher: join(root, 'src/local/moto/launcher'),
    engineEntry: ENGINE_ENTRY,
    plannerEntry: PLANNER_ENTRY,
    port: 0,
  });
  const { accessKeyId, secretAccessKey } = JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8'));
  const settings = {
    endpoint: `http://127.0.0.1:${account.gateway.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  for (const Bucket of ['results', 'lake']) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'open/a.csv', Body: '1\n' }));
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'closed/b.csv', Body: '2\n' }));
  const iam = new IAMClient(settings);
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:root' },
    Action: 'sts:AssumeRole',
  };
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'reader',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['athena:*', 'glue:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: ['arn:aws:s3:::results/reader/*', 'arn:aws:s3:::lake/open/*'],
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake' },
    ],
  };
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'p', PolicyDocument: JSON.stringify(policy) }),
  );
  const sts = new STSClient(settings);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/reader', RoleSessionName: 'test' }),
  );
  deployer = new AthenaClient(settings);
  role = new AthenaClient({
    ...settings,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    },
  });
  await query(deployer, 'CREATE DATABASE d');
  for (const place of ['open', 'closed', '']) {
    await query(
      deployer,
      `CREATE EXTERNAL TABLE d.t_${place} (x int) LOCATION 's3://lake/${place}${place && '/'}'`,
    );
  }
  const everything = { DataLakePrincipalIdentifier: 'arn:aws:iam::123456789012:role/reader' };
  await new LakeFormationClient(settings).send(
    new BatchGrantPermissionsCommand({
      Entries: [
        {
          Id: '1',
          Principal: everything,
          Resource: { Table: { DatabaseName: 'd', TableWildcard: {} } },
          Permissions: ['SELECT'],
        },
      ],
    }),
  );
});

afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true, force: true });
});

async function query(client: AthenaClient, QueryString: string, OutputLocation = 's3://results/reader/') {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({ QueryString, ResultConfiguration: { OutputLocation } }),
  );
  const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
  return { id: QueryExecutionId!, ...QueryExecution!.Status! };
}

test('a query, its times as dates, its pages by the SDK', async () => {
  const { id, State, SubmissionDateTime } = await query(role, 'SELECT n FROM UNNEST(sequence(1, 2500)) t(n)');
  expect(State).toBe('SUCCEEDED');
  expect(Math.abs(Date.now() - SubmissionDateTime!.getTime())).toBeLessThan(60_000);
  let rows = 0;
  for await (const page of paginateGetQueryResults({ client: role }, { QueryExecutionId: id })) {
    rows += page.ResultSet!.Rows!.length;
  }
  expect(rows).toBe(2501);
});

test('errors are the exceptions of the SDK, with their members', async () => {
  const start = role.send(
    new StartQueryExecutionCommand({
      QueryString: 'SELEC 1',
      ResultConfiguration: { OutputLocation: 's3://results/reader/' },
    }),
  );
  const error: unknown = await start.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidRequestException);
  expect((error as InvalidRequestException).AthenaErrorCode).toBe('MALFORMED_QUERY');
  expect((error as InvalidRequestException).message).toMatch(/^line 1:1: mismatched input 'SELEC'/);
  const missing: unknown = await role
    .send(new GetPreparedStatementCommand({ StatementName: 'nope', WorkGroup: 'primary' }))
    .catch((thrown: unknown) => thrown);
  expect(missing).toBeInstanceOf(ResourceNotFoundException);
});

test('a work group is created and read', async () => {
  await deployer.send(
    new CreateWorkGroupCommand({
      Name: 'g',
      Configuration: { BytesScannedCutoffPerQuery: 10_485_760 },
      Tags: [{ Key: 'a', Value: 'b' }],
    }),
  );
  const { WorkGroup } = await deployer.send(new GetWorkGroupCommand({ WorkGroup: 'g' }));
  expect(WorkGroup!.Configuration!.BytesScannedCutoffPerQuery).toBe(10_485_760);
  expect(WorkGroup!.CreationTime).toBeInstanceOf(Date);
});

test('files are read with the rights of the caller, one by one', async () => {
  expect((await query(role, 'SELECT * FROM d.t_open')).State).toBe('SUCCEEDED');
  const closed = await query(role, 'SELECT * FROM d.t_closed');
  expect(closed.StateChangeReason).toMatch(
    /^HIVE_CANNOT_OPEN_SPLIT: Error opening s3:\/\/lake\/closed\/b\.csv: Access Denied/,
  );
  // A table over both: the right to a part of it does not open the rest.
  expect((await query(role, 'SELECT * FROM d.t_')).StateChangeReason).toMatch(/Access Denied/);
  expect((await query(deployer, 'SELECT * FROM d.t_')).State).toBe('SUCCEEDED');
});

test('results go where the caller may write, and a pattern is no place', async () => {
  for (const place of ['s3://results/other/', 's3://results/*/', 's3://results/re?der/']) {
    const refused = await query(role, 'SELECT 1', place);
    expect(refused.StateChangeReason).toMatch(/^Access denied when writing output to url: /);
  }
  const { id } = await query(deployer, 'SELECT 1', 's3://results/other/');
  const error: unknown = await role
    .send(new GetQueryResultsCommand({ QueryExecutionId: id }))
    .catch((thrown: unknown) => thrown);
  expect((error as Error).message).toMatch(
    /^You do not seem to have access to the S3 location of your query results/,
  );
});
