import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ANALYST,
  column,
  customers,
  DEPLOYER,
  ENGINEER,
  errorOf,
  openGovernedAccount,
  openTestAccount,
  type Run,
  STEWARD,
  type TestAccount,
} from './account';

const named = { DatabaseName: 'lakehouse', Name: 'customers' };
const insufficient = (what: string) =>
  `AccessDeniedException: Insufficient Lake Formation permission(s): Required ${what}`;

async function open(): Promise<TestAccount & { run: Run }> {
  const test = openTestAccount();
  const run = test.glue();
  await run('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
  return { ...test, run };
}

type TableShape = {
  Name: string;
  VersionId: string;
  StorageDescriptor: { Columns: { Name: string }[] };
  Parameters?: object;
};
const tableOf = async (run: Run, input: object = named) =>
  (await run('GetTable', { ...input })).Table as TableShape;
const namesOf = ({ StorageDescriptor }: TableShape) => StorageDescriptor.Columns.map(({ Name }) => Name);

const grant = (test: TestAccount, to: string, Permissions: string[], Resource: object = { Table: named }) =>
  test.lakeFormation()('GrantPermissions', {
    Principal: { DataLakePrincipalIdentifier: to },
    Resource,
    Permissions,
  });
const withoutSsn = { TableWithColumns: { ...named, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } } };

test('create and read, with what Glue fills in', async () => {
  const { run } = await open();
  await run('CreateTable', { DatabaseName: 'LAKEHOUSE', TableInput: { ...customers, Name: 'Customers' } });
  expect(await tableOf(run, { DatabaseName: 'lakehouse', Name: 'CUSTOMERS' })).toEqual({
    Name: 'customers',
    DatabaseName: 'lakehouse',
    CatalogId: ACCOUNT,
    VersionId: '0',
    CreatedBy: DEPLOYER,
    CreateTime: new Date('2026-01-02T03:04:05Z'),
    UpdateTime: new Date('2026-01-02T03:04:05Z'),
    Retention: 0,
    TableType: 'EXTERNAL_TABLE',
    Parameters: customers.Parameters,
    PartitionKeys: [],
    StorageDescriptor: {
      ...customers.StorageDescriptor,
      Compressed: false,
      NumberOfBuckets: 0,
      SortColumns: [],
      StoredAsSubDirectories: false,
    },
    IsRegisteredWithLakeFormation: false,
    IsMultiDialectView: false,
  });
});

test('a table without a storage descriptor, as Trino makes it', async () => {
  const { run } = await open();
  await run('CreateTable', {
    DatabaseName: 'lakehouse',
    TableInput: { Name: 't', Parameters: { table_type: 'ICEBERG', metadata_location: 's3://x/0.json' } },
  });
  expect(await tableOf(run, { DatabaseName: 'lakehouse', Name: 't' })).not.toHaveProperty(
    'StorageDescriptor',
  );
});

test('times come as seconds', async () => {
  const { run } = await open();
  await run('CreateTable', {
    DatabaseName: 'lakehouse',
    TableInput: { Name: 't', LastAccessTime: 1_700_000_000 },
  });
  expect(await tableOf(run, { DatabaseName: 'lakehouse', Name: 't' })).toMatchObject({
    LastAccessTime: new Date(1_700_000_000_000),
  });
});

