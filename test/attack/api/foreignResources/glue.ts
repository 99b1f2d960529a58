import { ACCOUNT, REGION } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { CANARY, json, type Lake, must, type Who } from '../lake';
import { answered } from '../verdict';
import { beside, foreign, type Input, isRead, PATTERNS } from './things';

/** Glue: a database that only IAM protects, and one that only Lake Formation does. */

const columns = [{ Name: 'a', Type: 'string', Comment: CANARY }];
const descriptor = { Columns: columns, Location: 's3://own-bucket/x/' };

interface Place {
  database: string;
  table: string;
}
const VAULT: Place = { database: 'vault', table: 'plans' };
const OWN: Place = { database: 'sandbox', table: 'mine' };
const arnOf = (resource: string) => `arn:aws:glue:${REGION}:${ACCOUNT}:${resource}`;

/** Makes the databases `sandbox`, `vault` (no policy names it) and `governed` (no grant names it), with a table in each. */
export async function prepareGlue(lake: Lake): Promise<void> {
  for (const [database, table] of [
    ['sandbox', 'mine'],
    ['vault', 'plans'],
    ['governed', 'plans'],
  ] as const) {
    const as = (operation: string, input: Input) => must(json(lake, 'deployer', 'glue', operation, input));
    const mine = database === 'sandbox';
    if (database === 'governed')
      await must(
        json(lake, 'deployer', 'lakeformation', 'PutDataLakeSettings', {
          DataLakeSettings: {
            DataLakeAdmins: [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/deployer` }],
            CreateDatabaseDefaultPermissions: [],
            CreateTableDefaultPermissions: [],
          },
        }),
      );
    const Description = mine ? 'mine' : CANARY;
    await as('CreateDatabase', { DatabaseInput: { Name: database, Description }, Tags: { k: Description } });
    await as('CreateTable', {
      DatabaseName: database,
      TableInput: {
        Name: table,
        Description,
        PartitionKeys: [{ Name: 'p', Type: 'string' }],
        StorageDescriptor: mine
          ? { Columns: [{ Name: 'a', Type: 'string' }], Location: 's3://own-bucket/x/' }
          : descriptor,
      },
    });
    const PartitionInput = { Values: ['1'], ...(mine ? {} : { Parameters: { note: CANARY } }) };
    await as('CreatePartition', { DatabaseName: database, TableName: table, PartitionInput });
  }
}

const within = ({ database, table }: Place): Input => ({ DatabaseName: database, TableName: table });
/** The input of each operation that is about a database or a table. */
const INPUTS: Record<string, (of: Place) => Input> = {
  CreateDatabase: () => ({ DatabaseInput: { Name: 'planted' } }),
  GetDatabase: ({ database }) => ({ Name: database }),
  UpdateDatabase: ({ database }) => ({
    Name: database,
    DatabaseInput: { Name: database, Description: 'planted' },
  }),
  DeleteDatabase: ({ database }) => ({ Name: database }),
  CreateTable: ({ database }) => ({ DatabaseName: database, TableInput: { Name: 'planted' } }),
  GetTable: ({ database, table }) => ({ DatabaseName: database, Name: table }),
  GetTables: ({ database }) => ({ DatabaseName: database }),
  UpdateTable: ({ database, table }) => ({
    DatabaseName: database,
    TableInput: { Name: table, Description: 'planted' },
  }),
  DeleteTable: ({ database, table }) => ({ DatabaseName: database, Name: table }),
  BatchDeleteTable: ({ database, table }) => ({ DatabaseName: database, TablesToDelete: [table] }),
  GetTableVersion: (of) => ({ ...within(of), VersionId: '0' }),
  GetTableVersions: within,
  DeleteTableVersion: (of) => ({ ...within(of), VersionId: '0' }),
  BatchDeleteTableVersion: (of) => ({ ...within(of), VersionIds: ['0'] }),
  CreatePartition: (of) => ({ ...within(of), PartitionInput: { Values: ['2'] } }),
  BatchCreatePartition: (of) => ({ ...within(of), PartitionInputList: [{ Values: ['2'] }] }),
  GetPartition: (of) => ({ ...within(of), PartitionValues: ['1'] }),
  BatchGetPartition: (of) => ({ ...within(of), PartitionsToGet: [{ Values: ['1'] }] }),
  GetPartitions: within,
  UpdatePartition: (of) => ({ ...within(of), PartitionValueList: ['1'], PartitionInput: { Values: ['1'] } }),
  BatchUpdatePartition: (of) => ({
    ...within(of),
    Entries: [{ PartitionValueList: ['1'], PartitionInput: { Values: ['1'] } }],
  }),
  DeletePartition: (of) => ({ ...within(of), PartitionValues: ['1'] }),
  BatchDeletePartition: (of) => ({ ...within(of), PartitionsToDelete: [{ Values: ['1'] }] }),
  GetPartitionIndexes: within,
  GetColumnStatisticsForTable: (of) => ({ ...within(of), ColumnNames: ['a'] }),
  GetTags: ({ database }) => ({ ResourceArn: arnOf(`database/${database}`) }),
  TagResource: ({ database }) => ({
    ResourceArn: arnOf(`database/${database}`),
    TagsToAdd: { planted: 'x' },
  }),
  UntagResource: ({ database }) => ({ ResourceArn: arnOf(`database/${database}`), TagsToRemove: ['k'] }),
};

const readState = (of: Place) => async (lake: Lake) => {
  const told: string[] = [];
  for (const operation of ['GetDatabase', 'GetTables', 'GetTableVersions', 'GetPartitions', 'GetTags'])
    told.push((await json(lake, 'deployer', 'glue', operation, INPUTS[operation]!(of))).body);
  return told.join('\n');
};

const GOVERNED: Place = { database: 'governed', table: 'plans' };
const states = new Map([VAULT, GOVERNED].map((of) => [of, readState(of)]));
const stateOf = (of: Place) => states.get(of)!;

const decoys: Input = {
  Name: OWN.table,
  DatabaseName: OWN.database,
  TableName: OWN.table,
  ResourceArn: arnOf(`database/${OWN.database}`),
  DatabaseInput: { Name: OWN.database },
  TableInput: { Name: OWN.table },
  TablesToDelete: [],
  CatalogId: ACCOUNT,
};

const plain: Attack<Lake>[] = Object.entries(INPUTS).flatMap(([operation, input]) => [
  ...(['analyst', 'engineer', 'tenant', 'confused'] as Who[]).map((who) =>
    foreign(
      `${operation} of a database that no policy names`,
      who,
      (lake) => json(lake, who, 'glue', operation, input(VAULT)),
      stateOf(VAULT),
    ),
  ),
  ...(operation === 'CreateDatabase' || /tag/i.test(operation)
    ? []
    : [
        foreign(
          `${operation} of a database that no grant names`,
          'tenant',
          (lake) => json(lake, 'tenant', 'glue', operation, input(GOVERNED)),
          stateOf(GOVERNED),
          // Lake Formation hides what it does not grant: some answers are lists of nothing.
          { lenient: operation === 'GetTables' || operation.startsWith('Batch') },
        ),
      ]),
]);

const disguised: Attack<Lake>[] = Object.entries(INPUTS)
  .filter(([operation]) => operation !== 'CreateDatabase')
  .flatMap(([operation, input]) =>
    Object.entries(beside(input(VAULT), input(OWN), decoys)).map(([way, body]) =>
      foreign(
        `${operation} of another's, ${way}`,
        'tenant',
        (lake) => json(lake, 'tenant', 'glue', operation, body),
        isRead(operation) ? undefined : stateOf(VAULT),
      ),
    ),
  );

const SPELLINGS = [
  'VAULT',
  'Vault',
  'vault ',
  ' vault',
  'vault\0',
  'sandbox/../vault',
  'vault/',
  '%76ault',
  'ｖault',
  'vault\u200b',
];
const spellings: Attack<Lake>[] = [
  'GetDatabase',
  'GetTable',
  'GetTables',
  'GetPartitions',
  'DeleteTable',
  'UpdateDatabase',
  'UpdateTable',
].flatMap((operation) => [
  ...SPELLINGS.map((database) =>
    foreign(
      `${operation} of ${JSON.stringify(database)}`,
      'tenant',
      (lake) => json(lake, 'tenant', 'glue', operation, INPUTS[operation]!({ database, table: 'plans' })),
      stateOf(VAULT),
    ),
  ),
  ...PATTERNS.map((pattern) =>
    foreign(
      `${operation} of the pattern ${JSON.stringify(pattern)}`,
      'tenant',
      (lake) =>
        json(lake, 'tenant', 'glue', operation, INPUTS[operation]!({ database: pattern, table: pattern })),
      stateOf(VAULT),
    ),
  ),
  foreign(
    `${operation} through an own database with a table that leads out`,
    'tenant',
    (lake) =>
      json(
        lake,
        'tenant',
        'glue',
        operation,
        INPUTS[operation]!({ database: OWN.database, table: '../vault/plans' }),
      ),
    stateOf(VAULT),
    { lenient: true },
  ),
]);

/** What only looks: nothing of a database that Lake Formation hides. */
const looks: Attack<Lake>[] = [
  ...[
    {},
    { SearchText: CANARY },
    { Filters: [{ Key: 'DatabaseName', Value: 'governed' }] },
    { MaxResults: 1000 },
  ].map((input, i) =>
    foreign(
      `SearchTables (${i + 1})`,
      'tenant',
      (lake) =>
        json(lake, 'tenant', 'glue', 'SearchTables', {
          ...input,
          Filters: [...(input.Filters ?? []), { Key: 'DatabaseName', Value: 'governed' }],
        }),
      undefined,
      { lenient: true },
    ),
  ),
  foreign(
    'tables are moved into an own database by their names in the input',
    'tenant',
    (lake) =>
      json(lake, 'tenant', 'glue', 'UpdateTable', {
        DatabaseName: OWN.database,
        TableInput: { Name: 'plans', DatabaseName: 'vault' },
        Name: 'mine',
      }),
    stateOf(VAULT),
  ),
  foreign(
    'a database that is renamed to that of another',
    'tenant',
    (lake) =>
      json(lake, 'tenant', 'glue', 'UpdateDatabase', {
        Name: OWN.database,
        DatabaseInput: { Name: 'vault' },
      }),
    stateOf(VAULT),
  ),
  foreign(
    'a list of tables that leads into another database',
    'tenant',
    (lake) =>
      json(lake, 'tenant', 'glue', 'BatchDeleteTable', {
        DatabaseName: OWN.database,
        TablesToDelete: ['vault/plans', '../vault/plans', 'vault.plans'],
      }),
    stateOf(VAULT),
    { lenient: true },
  ),
  foreign(
    'a catalog of another account',
    'tenant',
    (lake) => json(lake, 'tenant', 'glue', 'GetDatabases', { CatalogId: '999999999999' }),
    undefined,
  ),
];

const READS = ['GetTags'];
const own: Attack<Lake>[] = [
  ...READS.map((operation) => ({
    name: `${operation} of its own (tenant)`,
    run: async (lake: Lake) =>
      answered(await json(lake, 'tenant', 'glue', operation, INPUTS[operation]!(OWN))),
  })),
  ...['GetDatabase', 'GetTable', 'GetTables', 'GetPartitions'].flatMap((operation) =>
    (['tenant', 'engineer', 'analyst'] as Who[]).map((who) => ({
      name: `${operation} of the sandbox (${who})`,
      run: async (lake: Lake) => answered(await json(lake, who, 'glue', operation, INPUTS[operation]!(OWN))),
    })),
  ),
];

export const glue: Record<string, Attack<Lake>[]> = {
  "Glue: another's databases and tables": plain,
  "Glue: another's beside own ones": disguised,
  'Glue: other spellings and patterns': spellings,
  'Glue: looking and moving': looks,
  'Glue: own things': own,
};
