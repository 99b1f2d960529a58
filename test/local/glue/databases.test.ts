import { describe, expect, test } from 'vitest';
import { glueService } from '../../../src/local/glue/service';
import {
  ACCOUNT,
  ANALYST,
  customers,
  ENGINEER,
  errorOf,
  openGovernedAccount,
  openTestAccount,
} from './account';

const names = async (run: ReturnType<ReturnType<typeof openTestAccount>['glue']>) =>
  ((await run('GetDatabases')).DatabaseList as { Name: string }[]).map(({ Name }) => Name);

test('create, read, update, delete', async () => {
  const glue = openTestAccount().glue();
  await glue('CreateDatabase', {
    DatabaseInput: { Name: 'Lakehouse', Description: 'demo', LocationUri: 's3://lake/lakehouse' },
  });
  expect(await glue('GetDatabase', { Name: 'LAKEHOUSE' })).toEqual({
    Database: {
      Name: 'lakehouse',
      Description: 'demo',
      LocationUri: 's3://lake/lakehouse',
      CreateTime: new Date('2026-01-02T03:04:05Z'),
      CatalogId: ACCOUNT,
    },
  });
  await glue('UpdateDatabase', {
    Name: 'lakehouse',
    DatabaseInput: { Name: 'lakehouse', Parameters: { owner: 'me' } },
  });
  const { Database } = await glue('GetDatabase', { Name: 'lakehouse' });
  expect(Database).toMatchObject({ Name: 'lakehouse', Parameters: { owner: 'me' } });
  expect(Database).not.toHaveProperty('Description');
  await glue('DeleteDatabase', { Name: 'lakehouse' });
  expect(await errorOf(glue('GetDatabase', { Name: 'lakehouse' }))).toBe(
    'EntityNotFoundException: Database lakehouse not found.',
  );
});

