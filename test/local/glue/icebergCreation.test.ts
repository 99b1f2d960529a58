import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { AwsError } from '../../../src/local/errors';
import { glueService } from '../../../src/local/glue/service';
import { type ObjectStore, openObjectStore } from '../../../src/local/s3/objectStore';
import { ANALYST, column, DEPLOYER, ENGINEER, errorOf, openTestAccount, type TestAccount } from './account';

let objects: ObjectStore;
let account: TestAccount;

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-objects-'));
  objects = await openObjectStore(folder);
  await objects.createBucket('lake');
  account = openTestAccount({ objects });
  onTestFinished(async () => {
    await objects.close();
    rmSync(folder, { recursive: true });
  });
  await account.glue()('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
});

const types = [
  'bigint',
  'string',
  'decimal(10, 2)',
  'date',
  'timestamp',
  'array<struct<a:int,b:map<string,double>>>',
];
const create = (table: object = {}, iceberg: object = {}, run = account.glue()) =>
  run('CreateTable', {
    DatabaseName: 'lakehouse',
    OpenTableFormatInput: { IcebergInput: { MetadataOperation: 'CREATE', Version: '2', ...iceberg } },
    PartitionIndexes: [],
    TableInput: {
      Name: 'customers',
      TableType: 'EXTERNAL_TABLE',
      StorageDescriptor: {
        Columns: types.map((type, i) => ({ ...column(`c${i}`, type), Comment: `no. ${i}` })),
        Location: 's3://lake/lakehouse/customers/',
      },
      ...table,
    },
  });

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list('lake', '')) found.push(key);
  return found;
}

test('Terraform: a real metadata file, and columns as they were sent, with their field ids', async () => {
  await create();
  const { Table } = (await account.glue()('GetTable', { DatabaseName: 'lakehouse', Name: 'customers' })) as {
    Table: { Parameters: Record<string, string>; StorageDescriptor: { Location: string; Columns: object[] } };
  };
  const location = Table.Parameters.metadata_location!;
  expect(Table.Parameters).toEqual({ table_type: 'ICEBERG', metadata_location: location });
  expect(location).toMatch(
    /^s3:\/\/lake\/lakehouse\/customers\/metadata\/00000-[0-9a-f-]{36}\.metadata\.json$/,
  );
  expect(Table.StorageDescriptor.Location).toBe('s3://lake/lakehouse/customers/');
  expect(Table.StorageDescriptor.Columns).toEqual(
    types.map((type, i) => ({
      Name: `c${i}`,
      Type: type,
      Comment: `no. ${i}`,
      Parameters: {
        'iceberg.field.current': 'true',
        'iceberg.field.id': `${i + 1}`,
        'iceberg.field.optional': 'true',
      },
    })),
  );
  const metadata = JSON.parse((await objects.read('lake', location.replace('s3://lake/', ''))).toString());
  expect(metadata).toMatchObject({
    'format-version': 2,
    location: 's3://lake/lakehouse/customers',
    snapshots: [],
  });
  expect(metadata.schemas[0].fields.slice(0, 5)).toEqual([
    { id: 1, name: 'c0', required: false, type: 'long', doc: 'no. 0' },
    { id: 2, name: 'c1', required: false, type: 'string', doc: 'no. 1' },
    { id: 3, name: 'c2', required: false, type: 'decimal(10, 2)', doc: 'no. 2' },
    { id: 4, name: 'c3', required: false, type: 'date', doc: 'no. 3' },
    { id: 5, name: 'c4', required: false, type: 'timestamp', doc: 'no. 4' },
  ]);
});

test('deleting the table leaves its files', async () => {
  await create();
  await account.glue()('DeleteTable', { DatabaseName: 'lakehouse', Name: 'customers' });
  expect(await keys()).toHaveLength(1);
});

