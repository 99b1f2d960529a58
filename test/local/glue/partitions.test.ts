import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ANALYST,
  column,
  errorOf,
  openGovernedAccount,
  openTestAccount,
  type Run,
  type TestAccount,
} from './account';

const table = { DatabaseName: 'lakehouse', TableName: 'events' };
const events = {
  Name: 'events',
  PartitionKeys: [column('day', 'date'), column('country')],
  StorageDescriptor: { Columns: [column('id', 'int'), column('ssn')], Location: 's3://lake/events' },
};
const partition = (...Values: string[]) => ({
  Values,
  StorageDescriptor: { ...events.StorageDescriptor, Location: `s3://lake/events/${Values.join('/')}` },
});

async function open(test: TestAccount = openTestAccount()): Promise<Run> {
  const run = test.glue();
  if (!test.account.catalog.database('lakehouse'))
    await run('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
  await run('CreateTable', { DatabaseName: 'lakehouse', TableInput: events });
  return run;
}
const valuesOf = (answer: Record<string, unknown>) =>
  (answer.Partitions as { Values: string[] }[]).map(({ Values }) => Values.join(' '));

test('create, read, update, delete', async () => {
  const run = await open();
  await run('CreatePartition', { ...table, PartitionInput: partition('2024-01-01', 'de') });
  expect(
    (await run('GetPartition', { ...table, PartitionValues: ['2024-01-01', 'de'] })).Partition,
  ).toMatchObject({
    Values: ['2024-01-01', 'de'],
    DatabaseName: 'lakehouse',
    TableName: 'events',
    CatalogId: ACCOUNT,
    CreationTime: new Date('2026-01-02T03:04:05Z'),
    StorageDescriptor: { Location: 's3://lake/events/2024-01-01/de' },
  });
  await run('UpdatePartition', {
    ...table,
    PartitionValueList: ['2024-01-01', 'de'],
    PartitionInput: partition('2024-01-02', 'fr'),
  });
  expect(valuesOf(await run('GetPartitions', table))).toEqual(['2024-01-02 fr']);
  await run('DeletePartition', { ...table, PartitionValues: ['2024-01-02', 'fr'] });
  expect(valuesOf(await run('GetPartitions', table))).toEqual([]);
});

test('batches: each partition stands for itself', async () => {
  const run = await open();
  await run('CreatePartition', { ...table, PartitionInput: partition('2024-01-01', 'de') });
  const made = await run('BatchCreatePartition', {
    ...table,
    PartitionInputList: [
      partition('2024-01-01', 'de'),
      partition('2024-01-01', 'fr'),
      partition('2024-01-02', 'de'),
    ],
  });
  expect(made.Errors).toEqual([
    {
      PartitionValues: ['2024-01-01', 'de'],
      ErrorDetail: { ErrorCode: 'AlreadyExistsException', ErrorMessage: 'Partition already exists.' },
    },
  ]);
  const read = await run('BatchGetPartition', {
    ...table,
    PartitionsToGet: [{ Values: ['2024-01-02', 'de'] }, { Values: ['2024-01-02', 'xx'] }],
  });
  expect(valuesOf(read)).toEqual(['2024-01-02 de']);
  const updated = await run('BatchUpdatePartition', {
    ...table,
    Entries: [
      {
        PartitionValueList: ['2024-01-02', 'de'],
        PartitionInput: { ...partition('2024-01-02', 'de'), Parameters: { rows: '1' } },
      },
      { PartitionValueList: ['2024-01-02', 'xx'], PartitionInput: partition('2024-01-02', 'xx') },
    ],
  });
  expect(updated.Errors).toEqual([
    {
      PartitionValueList: ['2024-01-02', 'xx'],
      ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage: 'Cannot find partition.' },
    },
  ]);
  const gone = await run('BatchDeletePartition', {
    ...table,
    PartitionsToDelete: [{ Values: ['2024-01-01', 'de'] }, { Values: ['2024-01-01', 'xx'] }],
  });
  expect(gone.Errors).toHaveLength(1);
  expect(valuesOf(await run('GetPartitions', table))).toEqual(['2024-01-01 fr', '2024-01-02 de']);
});