describe('update', () => {
  const next = {
    ...customers,
    Parameters: {
      ...customers.Parameters,
      metadata_location: 's3://lake/lakehouse/customers/metadata/1.json',
      previous_metadata_location: 's3://lake/lakehouse/customers/metadata/0.json',
    },
  };

  test('an Iceberg commit: compare and swap of the version', async () => {
    const { run } = await open();
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    await run('UpdateTable', {
      DatabaseName: 'lakehouse',
      TableInput: next,
      VersionId: '0',
      SkipArchive: true,
    });
    expect(await tableOf(run)).toMatchObject({
      VersionId: '1',
      Parameters: next.Parameters,
      CreatedBy: DEPLOYER,
    });
    const stale = run('UpdateTable', {
      DatabaseName: 'lakehouse',
      TableInput: customers,
      VersionId: '0',
      SkipArchive: true,
    });
    expect(await errorOf(stale)).toBe(
      'ConcurrentModificationException: Update table failed due to concurrent modifications.',
    );
    expect(await tableOf(run)).toMatchObject({ VersionId: '1', Parameters: next.Parameters });
    expect(
      (await run('GetTableVersions', { DatabaseName: 'lakehouse', TableName: 'customers' })).TableVersions,
    ).toHaveLength(1);
  });

  test('of two writers that read the same version, one wins', async () => {
    const { run } = await open();
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    const writers = Array.from({ length: 5 }, () =>
      run('UpdateTable', { DatabaseName: 'lakehouse', TableInput: next, VersionId: '0' }),
    );
    const settled = await Promise.allSettled(writers);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await tableOf(run)).VersionId).toBe('1');
  });

  test('without a version, the last writer wins, and versions are kept', async () => {
    const { run } = await open();
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    for (let i = 0; i < 11; i++)
      await run('UpdateTable', { DatabaseName: 'lakehouse', TableInput: { ...next, Description: `${i}` } });
    const versions = async (input = {}) => {
      const { TableVersions, NextToken } = await run('GetTableVersions', {
        DatabaseName: 'lakehouse',
        TableName: 'customers',
        ...input,
      });
      return { ids: (TableVersions as { VersionId: string }[]).map(({ VersionId }) => VersionId), NextToken };
    };
    expect((await versions()).ids).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1', '0']);
    const first = await versions({ MaxResults: 7 });
    expect((await versions({ MaxResults: 7, NextToken: first.NextToken })).ids).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
    ]);
    const old = await run('GetTableVersion', {
      DatabaseName: 'lakehouse',
      TableName: 'customers',
      VersionId: '1',
    });
    expect(old.TableVersion).toMatchObject({ VersionId: '1', Table: { Description: '0' } });
    await run('DeleteTableVersion', { DatabaseName: 'lakehouse', TableName: 'customers', VersionId: '1' });
    expect(
      await errorOf(
        run('GetTableVersion', { DatabaseName: 'lakehouse', TableName: 'customers', VersionId: '1' }),
      ),
    ).toBe('EntityNotFoundException: Version not found.');
    const { Errors } = await run('BatchDeleteTableVersion', {
      DatabaseName: 'lakehouse',
      TableName: 'customers',
      VersionIds: ['0', '1', '11'],
    });
    expect((Errors as { VersionId: string }[]).map(({ VersionId }) => VersionId)).toEqual(['1', '11']);
    expect((await versions()).ids).not.toContain('0');
  });
});

test('delete removes the entry and its versions', async () => {
  const { run } = await open();
  await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
  await run('UpdateTable', { DatabaseName: 'lakehouse', TableInput: customers });
  await run('DeleteTable', named);
  expect(await errorOf(run('GetTable', named))).toBe('EntityNotFoundException: Entity Not Found');
  await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
  expect((await tableOf(run)).VersionId).toBe('0');
  expect(
    (await run('GetTableVersions', { DatabaseName: 'lakehouse', TableName: 'customers' })).TableVersions,
  ).toHaveLength(1);
});

test('delete many: what is not there is told', async () => {
  const { run } = await open();
  for (const Name of ['a', 'b'])
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: { Name } });
  expect(
    await run('BatchDeleteTable', { DatabaseName: 'lakehouse', TablesToDelete: ['a', 'x', 'b'] }),
  ).toEqual({
    Errors: [
      {
        TableName: 'x',
        ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage: 'Table x not found.' },
      },
    ],
  });
  expect((await run('GetTables', { DatabaseName: 'lakehouse' })).TableList).toEqual([]);
});