describe('what is refused leaves neither a table nor a file', () => {
  const at = (Location: string | undefined, ...Columns: object[]) => ({
    StorageDescriptor: { Columns, Location },
  });
  test.each<[string, object, object, RegExp]>([
    [
      'no location',
      at(undefined, column('id', 'int')),
      {},
      /^InvalidInputException: An S3 location must be specified/,
    ],
    [
      'a location elsewhere',
      at('file:///tmp/x', column('id', 'int')),
      {},
      /^InvalidInputException: An S3 location/,
    ],
    [
      'no columns',
      at('s3://lake/t'),
      {},
      /^InvalidInputException: An Iceberg table must have at least one column/,
    ],
    [
      'a type that is none',
      at('s3://lake/t', column('id', 'number')),
      {},
      /^InvalidInputException: .*number/,
    ],
    [
      'a type that does not parse',
      at('s3://lake/t', column('id', 'array<int')),
      {},
      /^InvalidInputException: /,
    ],
    [
      'a type that Iceberg has not',
      at('s3://lake/t', column('id', 'tinyint')),
      {},
      /^InvalidInputException: .*tinyint/,
    ],
    [
      'two columns of one name',
      at('s3://lake/t', column('id', 'int'), column('ID', 'int')),
      {},
      /^InvalidInputException: Duplicate column name: id/,
    ],
    [
      'partition keys',
      { PartitionKeys: [column('day', 'date')] },
      {},
      /^InvalidInputException: PartitionKeys/,
    ],
    ['another version', {}, { Version: '3' }, /^InvalidInputException: Iceberg format version 3/],
    [
      'another operation',
      {},
      { MetadataOperation: 'ALTER' },
      /^ValidationException: .*enum value set: \[CREATE\]/,
    ],
    [
      'a bucket that is not there',
      at('s3://nowhere/t', column('id', 'int')),
      {},
      /^InvalidInputException: Unable to write metadata to the location/,
    ],
  ])('%s', async (_, table, iceberg, error) => {
    expect(await errorOf(create(table, iceberg))).toMatch(error);
    expect(await account.glue()('GetTables', { DatabaseName: 'lakehouse' })).toMatchObject({ TableList: [] });
    expect(await keys()).toEqual([]);
  });

  test('a table that is there already', async () => {
    await create();
    const before = await keys();
    expect(await errorOf(create())).toBe('AlreadyExistsException: Table already exists.');
    expect(await keys()).toEqual(before);
  });

  test('two at once: one is made, and no file of the other is left', async () => {
    const settled = await Promise.allSettled([create(), create()]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await keys()).toHaveLength(1);
  });
});

test('the metadata is written by right of the caller, or by Lake Formation in a registered location', async () => {
  const asked: string[] = [];
  const asAnalyst = async () => {
    const call = account.call(ANALYST);
    call.authorize = async (action, resource) => {
      asked.push(`${action} ${resource}`);
      throw new AwsError('AccessDeniedException', 'not allowed');
    };
    return create(
      {},
      {},
      (operation, input) =>
        glueService.operations[operation]!(input, call) as Promise<Record<string, unknown>>,
    );
  };
  expect(await errorOf(asAnalyst())).toBe('AccessDeniedException: not allowed');
  expect(asked).toEqual(['s3:PutObject arn:aws:s3:::lake/lakehouse/customers/metadata/file']);
  expect(await keys()).toEqual([]);

  await account.lakeFormation()('RegisterResource', {
    ResourceArn: 'arn:aws:s3:::lake',
    UseServiceLinkedRole: true,
  });
  expect(await errorOf(asAnalyst())).toMatch(
    /Required Data Location Access on s3:\/\/lake\/lakehouse\/customers\//,
  );
  await account.lakeFormation()('PutDataLakeSettings', {
    DataLakeSettings: { DataLakeAdmins: [DEPLOYER].map((id) => ({ DataLakePrincipalIdentifier: id })) },
  });
  await account.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: ANALYST },
    Resource: { DataLocation: { ResourceArn: 'arn:aws:s3:::lake' } },
    Permissions: ['DATA_LOCATION_ACCESS'],
  });
  await asAnalyst();
  expect(asked).toHaveLength(1);
  expect(
    await errorOf(account.glue(ENGINEER)('GetTable', { DatabaseName: 'lakehouse', Name: 'customers' })),
  ).toMatch(/^AccessDenied/);
});
