import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import { AwsError } from '../../../src/local/errors';
import { glueService } from '../../../src/local/glue/service';
import { glueColumns, readMetadata, type TableMetadata, writeMetadata } from '../../../src/local/iceberg';
import { openGrants } from '../../../src/local/lakeformation/grants';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { ACCOUNT_ID, callOf } from './account';
import { analyst, attempt, deployer, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, SANDBOX } from './rowChanges';

/** A grant follows the columns that its names stood for, whatever they are called later. */

let lakehouse: Lakehouse;
let tables = 0;
let name: string;
beforeAll(async () => {
  lakehouse = await openLakehouse();
});
afterAll(() => lakehouse.close());

const sql = (text: string) => run(engineer(lakehouse.account), text, SANDBOX);
const CLERK = 'lakehouse-clerk';

async function grant(role: string, columns: object): Promise<void> {
  await lakeFormationService.operations.GrantPermissions!(
    {
      Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/${role}` },
      Resource: { TableWithColumns: { DatabaseName: 'sandbox', Name: name, ...columns } },
      Permissions: ['SELECT'],
    },
    deployer(lakehouse.account),
  );
}
/** The analyst sees all but ssn; the clerk sees id and name. */
async function grants(): Promise<void> {
  await grant('lakehouse-analyst', { ColumnWildcard: { ExcludedColumnNames: ['ssn'] } });
  await grant(CLERK, { ColumnNames: ['id', 'name'] });
}
const header = async (call = analyst(lakehouse.account), asOf = '') =>
  (await attempt(call, `SELECT * FROM ${name} ${asOf}`, SANDBOX)).rows[0] ?? [];
const clerk = () => callOf(lakehouse.account, CLERK);
const glue = (operation: string, input: object, call = engineer(lakehouse.account)) =>
  glueService.operations[operation]!(JSON.parse(JSON.stringify(input)), call);
const shown = async (call = analyst(lakehouse.account)) => {
  const { Table } = (await glue('GetTable', { DatabaseName: 'sandbox', Name: name }, call)) as {
    Table: { StorageDescriptor: { Columns: { Name: string }[] } };
  };
  return Table.StorageDescriptor.Columns.map((column) => column.Name);
};

describe('an Iceberg table', () => {
  beforeEach(async () => {
    name = `renamed${++tables}`;
    await createTable(engineer(lakehouse.account), name, 'id bigint, name string, ssn string');
    await sql(`INSERT INTO ${name} VALUES (1, 'Ann', '900-00-0001')`);
  });

  test('an excluded column stays hidden under a new name, now and in old snapshots', async () => {
    await grants();
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn tax string`);
    expect(await header()).toEqual(['id', 'name']);
    expect(await header(clerk())).toEqual(['id', 'name']);
    expect(await header(engineer(lakehouse.account))).toEqual(['id', 'name', 'tax']);
    expect(await shown()).not.toContain('tax');
    const { reason } = await attempt(analyst(lakehouse.account), `SELECT tax FROM ${name}`, SANDBOX);
    expect(reason).toContain("Column 'tax' cannot be resolved or requester is not authorized");
    for (const statement of ['DESCRIBE', 'SHOW COLUMNS IN', 'SHOW CREATE TABLE'])
      expect(
        JSON.stringify((await run(analyst(lakehouse.account), `${statement} ${name}`, SANDBOX)).rows),
      ).not.toMatch(/tax|ssn/);
    const { rows } = await run(
      analyst(lakehouse.account),
      `SELECT column_name FROM information_schema.columns WHERE table_name = '${name}'`,
    );
    expect(rows.slice(1)).toEqual([['id'], ['name']]);
  });

  test('names that change places hide both, and show none of the other', async () => {
    await grants();
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn tmp string`);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN name ssn string`);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN tmp name string`);
    expect(await header()).toEqual(['id']);
    expect(await header(clerk())).toEqual(['id']);
  });

  test('new columns are seen under an exclude list and not under an include list; an excluded name stays hidden', async () => {
    await grants();
    await sql(`ALTER TABLE ${name} DROP COLUMN ssn`);
    await sql(`ALTER TABLE ${name} ADD COLUMNS (ssn string, city string)`);
    expect(await header()).toEqual(['id', 'name', 'city']);
    expect(await header(clerk())).toEqual(['id', 'name']);
    // Also the one that bears it now, once it is called something else.
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn other string`);
    expect(await header()).toEqual(['id', 'name', 'city']);
  });

  test('an included name counts for its column alone, until it is granted anew', async () => {
    await grants();
    await sql(`ALTER TABLE ${name} DROP COLUMN name`);
    await sql(`ALTER TABLE ${name} ADD COLUMNS (name string)`);
    expect(await header(clerk())).toEqual(['id']);
    await grant(CLERK, { ColumnNames: ['name'] });
    expect(await header(clerk())).toEqual(['id', 'name']);
  });

  test('ids in the catalog are not believed', async () => {
    await grants();
    const { Name, TableType, Parameters, StorageDescriptor } = lakehouse.account.catalog.table(
      'sandbox',
      name,
    )!;
    const columns = StorageDescriptor!.Columns!;
    const put = (Columns: object[]) =>
      glue('UpdateTable', {
        DatabaseName: 'sandbox',
        TableInput: { Name, TableType, Parameters, StorageDescriptor: { ...StorageDescriptor, Columns } },
      });
    const id = columns[2]!.Parameters!['iceberg.field.id'];
    const forged = { 'iceberg.field.id': id };
    await put(columns.map((c) => (c.Name === 'name' ? { ...c, Parameters: forged } : c)));
    expect((await run(analyst(lakehouse.account), `SELECT * FROM ${name}`, SANDBOX)).rows).toEqual([
      ['id', 'name'],
      ['1', 'Ann'],
    ]);
    await put([...columns, { Name: 'other', Type: 'string', Parameters: forged }]);
    expect(await header()).toEqual(['id', 'name']);
    expect(await shown()).toEqual(['id', 'name']);
    await put(columns.map((c) => (c.Name === 'ssn' ? { ...c, Name: 'tax' } : c)));
    expect(await header()).toEqual(['id', 'name']);
    expect(await header(engineer(lakehouse.account))).toEqual(['id', 'name', 'ssn']);
    await put(columns.map((c) => ({ Name: c.Name, Type: c.Type })));
    expect(await header()).toEqual(['id', 'name']);
  });

  /** As PyIceberg commits: a metadata file beside the old one, and UpdateTable with its address and columns. */
  async function commit(change: (metadata: TableMetadata) => TableMetadata): Promise<void> {
    const files = tableFiles(lakehouse.account);
    const { Name, TableType, Parameters, StorageDescriptor } = lakehouse.account.catalog.table(
      'sandbox',
      name,
    )!;
    const previous = Parameters!.metadata_location!;
    const next = change(structuredClone(await readMetadata(previous, files)));
    const metadata_location = await writeMetadata(next, files, { previous });
    await glue('UpdateTable', {
      DatabaseName: 'sandbox',
      TableInput: {
        Name,
        TableType,
        Parameters: { ...Parameters, metadata_location },
        StorageDescriptor: { ...StorageDescriptor, Columns: glueColumns(next) },
      },
    });
  }
  const withNames = (names: string[], metadata: TableMetadata): TableMetadata => {
    const schema = metadata.schemas[0]!;
    const fields = schema.fields.map((field, i) => ({ ...field, name: names[i]! }));
    return { ...metadata, schemas: [schema, { ...schema, 'schema-id': 1, fields }], 'current-schema-id': 1 };
  };

  test('a commit of another engine does not show it, twice in a row', async () => {
    await grants();
    await commit((metadata) => withNames(['id', 'name', 'tax'], metadata));
    expect(await header()).toEqual(['id', 'name']);
    await commit((metadata) => withNames(['id', 'ssn', 'name'], metadata));
    expect(await header()).toEqual(['id']);
    expect(await header(clerk())).toEqual(['id']);
  });

  test('grants of before ids were kept are completed before the table changes', async () => {
    await grants();
    const { store } = lakehouse.account;
    const kept = () => openGrants(store).onColumnsOf('sandbox', name);
    for (const held of kept()) openGrants(store).keepFieldIds(held, {});
    expect(kept().every(({ resource }) => resource.fieldIds === undefined)).toBe(true);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn tax string`);
    expect(await header()).toEqual(['id', 'name']);
  });

  test('and when the caller looks at the table', async () => {
    await grants();
    const { store } = lakehouse.account;
    const kept = () => openGrants(store).onColumnsOf('sandbox', name);
    for (const held of kept()) openGrants(store).keepFieldIds(held, {});
    await header();
    await shown(clerk());
    expect(kept().map(({ resource }) => resource.fieldIds)).toEqual([{ ssn: [3] }, { id: [1], name: [2] }]);
  });

  test('ListPermissions shows no ids', async () => {
    await grants();
    const listed = await lakeFormationService.operations.ListPermissions!(
      { Resource: { Table: { DatabaseName: 'sandbox', Name: name } } },
      deployer(lakehouse.account),
    );
    expect(JSON.stringify(listed)).not.toMatch(/fieldIds/);
  });

  test('a table that is made anew has the grants by their names', async () => {
    await grants();
    await sql(`DROP TABLE ${name}`);
    await createTable(engineer(lakehouse.account), name, 'ssn string, name string, id bigint');
    expect(await header()).toEqual(['name', 'id']);
    expect(await header(clerk())).toEqual(['name', 'id']);
  });

  test('who sees a part may not alter columns, and learns nothing by trying', async () => {
    await grants();
    await lakeFormationService.operations.GrantPermissions!(
      {
        Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/lakehouse-analyst` },
        Resource: { Table: { DatabaseName: 'sandbox', Name: name } },
        Permissions: ['ALTER'],
      },
      deployer(lakehouse.account),
    );
    const reasons = await Promise.all(
      ['ssn', 'zzz'].map(
        async (column) =>
          (await attempt(analyst(lakehouse.account), `ALTER TABLE ${name} DROP COLUMN ${column}`, SANDBOX))
            .reason,
      ),
    );
    expect(reasons[0]).toContain('seen through a filter');
    expect(reasons[1]).toBe(reasons[0]);
  });
});