test('pages and segments go through all partitions once', async () => {
  const run = await open();
  const days = Array.from({ length: 7 }, (_, i) => `2024-01-0${i + 1}`);
  await run('BatchCreatePartition', {
    ...table,
    PartitionInputList: days.map((day) => partition(day, 'de')),
  });
  const seen: string[] = [];
  let NextToken: unknown;
  do {
    const page = await run('GetPartitions', { ...table, MaxResults: 3, NextToken });
    seen.push(...valuesOf(page));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(seen).toEqual(days.map((day) => `${day} de`));
  const segments = await Promise.all(
    [0, 1, 2].map((SegmentNumber) =>
      run('GetPartitions', { ...table, Segment: { SegmentNumber, TotalSegments: 3 } }),
    ),
  );
  expect(segments.flatMap(valuesOf).sort()).toEqual(seen);
  expect(JSON.stringify(await run('GetPartitions', { ...table, ExcludeColumnSchema: true }))).not.toContain(
    '"Columns"',
  );
});

test('no partition indexes', async () => {
  const run = await open();
  expect(await run('GetPartitionIndexes', table)).toEqual({ PartitionIndexDescriptorList: [] });
  expect(await errorOf(run('GetPartitionIndexes', { ...table, TableName: 'nothing' }))).toBe(
    'EntityNotFoundException: Entity Not Found',
  );
});

describe('refusals change nothing', () => {
  test.each<[string, object, string]>([
    [
      'CreatePartition',
      { PartitionInput: partition('2024-01-01', 'de') },
      'AlreadyExistsException: Partition already exists.',
    ],
    [
      'CreatePartition',
      { PartitionInput: partition('2024-01-02') },
      'InvalidInputException: The number of partition keys do not match the number of partition values',
    ],
    [
      'CreatePartition',
      {},
      "ValidationException: 1 validation error detected: Value null at 'partitionInput' failed to satisfy constraint: Member must not be null",
    ],
    [
      'UpdatePartition',
      { PartitionValueList: ['2024-01-01', 'de'], PartitionInput: partition('2024-01-02') },
      'InvalidInputException: The number of partition keys do not match the number of partition values',
    ],
    [
      'UpdatePartition',
      { PartitionValueList: ['2024-01-01', 'de'], PartitionInput: partition('2024-01-02', 'de') },
      'AlreadyExistsException: Partition already exists.',
    ],
    [
      'DeletePartition',
      { PartitionValues: ['2024-01-01', 'xx'] },
      'EntityNotFoundException: Cannot find partition.',
    ],
    [
      'GetPartition',
      { PartitionValues: ['2024-01-01', 'xx'] },
      'EntityNotFoundException: Cannot find partition.',
    ],
    ['GetPartitions', { Expression: 'nokey = 1' }, 'InvalidInputException: Invalid partition expression!'],
    ['GetPartitions', { Expression: "day = '2024'" }, 'InvalidInputException: 2024 is not a date.'],
    [
      'GetPartitions',
      { Expression: "day ~ 'x'" },
      "InvalidInputException: Unsupported expression 'day ~ 'x''",
    ],
  ])('%s %j', async (operation, input, error) => {
    const run = await open();
    for (const day of ['2024-01-01', '2024-01-02'])
      await run('CreatePartition', { ...table, PartitionInput: partition(day, 'de') });
    expect(await errorOf(run(operation, { ...table, ...input }))).toBe(error);
    expect(valuesOf(await run('GetPartitions', table))).toEqual(['2024-01-01 de', '2024-01-02 de']);
  });
});

test('Lake Formation: columns are trimmed; a hidden key hides the partitions', async () => {
  const test = await openGovernedAccount();
  const run = await open(test);
  await run('CreatePartition', { ...table, PartitionInput: partition('2024-01-01', 'de') });
  const grant = (...ExcludedColumnNames: string[]) =>
    test.lakeFormation()('GrantPermissions', {
      Principal: { DataLakePrincipalIdentifier: ANALYST },
      Resource: {
        TableWithColumns: {
          DatabaseName: 'lakehouse',
          Name: 'events',
          ColumnWildcard: { ExcludedColumnNames },
        },
      },
      Permissions: ['SELECT'],
    });
  const analyst = test.glue(ANALYST);
  await grant('ssn', 'country');
  expect(await errorOf(analyst('GetPartitions', table))).toBe(
    'AccessDeniedException: Insufficient Lake Formation permission(s): Required Select on events',
  );
  expect(await errorOf(analyst('BatchGetPartition', { ...table, PartitionsToGet: [] }))).toMatch(
    /^AccessDenied/,
  );
  await grant('ssn');
  for (const answer of [
    await analyst('GetPartitions', table),
    await analyst('GetPartition', { ...table, PartitionValues: ['2024-01-01', 'de'] }),
  ]) {
    expect(JSON.stringify(answer)).toContain('"id"');
    expect(JSON.stringify(answer)).not.toContain('ssn');
  }
  expect(
    await errorOf(analyst('CreatePartition', { ...table, PartitionInput: partition('2024-01-02', 'de') })),
  ).toBe('AccessDeniedException: Insufficient Lake Formation permission(s): Required Alter on events');
});
