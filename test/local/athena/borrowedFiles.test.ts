import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { AwsError } from '../../../src/local/errors';
import { glueService } from '../../../src/local/glue/service';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { ACCOUNT_ID } from './account';
import { analyst, attempt, deployer, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';

/** A table over the files of another, governed one opens nothing that is hidden there. */

let lakehouse: Lakehouse;
let as: Call;
let made = 0;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  as = analyst(lakehouse.account, ['s3:GetObject arn:aws:s3:::lakehouse-lake/lakehouse/', 's3:ListBucket']);
  await grant('lakehouse-analyst', { Database: { Name: 'lakehouse' } }, ['CREATE_TABLE']);
  await grant('lakehouse-engineer', { Database: { Name: 'lakehouse' } }, ['CREATE_TABLE']);
  await run(
    engineer(lakehouse.account),
    `INSERT INTO customers (id, name, ssn) VALUES (1, 'Ann', '900-00-0001')`,
  );
});
afterAll(() => lakehouse.close());

async function grant(role: string, Resource: object, Permissions: string[]): Promise<void> {
  await lakeFormationService.operations.GrantPermissions!(
    {
      Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/${role}` },
      Resource,
      Permissions,
    },
    deployer(lakehouse.account),
  );
}

const glue = (operation: string, input: object, call = as) =>
  glueService.operations[operation]!(JSON.parse(JSON.stringify(input)), call);
async function refusal(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return '';
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
const REFUSED =
  'AccessDeniedException: Insufficient Lake Formation permission(s): Required Select on customers';
const entry = () => lakehouse.account.catalog.table('lakehouse', 'customers')!;
const storage = (Location: string) => ({ Columns: [{ Name: 'ssn', Type: 'string' }], Location });
const PLACES = [
  `s3://${LAKE}/lakehouse/customers`,
  `s3://${LAKE}/lakehouse/customers/`,
  `s3://${LAKE}/lakehouse/customers//`,
  `s3a://${LAKE}/lakehouse/customers/data`,
  `s3n://${LAKE}/lakehouse/customers/data/`,
  `s3://${LAKE}/lakehouse`,
];

describe('at creation', () => {
  test.each(PLACES)('CreateTable at %s', async (place) => {
    const TableInput = { Name: `b${++made}`, StorageDescriptor: storage(place) };
    expect(await refusal(glue('CreateTable', { DatabaseName: 'lakehouse', TableInput }))).toBe(REFUSED);
  });

  test('CreateTable with the metadata of another table', async () => {
    const { Parameters, StorageDescriptor } = entry();
    const TableInput = {
      Name: `b${++made}`,
      Parameters,
      StorageDescriptor: { ...StorageDescriptor, Location: `s3://${LAKE}/lakehouse/b${made}` },
    };
    expect(await refusal(glue('CreateTable', { DatabaseName: 'lakehouse', TableInput }))).toBe(REFUSED);
  });

  test('UpdateTable and partitions, one or many', async () => {
    const Name = `b${++made}`;
    const own = { Name, StorageDescriptor: storage(`s3://${LAKE}/lakehouse/${Name}`) };
    const key = { PartitionKeys: [{ Name: 'p', Type: 'string' }] };
    await glue('CreateTable', { DatabaseName: 'lakehouse', TableInput: { ...own, ...key } });
    const named = { DatabaseName: 'lakehouse', TableName: Name };
    const partition = (place: string) => ({ Values: ['1'], StorageDescriptor: storage(place) });
    const theirs = partition(PLACES[3]!);
    await glue('CreatePartition', {
      ...named,
      PartitionInput: partition(`s3://${LAKE}/lakehouse/${Name}/p=1`),
    });
    for (const [operation, input] of [
      [
        'UpdateTable',
        { DatabaseName: 'lakehouse', TableInput: { ...own, ...key, StorageDescriptor: storage(PLACES[0]!) } },
      ],
      ['CreatePartition', { ...named, PartitionInput: { ...theirs, Values: ['2'] } }],
      ['BatchCreatePartition', { ...named, PartitionInputList: [{ ...theirs, Values: ['2'] }] }],
      ['UpdatePartition', { ...named, PartitionValueList: ['1'], PartitionInput: theirs }],
      [
        'BatchUpdatePartition',
        { ...named, Entries: [{ PartitionValueList: ['1'], PartitionInput: theirs }] },
      ],
    ] as const)
      expect(await refusal(glue(operation, input)), operation).toBe(REFUSED);
  });

  test('CREATE EXTERNAL TABLE, CREATE TABLE and CTAS', async () => {
    for (const sql of [
      `CREATE EXTERNAL TABLE lakehouse.b0 (ssn string) LOCATION '${PLACES[0]}'`,
      `CREATE TABLE lakehouse.b0 (ssn string) LOCATION '${PLACES[0]}' TBLPROPERTIES ('table_type'='ICEBERG')`,
      `CREATE TABLE lakehouse.b0 WITH (table_type = 'ICEBERG', is_external = false, location = '${PLACES[0]}/x/') AS SELECT 1 AS x`,
    ])
      expect((await attempt(as, sql)).reason, sql).toContain('Required Select on customers');
  });

  test('keys are literal, and other folders are free', async () => {
    for (const place of [
      `s3://${LAKE}/lakehouse/customers2`,
      `s3://${LAKE}/lakehouse/x/../customers`,
      `s3://${LAKE}/lakehouse//customers`,
      `s3://${LAKE}/lakehouse/%63ustomers`,
    ]) {
      const TableInput = { Name: `b${++made}`, StorageDescriptor: storage(place) };
      expect(await refusal(glue('CreateTable', { DatabaseName: 'lakehouse', TableInput })), place).toBe('');
      const { state, rows } = await attempt(as, `SELECT * FROM lakehouse.b${made}`);
      if (state === 'SUCCEEDED') expect(rows.slice(1)).toEqual([]);
    }
  });

  test('who may SELECT all of the other table may; who may not even see it is not told its name', async () => {
    const TableInput = { Name: `b${++made}`, StorageDescriptor: storage(`${PLACES[0]}/part`) };
    const create = (call: Call) =>
      refusal(glue('CreateTable', { DatabaseName: 'lakehouse', TableInput }, call));
    expect(
      await create({
        ...as,
        principal: { ...as.principal, grantee: as.principal.grantee.replace('analyst', 'clerk') },
      }),
    ).toContain('AccessDeniedException');
    await grant('lakehouse-clerk', { Database: { Name: 'lakehouse' } }, ['CREATE_TABLE']);
    const clerk = {
      ...as,
      principal: { ...as.principal, grantee: `arn:aws:iam::${ACCOUNT_ID}:role/lakehouse-clerk` },
    };
    expect(await create(clerk)).toBe(
      `AccessDeniedException: Insufficient Lake Formation permission(s) on ${PLACES[0]}/part`,
    );
    expect(await create(engineer(lakehouse.account))).toBe('');
    await glue(
      'DeleteTable',
      { DatabaseName: 'lakehouse', Name: TableInput.Name },
      engineer(lakehouse.account),
    );
  });
});

describe('at reading', () => {
  /** An entry that got into the catalog by another way. */
  function enter(input: object, call = as): string {
    const { catalog, lakeFormation } = lakehouse.account;
    const table = `b${++made}`;
    const { grantee } = call.principal;
    catalog.createTable(
      'lakehouse',
      { Name: table, TableType: 'EXTERNAL_TABLE', ...input },
      { grantee, now: new Date() },
    );
    lakeFormation.created(grantee, { database: 'lakehouse', table });
    return table;
  }
  const drop = (table: string) => lakehouse.account.catalog.dropTable('lakehouse', table);

  test('metadata and data in the location of another table need all of that table', async () => {
    const { Parameters, StorageDescriptor } = entry();
    for (const Location of [PLACES[0], `${PLACES[0]}/data`, `s3://${LAKE}/lakehouse`, undefined]) {
      const table = enter({ Parameters, StorageDescriptor: { ...StorageDescriptor, Location } });
      for (const sql of [
        `SELECT * FROM ${table}`,
        `SELECT count(*) FROM ${table}`,
        `SELECT * FROM "${table}$files"`,
      ]) {
        const { state, reason } = await attempt(as, sql);
        expect(state, `${sql} at ${Location}`).toBe('FAILED');
        expect(reason).toMatch(/Required Select on customers|Access Denied/);
      }
      drop(table);
    }
  });

  test('a location in that of another table lends nothing', async () => {
    await lakehouse.account.objects.put(LAKE, 'lakehouse/customers/csv/a.csv', Buffer.from('900-00-0001\n'));
    const table = enter({
      StorageDescriptor: {
        ...storage(`${PLACES[0]}/csv`),
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' },
      },
    });
    expect((await attempt(as, `SELECT * FROM ${table}`)).reason).toContain('Required Select on customers');
    // The readers of the table itself need all of the other one then, too: only who has both may go on.
    expect((await attempt(as, 'SELECT id FROM customers')).state).toBe('SUCCEEDED');
    await grant('lakehouse-engineer', { Table: { DatabaseName: 'lakehouse', Name: table } }, ['SELECT']);
    expect((await run(engineer(lakehouse.account), `SELECT * FROM ${table}`)).rows[1]).toEqual([
      '900-00-0001',
    ]);
    drop(table);
  });

  test('a partition elsewhere is the table’s own, as far as others are concerned', async () => {
    const { catalog } = lakehouse.account;
    const table = enter(
      {
        StorageDescriptor: storage(`s3://${LAKE}/lakehouse/parted`),
        PartitionKeys: [{ Name: 'p', Type: 'string' }],
      },
      engineer(lakehouse.account),
    );
    const place = `s3://${LAKE}/lakehouse/elsewhere/p=1`;
    catalog.addPartitions(
      'lakehouse',
      table,
      [{ Values: ['1'], StorageDescriptor: { Location: place } }],
      new Date(),
    );
    const create = (Location: string) =>
      refusal(
        glue('CreateTable', {
          DatabaseName: 'lakehouse',
          TableInput: { Name: `b${++made}`, StorageDescriptor: storage(Location) },
        }),
      );
    expect(await create(`${place}/x`)).toContain('Insufficient Lake Formation permission');
    catalog.dropPartition('lakehouse', table, ['1']);
    expect(await create(`${place}/x`)).toBe('');
    drop(table);
  });
});

describe('every file is decided on', () => {
  test('one file that IAM denies closes the folder', async () => {
    const { account } = lakehouse;
    for (const file of ['a', 'b', 'c'])
      await account.objects.put(LAKE, `sandbox/many/${file}.csv`, Buffer.from(`${file}\n`));
    await run(
      engineer(account),
      `CREATE EXTERNAL TABLE sandbox.many (x string) LOCATION 's3://${LAKE}/sandbox/many'`,
    );
    expect((await run(engineer(account), 'SELECT * FROM sandbox.many')).rows).toHaveLength(4);
    const denied = engineer(account, [`s3:GetObject arn:aws:s3:::${LAKE}/sandbox/many/b.csv`]);
    expect((await attempt(denied, 'SELECT * FROM sandbox.many')).reason).toMatch(
      /^HIVE_CANNOT_OPEN_SPLIT: Error opening s3:\/\/lakehouse-lake\/sandbox\/many\/b\.csv: Access Denied/,
    );
  });

  test('an error names no file to who sees a part: its name can hold hidden values', async () => {
    const { account } = lakehouse;
    await account.objects.put(LAKE, 'sandbox/keys/ssn=900-00-0001/a.csv', Buffer.from('a\n'));
    await run(
      engineer(account),
      `CREATE EXTERNAL TABLE sandbox.keyed (x string) PARTITIONED BY (ssn string) LOCATION 's3://${LAKE}/sandbox/keys'`,
    );
    account.catalog.addPartitions(
      'sandbox',
      'keyed',
      [
        {
          Values: ['900-00-0001'],
          StorageDescriptor: { Location: `s3://${LAKE}/sandbox/keys/ssn=900-00-0001` },
        },
      ],
      new Date(),
    );
    await grant(
      'lakehouse-analyst',
      {
        TableWithColumns: {
          DatabaseName: 'sandbox',
          Name: 'keyed',
          ColumnWildcard: { ExcludedColumnNames: ['ssn'] },
        },
      },
      ['SELECT'],
    );
    for (const action of ['s3:GetObject', 's3:ListBucket']) {
      const { reason } = await attempt(analyst(account, [action]), 'SELECT * FROM sandbox.keyed');
      expect(reason).toMatch(/a location of sandbox\.keyed: Access Denied/);
      expect(reason).not.toContain('900-');
    }
  });
});