describe('a table of files', () => {
  beforeEach(async () => {
    name = `renamed${++tables}`;
    await sql(
      `CREATE EXTERNAL TABLE ${name} (id string, name string, ssn string) PARTITIONED BY (day string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/${name}'`,
    );
  });

  const update = async (change: (table: ReturnType<typeof input>) => void): Promise<string> => {
    const TableInput = input();
    change(TableInput);
    return refusal(glue('UpdateTable', { DatabaseName: 'sandbox', TableInput }));
  };
  const input = () => {
    const table = lakehouse.account.catalog.table('sandbox', name)!;
    const { Name, TableType, Parameters, StorageDescriptor, PartitionKeys } = structuredClone(table);
    return { Name, TableType, Parameters: Parameters!, StorageDescriptor: StorageDescriptor!, PartitionKeys };
  };
  async function refusal(answer: Promise<unknown>): Promise<string> {
    try {
      await answer;
      return '';
    } catch (error) {
      if (error instanceof AwsError) return `${error.code}: ${error.message}`;
      throw error;
    }
  }
  type Input = ReturnType<typeof input>;
  const CHANGES: [string, string, (table: Input) => void][] = [
    [
      'a renamed column',
      'its columns',
      (t) => {
        t.StorageDescriptor.Columns![2]!.Name = 'tax';
      },
    ],
    ['another order', 'its columns', (t) => void t.StorageDescriptor.Columns!.reverse()],
    [
      'a column in front',
      'its columns',
      (t) => void t.StorageDescriptor.Columns!.unshift({ Name: 'x', Type: 'string' }),
    ],
    ['a column less', 'its columns', (t) => void t.StorageDescriptor.Columns!.shift()],
    [
      'a name twice',
      'its columns',
      (t) => void t.StorageDescriptor.Columns!.push({ Name: 'NAME', Type: 'string' }),
    ],
    [
      'a renamed key',
      'its partition keys',
      (t) => {
        t.PartitionKeys = [{ Name: 'x', Type: 'string' }];
      },
    ],
    [
      'another delimiter',
      'its format',
      (t) => {
        t.StorageDescriptor.SerdeInfo!.Parameters = { 'field.delim': '|' };
      },
    ],
    [
      'another serde',
      'its format',
      (t) => {
        t.StorageDescriptor.SerdeInfo!.SerializationLibrary = 'x';
      },
    ],
    [
      'another input format',
      'its format',
      (t) => {
        t.StorageDescriptor.InputFormat = 'x';
      },
    ],
    [
      'another location',
      'its location',
      (t) => {
        t.StorageDescriptor.Location = `s3://${LAKE}/sandbox/elsewhere`;
      },
    ],
    [
      'an Iceberg table of it',
      'its kind',
      (t) => {
        t.Parameters.table_type = 'ICEBERG';
      },
    ],
    [
      'a view of it',
      'its kind',
      (t) => {
        t.TableType = 'VIRTUAL_VIEW';
      },
    ],
  ];

  test.each(CHANGES)('%s is refused for %s while columns are granted', async (_, what, change) => {
    await grants();
    expect(await update(change)).toBe(
      `InvalidInputException: sandbox.${name} cannot be changed in ${what} while permissions on single columns of it are granted: a hidden column could be read under another name.`,
    );
  });

  test('without a grant on columns all of it may change; with one, columns may be added at the end', async () => {
    expect(
      await update((t) => {
        t.StorageDescriptor.Columns![2]!.Name = 'tax';
      }),
    ).toBe('');
    expect(
      await update((t) => {
        t.StorageDescriptor.Columns![2]!.Name = 'ssn';
      }),
    ).toBe('');
    await grants();
    expect(await update((t) => void t.StorageDescriptor.Columns!.push({ Name: 'x', Type: 'string' }))).toBe(
      '',
    );
  });

  test('descriptors of partitions', async () => {
    await grants();
    const named = { DatabaseName: 'sandbox', TableName: name };
    const at = (storage: object) => ({
      Values: ['1'],
      StorageDescriptor: { Location: `s3://${LAKE}/sandbox/${name}/day=1`, ...storage },
    });
    const columns = ['id', 'ssn', 'name'].map((Name) => ({ Name, Type: 'string' }));
    expect(
      await refusal(glue('CreatePartition', { ...named, PartitionInput: at({ Columns: columns }) })),
    ).toContain('its columns');
    await glue('CreatePartition', { ...named, PartitionInput: at({}) });
    const change = (storage: object) =>
      refusal(glue('UpdatePartition', { ...named, PartitionValueList: ['1'], PartitionInput: at(storage) }));
    expect(await change({ SerdeInfo: { SerializationLibrary: 'x' } })).toContain('its format');
    expect(await change({ Location: `s3://${LAKE}/sandbox/${name}` })).toContain('its location');
    expect(await change({ Parameters: { a: 'b' } })).toBe('');
  });

  test('Athena refuses it, too', async () => {
    await grants();
    const { reason } = await attempt(
      engineer(lakehouse.account),
      `ALTER TABLE ${name} SET TBLPROPERTIES ('table_type' = 'ICEBERG')`,
      SANDBOX,
    );
    expect(reason).toMatch(/^FAILED: Execution Error, .* cannot be changed in its kind while/);
  });
});