test('a database takes its tables along', async () => {
  const glue = openTestAccount().glue();
  await glue('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
  await glue('CreateDatabase', { DatabaseInput: { Name: 'lakehouse2' } });
  for (const DatabaseName of ['lakehouse', 'lakehouse2'])
    await glue('CreateTable', { DatabaseName, TableInput: customers });
  await glue('DeleteDatabase', { Name: 'lakehouse' });
  await glue('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
  expect(await glue('GetTables', { DatabaseName: 'lakehouse' })).toEqual({
    TableList: [],
    NextToken: undefined,
  });
  expect((await glue('GetTables', { DatabaseName: 'lakehouse2' })).TableList).toHaveLength(1);
});

describe('refusals change nothing', () => {
  const notNull = (path: string) =>
    `ValidationException: 1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  test.each<[string, object, string]>([
    [
      'CreateDatabase',
      { DatabaseInput: { Name: 'lakehouse' } },
      'AlreadyExistsException: Database already exists.',
    ],
    ['CreateDatabase', {}, notNull('databaseInput')],
    ['CreateDatabase', { DatabaseInput: {} }, notNull('databaseInput.name')],
    [
      'CreateDatabase',
      { DatabaseInput: { Name: '' } },
      "ValidationException: 1 validation error detected: Value '' at 'databaseInput.name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'CreateDatabase',
      { DatabaseInput: { Name: 'a\nb' } },
      "ValidationException: 1 validation error detected: Value 'a\nb' at 'databaseInput.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*",
    ],
    [
      'CreateDatabase',
      { DatabaseInput: { Name: 7 } },
      'SerializationException: NUMBER_VALUE can not be converted to a String',
    ],
    ['CreateDatabase', { DatabaseInput: 'x' }, 'SerializationException: Unexpected field type'],
    [
      'CreateDatabase',
      { DatabaseInput: { Name: 'x', Parameters: { a: 1 } } },
      'SerializationException: NUMBER_VALUE can not be converted to a String',
    ],
    [
      'UpdateDatabase',
      { Name: 'nowhere', DatabaseInput: { Name: 'nowhere' } },
      'EntityNotFoundException: Database nowhere not found.',
    ],
    [
      'UpdateDatabase',
      { Name: 'lakehouse', DatabaseInput: { Name: 'other' } },
      'InvalidInputException: Database name cannot be changed.',
    ],
    ['DeleteDatabase', { Name: 'nowhere' }, 'EntityNotFoundException: Database nowhere not found.'],
    ['DeleteDatabase', {}, notNull('name')],
    [
      'GetDatabases',
      { MaxResults: 101 },
      "ValidationException: 1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    ['GetDatabases', { NextToken: 'zzz' }, 'InvalidInputException: Invalid NextToken.'],
    [
      'GetDatabase',
      { Name: 'lakehouse', CatalogId: '210987654321' },
      'EntityNotFoundException: Catalog 210987654321 not found.',
    ],
  ])('%s %j', async (operation, input, error) => {
    const glue = openTestAccount().glue();
    await glue('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
    expect(await errorOf(glue(operation, { ...input }))).toBe(error);
    expect(await names(glue)).toEqual(['lakehouse']);
  });
});

test('pages of databases', async () => {
  const glue = openTestAccount().glue();
  for (const Name of ['c', 'a', 'b']) await glue('CreateDatabase', { DatabaseInput: { Name } });
  const first = await glue('GetDatabases', { MaxResults: 2 });
  expect((first.DatabaseList as { Name: string }[]).map(({ Name }) => Name)).toEqual(['a', 'b']);
  const second = await glue('GetDatabases', { MaxResults: 2, NextToken: first.NextToken });
  expect((second.DatabaseList as { Name: string }[]).map(({ Name }) => Name)).toEqual(['c']);
  expect(second.NextToken).toBeUndefined();
});

test('tags', async () => {
  const glue = openTestAccount().glue();
  await glue('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' }, Tags: { project: 'lakehouse' } });
  const ResourceArn = `arn:aws:glue:us-east-1:${ACCOUNT}:database/lakehouse`;
  await glue('TagResource', { ResourceArn, TagsToAdd: { layer: 'catalog' } });
  expect(await glue('GetTags', { ResourceArn })).toEqual({
    Tags: { project: 'lakehouse', layer: 'catalog' },
  });
  await glue('UntagResource', { ResourceArn, TagsToRemove: ['project'] });
  expect(await glue('GetTags', { ResourceArn })).toEqual({ Tags: { layer: 'catalog' } });
  expect(await errorOf(glue('GetTags', { ResourceArn: `${ResourceArn}2` }))).toBe(
    'EntityNotFoundException: Entity not found',
  );
  expect(await errorOf(glue('TagResource', { ResourceArn, TagsToAdd: { 'aws:x': 'y' } }))).toMatch(
    /^InvalidInputException/,
  );
  await glue('DeleteDatabase', { Name: 'lakehouse' });
  await glue('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
  expect(await glue('GetTags', { ResourceArn })).toEqual({ Tags: {} });
});

test('Lake Formation: lists leave out, names are denied, absent or hidden alike', async () => {
  const test = await openGovernedAccount();
  const insufficient = (what: string) =>
    `AccessDeniedException: Insufficient Lake Formation permission(s): Required ${what}`;
  expect(await names(test.glue(ANALYST))).toEqual([]);
  expect(await errorOf(test.glue(ANALYST)('GetDatabase', { Name: 'lakehouse' }))).toBe(
    insufficient('Describe on lakehouse'),
  );
  expect(await errorOf(test.glue(ANALYST)('GetDatabase', { Name: 'nowhere' }))).toBe(
    insufficient('Describe on nowhere'),
  );
  expect(await errorOf(test.glue(ANALYST)('DeleteDatabase', { Name: 'lakehouse' }))).toBe(
    insufficient('Describe on lakehouse'),
  );
  await test.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: ENGINEER },
    Resource: { Database: { Name: 'lakehouse' } },
    Permissions: ['DESCRIBE'],
  });
  expect(await names(test.glue(ENGINEER))).toEqual(['lakehouse']);
  expect(await errorOf(test.glue(ENGINEER)('DeleteDatabase', { Name: 'lakehouse' }))).toBe(
    insufficient('Drop on lakehouse'),
  );
  expect(
    await errorOf(
      test.glue(ENGINEER)('UpdateDatabase', { Name: 'lakehouse', DatabaseInput: { Name: 'lakehouse' } }),
    ),
  ).toBe(insufficient('Alter on lakehouse'));
  expect(
    await errorOf(
      test.glue(ENGINEER)('CreateTable', { DatabaseName: 'lakehouse', TableInput: { Name: 't' } }),
    ),
  ).toBe(insufficient('Create Table on lakehouse'));
});

test('a database in a registered location needs the right to the location', async () => {
  const test = await openGovernedAccount();
  await test.lakeFormation()('RegisterResource', {
    ResourceArn: 'arn:aws:s3:::lake',
    UseServiceLinkedRole: true,
  });
  await test.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: ENGINEER },
    Resource: { Catalog: {} },
    Permissions: ['CREATE_DATABASE'],
  });
  const create = (LocationUri: string) =>
    test.glue(ENGINEER)('CreateDatabase', { DatabaseInput: { Name: 'mine', LocationUri } });
  expect(await errorOf(create('s3://lake/mine'))).toBe(
    'AccessDeniedException: Insufficient Lake Formation permission(s): Required Data Location Access on s3://lake/mine',
  );
  await create('s3://elsewhere/mine');
});

test('IAM is asked about what the operation reads, and nothing else that the request says', () => {
  const { call } = openTestAccount();
  const resources = (operation: string, input: Record<string, unknown>) =>
    glueService
      .resources(operation, input, call(ANALYST))
      .map((arn) => arn.replace(`arn:aws:glue:us-east-1:${ACCOUNT}:`, ''));
  expect(resources('GetTable', { DatabaseName: 'Lakehouse', Name: 'Secret', TableName: 'open' })).toEqual([
    'catalog',
    'database/lakehouse',
    'table/lakehouse/secret',
  ]);
  expect(resources('CreateDatabase', { Name: 'open', DatabaseInput: { Name: 'secret' } })).toEqual([
    'catalog',
    'database/secret',
  ]);
  expect(
    resources('UpdateTable', { DatabaseName: 'd', Name: 'open', TableInput: { Name: 'secret' } }),
  ).toEqual(['catalog', 'database/d', 'table/d/secret']);
  expect(resources('GetPartitions', { DatabaseName: 'd', TableName: 't', Name: 'x' })).toEqual([
    'catalog',
    'database/d',
    'table/d/t',
  ]);
  expect(resources('GetTables', { DatabaseName: 'd' })).toEqual(['catalog', 'database/d', 'table/d/*']);
  expect(resources('BatchDeleteTable', { DatabaseName: 'd', TablesToDelete: ['a', 'b'] })).toEqual([
    'catalog',
    'database/d',
    'table/d/a',
    'table/d/b',
  ]);
  expect(resources('DeleteDatabase', { Name: 'd' })).toEqual(['catalog', 'database/d', 'table/d/*']);
  expect(resources('GetDatabases', {})).toEqual(['catalog']);
  expect(resources('GetTable', { DatabaseName: 3 })).toEqual([
    'catalog',
    'database/<missing>',
    'table/<missing>/<missing>',
  ]);
});