describe('lists', () => {
  const listed = async (run: Run, input: object) =>
    ((await run('GetTables', { DatabaseName: 'lakehouse', ...input })).TableList as { Name: string }[]).map(
      ({ Name }) => Name,
    );

  test.each([
    [undefined, ['customer', 'customers', 'customers_raw', 'orders']],
    ['', ['customer', 'customers', 'customers_raw', 'orders']],
    ['customers', ['customers']],
    ['customers*', ['customers', 'customers_raw']],
    ['*s', ['customers', 'orders']],
    ['*mer*', ['customer', 'customers', 'customers_raw']],
    ['customer.*', ['customer', 'customers', 'customers_raw']],
    ['customers|orders', ['customers', 'orders']],
    ['CUSTOMERS', ['customers']],
    ['[co].*s', ['customers', 'orders']],
    ['nothing', []],
  ])('by expression %j', async (Expression, names) => {
    const { run } = await open();
    for (const Name of ['orders', 'customers', 'customer', 'customers_raw'])
      await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: { Name } });
    expect(await listed(run, { Expression })).toEqual(names);
  });

  test.each(['(', '(a+)+$'])('the pattern %s is refused in time', async (Expression) => {
    const { run } = await open();
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: { Name: `${'a'.repeat(60)}b` } });
    expect(await errorOf(run('GetTables', { DatabaseName: 'lakehouse', Expression }))).toBe(
      `InvalidInputException: Invalid expression: ${Expression}`,
    );
  });

  test('pages', async () => {
    const { run } = await open();
    for (const Name of ['c', 'a', 'b'])
      await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: { Name } });
    const first = await run('GetTables', { DatabaseName: 'lakehouse', MaxResults: 2 });
    expect(first.TableList).toHaveLength(2);
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: { Name: 'aa' } });
    expect(await listed(run, { MaxResults: 2, NextToken: first.NextToken })).toEqual(['c']);
  });

  test('search goes over all databases', async () => {
    const { run } = await open();
    await run('CreateDatabase', { DatabaseInput: { Name: 'sandbox' } });
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    await run('CreateTable', {
      DatabaseName: 'sandbox',
      TableInput: { Name: 'notes', Description: 'of customers' },
    });
    const found = async (input: object) =>
      ((await run('SearchTables', { ...input })).TableList as { Name: string }[]).map(({ Name }) => Name);
    expect(await found({ SearchText: 'Customers' })).toEqual(['customers', 'notes']);
    expect(await found({ SearchText: 'ssn' })).toEqual(['customers']);
    expect(await found({ Filters: [{ Key: 'DatabaseName', Value: 'sandbox' }] })).toEqual(['notes']);
  });
});

describe('refusals change nothing', () => {
  test.each<[string, object, string]>([
    [
      'CreateTable',
      { DatabaseName: 'lakehouse', TableInput: customers },
      'AlreadyExistsException: Table already exists.',
    ],
    [
      'CreateTable',
      { DatabaseName: 'nowhere', TableInput: { Name: 't' } },
      'EntityNotFoundException: Database nowhere not found.',
    ],
    [
      'CreateTable',
      { DatabaseName: 'lakehouse' },
      "ValidationException: 1 validation error detected: Value null at 'tableInput' failed to satisfy constraint: Member must not be null",
    ],
    [
      'CreateTable',
      { DatabaseName: 'lakehouse', TableInput: { Name: '' } },
      "ValidationException: 1 validation error detected: Value '' at 'tableInput.name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'CreateTable',
      {
        DatabaseName: 'lakehouse',
        TableInput: { Name: 't', StorageDescriptor: { Columns: [{ Type: 'int' }, { Name: '' }] } },
      },
      "ValidationException: 2 validation errors detected: Value null at 'tableInput.storageDescriptor.columns.1.member.name' failed to satisfy constraint: Member must not be null; Value '' at 'tableInput.storageDescriptor.columns.2.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'CreateTable',
      { DatabaseName: 'lakehouse', TableInput: { Name: 't', StorageDescriptor: { Columns: 'id' } } },
      'SerializationException: Expected list or null',
    ],
    [
      'CreateTable',
      { DatabaseName: 'lakehouse', TableInput: { Name: 't', Parameters: { a: {} } } },
      'SerializationException: Start of structure or map found where not expected.',
    ],
    [
      'UpdateTable',
      { DatabaseName: 'lakehouse', TableInput: { Name: 'nothing' } },
      'EntityNotFoundException: Table nothing not found.',
    ],
    [
      'UpdateTable',
      { DatabaseName: 'lakehouse', Name: 'customers', TableInput: { Name: 'other' } },
      'InvalidInputException: Table name cannot be changed.',
    ],
    [
      'DeleteTable',
      { DatabaseName: 'lakehouse', Name: 'nothing' },
      'EntityNotFoundException: Table nothing not found.',
    ],
    [
      'DeleteTable',
      { DatabaseName: 'nowhere', Name: 'customers' },
      'EntityNotFoundException: Database nowhere not found.',
    ],
    [
      'GetTable',
      { DatabaseName: 'nowhere', Name: 'customers' },
      'EntityNotFoundException: Database nowhere not found.',
    ],
    [
      'DeleteTableVersion',
      { DatabaseName: 'lakehouse', TableName: 'customers', VersionId: '0' },
      'InvalidInputException: Cannot delete the latest version of the table.',
    ],
  ])('%s %j', async (operation, input, error) => {
    const { run } = await open();
    await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    const before = await run('GetTables', { DatabaseName: 'lakehouse' });
    expect(await errorOf(run(operation, { ...input }))).toBe(error);
    expect(await run('GetTables', { DatabaseName: 'lakehouse' })).toEqual(before);
  });
});

