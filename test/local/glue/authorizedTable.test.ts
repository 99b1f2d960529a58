import { expect, test } from 'vitest';
import {
  ANALYST,
  column,
  DEPLOYER,
  ENGINEER,
  errorOf,
  openGovernedAccount,
  type TestAccount,
} from './account';

/** What the catalog tells of a table to who sees a part of its columns. */

const people = {
  Name: 'people',
  TableType: 'EXTERNAL_TABLE',
  Parameters: {
    classification: 'csv',
    'avro.schema.literal': '{"fields":["id","ssn"]}',
    'spark.sql.sources.schema.part.0': '{}',
    'iceberg.schema': '{}',
    note: 'sorted by SSN, then id',
    owner: 'the lessn team',
  },
  PartitionKeys: [column('day')],
  StorageDescriptor: {
    Columns: [column('id'), column('name'), column('ssn')],
    Location: 's3://lake/lakehouse/people',
    BucketColumns: ['id', 'ssn'],
    SortColumns: [
      { Column: 'ssn', SortOrder: 1 },
      { Column: 'id', SortOrder: 1 },
    ],
    SkewedInfo: { SkewedColumnNames: ['ssn'], SkewedColumnValues: ['900-00-0001'] },
    SerdeInfo: {
      SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
      Parameters: { 'field.delim': ',', columns: 'id,name,ssn', 'column.name.delimiter': ',' },
    },
  },
};
const named = { DatabaseName: 'lakehouse', TableName: 'people' };

async function opened(exclude = ['ssn']): Promise<TestAccount> {
  const account = await openGovernedAccount();
  await account.glue()('CreateTable', { DatabaseName: 'lakehouse', TableInput: people });
  await account.glue()('CreatePartition', {
    ...named,
    PartitionInput: {
      Values: ['1'],
      StorageDescriptor: people.StorageDescriptor,
      Parameters: { columns: 'id,name,ssn', a: 'b' },
    },
  });
  await account.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: ANALYST },
    Resource: {
      TableWithColumns: {
        DatabaseName: 'lakehouse',
        Name: 'people',
        ColumnWildcard: { ExcludedColumnNames: exclude },
      },
    },
    Permissions: ['SELECT'],
  });
  return account;
}

test('GetTable names a hidden column nowhere: not in parameters, serde, buckets or sort order', async () => {
  const account = await opened();
  const { Table } = await account.glue(ANALYST)('GetTable', { DatabaseName: 'lakehouse', Name: 'people' });
  expect(JSON.stringify(Table)).not.toMatch(/\bssn\b|900-/i);
  expect(Table).toMatchObject({
    Parameters: { classification: 'csv', owner: 'the lessn team' },
    StorageDescriptor: {
      BucketColumns: ['id'],
      SortColumns: [{ Column: 'id' }],
      SerdeInfo: { Parameters: { 'field.delim': ',' } },
    },
  });
  const whole = await account.glue()('GetTable', { DatabaseName: 'lakehouse', Name: 'people' });
  expect(whole.Table).toMatchObject(people);
});

test('nor do GetTables, SearchTables, GetPartitions and old versions', async () => {
  const account = await opened();
  const { ...TableInput } = { ...people, Description: 'new' };
  await account.glue()('UpdateTable', { DatabaseName: 'lakehouse', TableInput });
  const glue = account.glue(ANALYST);
  for (const [operation, input] of [
    ['GetTables', { DatabaseName: 'lakehouse' }],
    ['SearchTables', {}],
    ['GetPartitions', named],
    ['GetPartition', { ...named, PartitionValues: ['1'] }],
    ['BatchGetPartition', { ...named, PartitionsToGet: [{ Values: ['1'] }] }],
    ['GetTableVersions', named],
    ['GetTableVersion', { ...named, VersionId: '0' }],
  ] as const) {
    const answer = JSON.stringify(await glue(operation, input));
    expect(answer, operation).toContain('"id"');
    expect(answer, operation).not.toMatch(/\bssn\b|900-/i);
  }
  expect((await glue('SearchTables', { SearchText: 'ssn' })).TableList).toEqual([]);
});

test('who has a right to the table and none to SELECT is shown all columns; an administrator, too', async () => {
  const account = await opened();
  await account.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: ENGINEER },
    Resource: { Table: { DatabaseName: 'lakehouse', Name: 'people' } },
    Permissions: ['DESCRIBE'],
  });
  for (const grantee of [ENGINEER, DEPLOYER]) {
    const { Table } = await account.glue(grantee)('GetTable', { DatabaseName: 'lakehouse', Name: 'people' });
    expect(Table).toMatchObject(people);
  }
});

test('partitions of a hidden key are neither shown nor changed: their values could be guessed', async () => {
  const account = await opened(['day']);
  await account.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: ANALYST },
    Resource: { Table: { DatabaseName: 'lakehouse', Name: 'people' } },
    Permissions: ['ALTER'],
  });
  const glue = account.glue(ANALYST);
  const guess = (value: string) =>
    [
      ['GetPartition', { ...named, PartitionValues: [value] }],
      ['CreatePartition', { ...named, PartitionInput: { Values: [value] } }],
      ['DeletePartition', { ...named, PartitionValues: [value] }],
    ] as const;
  for (const value of ['1', '2'])
    for (const [operation, input] of guess(value))
      expect(await errorOf(glue(operation, input))).toBe(
        'AccessDeniedException: Insufficient Lake Formation permission(s): Required Select on people',
      );
});