describe('under Lake Formation', () => {
  test('lists leave out; a name is denied; who could create a table is told that there is none', async () => {
    const test = await openGovernedAccount();
    await grant(test, ANALYST, ['DESCRIBE'], { Database: { Name: 'lakehouse' } });
    expect(await test.glue(ANALYST)('GetTables', { DatabaseName: 'lakehouse' })).toMatchObject({
      TableList: [],
    });
    expect(await errorOf(test.glue(ANALYST)('GetTable', named))).toBe(insufficient('Describe on customers'));
    expect(await errorOf(test.glue(ANALYST)('GetTable', { ...named, Name: 'nothing' }))).toBe(
      insufficient('Describe on nothing'),
    );
    await grant(test, ENGINEER, ['CREATE_TABLE'], { Database: { Name: 'lakehouse' } });
    expect(await errorOf(test.glue(ENGINEER)('GetTable', { ...named, Name: 'nothing' }))).toBe(
      'EntityNotFoundException: Entity Not Found',
    );
    expect(await errorOf(test.glue(ENGINEER)('GetTable', named))).toBe(insufficient('Describe on customers'));
    expect(await errorOf(test.glue(STEWARD)('GetTables', { DatabaseName: 'lakehouse' }))).toBe(
      insufficient('Describe on lakehouse'),
    );
  });

  test('columns that are hidden are in no answer', async () => {
    const test = await openGovernedAccount();
    await grant(test, ANALYST, ['SELECT'], withoutSsn);
    await grant(test, ANALYST, ['DESCRIBE']);
    await test.glue()('UpdateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    const analyst = test.glue(ANALYST);
    const answers = [
      await analyst('GetTable', named),
      await analyst('GetTables', { DatabaseName: 'lakehouse' }),
      await analyst('SearchTables', {}),
      await analyst('GetTableVersions', { DatabaseName: 'lakehouse', TableName: 'customers' }),
      await analyst('GetTableVersion', { DatabaseName: 'lakehouse', TableName: 'customers', VersionId: '0' }),
    ];
    for (const answer of answers) {
      expect(JSON.stringify(answer)).toContain('"name"');
      expect(JSON.stringify(answer)).not.toContain('ssn');
    }
    expect(await analyst('SearchTables', { SearchText: 'ssn' })).toMatchObject({ TableList: [] });
    expect((await tableOf(analyst)).Parameters).toEqual(customers.Parameters);
    expect(namesOf(await tableOf(test.glue(DEPLOYER)))).toEqual(['id', 'name', 'ssn']);
  });

  test('a right to the table without SELECT shows all columns, statistics of none', async () => {
    const test = await openGovernedAccount();
    await grant(test, ANALYST, ['DESCRIBE']);
    expect(namesOf(await tableOf(test.glue(ANALYST)))).toEqual(['id', 'name', 'ssn']);
    const statistics = (as: string, ...ColumnNames: string[]) =>
      test.glue(as)('GetColumnStatisticsForTable', {
        DatabaseName: 'lakehouse',
        TableName: 'customers',
        ColumnNames,
      });
    expect(await errorOf(statistics(ANALYST, 'id'))).toBe(insufficient('Select on customers'));
    await grant(test, ENGINEER, ['SELECT'], withoutSsn);
    expect(await errorOf(statistics(ENGINEER, 'id', 'ssn'))).toBe(insufficient('Select on customers'));
    expect(await statistics(ENGINEER, 'id')).toMatchObject({
      ColumnStatisticsList: [],
      Errors: [{ ColumnName: 'id' }],
    });
  });

  test('a column of an old version that the table no longer has is not shown to who sees a part', async () => {
    const test = await openGovernedAccount();
    await grant(test, ANALYST, ['SELECT'], withoutSsn);
    const dropped = {
      ...customers,
      StorageDescriptor: { ...customers.StorageDescriptor, Columns: [column('id'), column('ssn')] },
    };
    await test.glue()('UpdateTable', { DatabaseName: 'lakehouse', TableInput: dropped });
    const columnsOf = async (as: string) =>
      (
        (await test.glue(as)('GetTableVersions', { DatabaseName: 'lakehouse', TableName: 'customers' }))
          .TableVersions as { Table: TableShape }[]
      ).map(({ Table }) => namesOf(Table));
    expect(await columnsOf(ANALYST)).toEqual([['id'], ['id']]);
    expect(await columnsOf(DEPLOYER)).toEqual([
      ['id', 'ssn'],
      ['id', 'name', 'ssn'],
    ]);
  });

  test.each([
    ['ALTER', 'UpdateTable', { DatabaseName: 'lakehouse', TableInput: customers }, 'Alter on customers'],
    ['DROP', 'DeleteTable', named, 'Drop on customers'],
    [
      'ALTER',
      'DeleteTableVersion',
      { DatabaseName: 'lakehouse', TableName: 'customers', VersionId: '0' },
      'Alter on customers',
    ],
  ])('%s is what %s needs', async (permission, operation, input, text) => {
    const test = await openGovernedAccount();
    await test.glue()('UpdateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    await grant(test, ENGINEER, ['SELECT', 'DESCRIBE', 'INSERT', 'DELETE']);
    expect(await errorOf(test.glue(ENGINEER)(operation, { ...input }))).toBe(insufficient(text));
    await grant(test, ENGINEER, [permission]);
    await test.glue(ENGINEER)(operation, { ...input });
  });

  test('an administrator without grants may look, and neither alter nor drop', async () => {
    const test = await openGovernedAccount();
    await test.lakeFormation()('PutDataLakeSettings', {
      DataLakeSettings: { DataLakeAdmins: [{ DataLakePrincipalIdentifier: STEWARD }] },
    });
    expect(namesOf(await tableOf(test.glue(STEWARD)))).toEqual(['id', 'name', 'ssn']);
    expect(await errorOf(test.glue(STEWARD)('DeleteTable', named))).toBe(insufficient('Drop on customers'));
    expect(
      await errorOf(test.glue(STEWARD)('UpdateTable', { DatabaseName: 'lakehouse', TableInput: customers })),
    ).toBe(insufficient('Alter on customers'));
    expect(await errorOf(test.glue(STEWARD)('GetTable', { ...named, Name: 'nothing' }))).toBe(
      'EntityNotFoundException: Entity Not Found',
    );
  });

  test('a table may point at a registered location only by right to it, or inside of its database', async () => {
    const test = await openGovernedAccount();
    await test.lakeFormation()('RegisterResource', {
      ResourceArn: 'arn:aws:s3:::lake',
      UseServiceLinkedRole: true,
    });
    await test.glue()('CreateDatabase', { DatabaseInput: { Name: 'own', LocationUri: 's3://lake/own/' } });
    for (const Name of ['lakehouse', 'own'])
      await grant(test, ENGINEER, ['CREATE_TABLE'], { Database: { Name } });
    const create = (
      DatabaseName: string,
      Name: string,
      Location: string,
      metadata_location = `${Location}/metadata/0.json`,
    ) =>
      test.glue(ENGINEER)('CreateTable', {
        DatabaseName,
        TableInput: { Name, StorageDescriptor: { Location }, Parameters: { metadata_location } },
      });
    const denied = (address: string) => insufficient(`Data Location Access on ${address}`);
    expect(await errorOf(create('lakehouse', 't', 's3://lake/lakehouse/t'))).toBe(
      denied('s3://lake/lakehouse/t'),
    );
    expect(
      await errorOf(create('lakehouse', 't', 's3://free/t', 's3://lake/lakehouse/customers/metadata/0.json')),
    ).toBe(denied('s3://lake/lakehouse/customers/metadata/0.json'));
    expect(await errorOf(create('own', 't', 's3://lake/own2/t'))).toBe(denied('s3://lake/own2/t'));
    await create('own', 't', 's3://lake/own/t');
    expect(await tableOf(test.glue(ENGINEER), { DatabaseName: 'own', Name: 't' })).toMatchObject({
      IsRegisteredWithLakeFormation: true,
    });
    await create('lakehouse', 'free', 's3://free/t');
    const move = { Name: 'free', StorageDescriptor: { Location: 's3://lake/lakehouse/customers' } };
    expect(
      await errorOf(test.glue(ENGINEER)('UpdateTable', { DatabaseName: 'lakehouse', TableInput: move })),
    ).toBe(denied('s3://lake/lakehouse/customers'));
    await grant(test, ENGINEER, ['DATA_LOCATION_ACCESS'], {
      DataLocation: { ResourceArn: 'arn:aws:s3:::lake' },
    });
    await create('lakehouse', 't', 's3://lake/lakehouse/t');
  });
});
