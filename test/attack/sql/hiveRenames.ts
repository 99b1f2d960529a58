import type { TableInput } from '@aws-sdk/client-glue';
import { LAKE, type Lakehouse, run } from '../../local/athena/lakehouse';
import { change, type Evolving, inTurn, type TableChange, textTable, update } from './evolving';
import { engineerOf, glueOf, put, SSNS, type Suite } from './world';

/** External tables, whose columns have no ids: by their definition a hidden column can come out under another name. */

const COMMA = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','";
const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const LAZY_SIMPLE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

type Storage = NonNullable<TableInput['StorageDescriptor']>;
const storage = (edit: (storage: Storage) => void) => (table: Evolving) =>
  update(table, (input) => edit(input.StorageDescriptor));
const columns = (...names: string[]) =>
  storage((descriptor) => {
    descriptor.Columns = names.map((Name) => ({ Name, Type: 'string' }));
  });
const serde = (SerializationLibrary: string, Parameters: Record<string, string>) =>
  storage((descriptor) => {
    descriptor.SerdeInfo = { SerializationLibrary, Parameters };
  });

const COLUMNS: TableChange[] = [
  { name: 'a renamed column', always: true, make: columns('id', 'name', 'tax') },
  { name: 'swapped names', always: true, make: columns('id', 'ssn', 'name') },
  { name: 'another order', always: true, make: columns('ssn', 'id', 'name') },
  { name: 'one column fewer before it', make: columns('name', 'ssn'), loses: true },
  { name: 'one column more before it', always: true, make: columns('id', 'x', 'name', 'ssn') },
  { name: 'name in its place, and ssn gone', always: true, make: columns('id', 'x', 'name') },
  { name: 'upper case', make: columns('id', 'name', 'SSN') },
  { name: 'a blank after the name', always: true, make: columns('id', 'name', 'ssn ') },
  { name: 'name twice', make: columns('id', 'name', 'name'), loses: true },
  { name: 'one column more after it', make: columns('id', 'name', 'ssn', 'tax'), loses: true },
  {
    name: 'another type of its own',
    make: storage((descriptor) => {
      descriptor.Columns![2]!.Type = 'bigint';
    }),
    loses: true,
  },
  {
    name: 'iceberg.field.id on columns',
    make: storage((descriptor) => {
      descriptor.Columns = ['id', 'ssn', 'name'].map((Name, i) => ({
        Name,
        Type: 'string',
        Parameters: { 'iceberg.field.id': `${i + 1}` },
      }));
    }),
  },
];

const FORMATS: TableChange[] = [
  { name: 'another delimiter', always: true, make: serde(LAZY_SIMPLE, { 'field.delim': '|' }) },
  { name: 'a delimiter within the value', make: serde(LAZY_SIMPLE, { 'field.delim': '-' }), loses: true },
  { name: 'no delimiter', always: true, make: serde(LAZY_SIMPLE, {}) },
  { name: 'serialization.format', always: true, make: serde(LAZY_SIMPLE, { 'serialization.format': '|' }) },
  { name: 'a delimiter by its number', make: serde(LAZY_SIMPLE, { 'field.delim': '9' }) },
  {
    name: 'an escape that keeps delimiters',
    make: serde(LAZY_SIMPLE, { 'field.delim': ',', 'escape.delim': 'A' }),
    loses: true,
  },
  {
    name: 'another serde with another separator',
    always: true,
    make: serde(OPEN_CSV, { separatorChar: ';' }),
  },
  {
    name: 'another serde with a quote',
    make: serde(OPEN_CSV, { separatorChar: ',', quoteChar: 'A' }),
    loses: true,
  },
  { name: 'the serde of Parquet', make: serde(PARQUET, {}), loses: true },
  { name: 'a serde that is not there', make: serde('org.example.Whole', {}), loses: true },
  {
    name: 'the input format of Parquet',
    make: storage((descriptor) => {
      descriptor.InputFormat = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
    }),
  },
  {
    name: 'parameters of the table',
    make: (table) =>
      update(table, (input) => {
        input.Parameters = { ...input.Parameters, 'field.delim': '|', separatorChar: '|', delimiter: '|' };
      }),
  },
  {
    name: 'it becomes an Iceberg table',
    make: (table) =>
      update(table, (input) => {
        input.Parameters = { ...input.Parameters, table_type: 'ICEBERG' };
      }),
    loses: true,
  },
  {
    name: 'it becomes a view',
    make: (table) =>
      update(table, (input) => {
        const view = {
          originalSql: `SELECT ssn AS name FROM sandbox.${table.name}`,
          catalog: 'awsdatacatalog',
          schema: 'sandbox',
          columns: [{ name: 'name', type: 'varchar' }],
        };
        input.TableType = 'VIRTUAL_VIEW';
        input.ViewOriginalText = `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`;
      }),
    loses: true,
  },
];

const alter = (action: string, loses = false): TableChange => ({
  name: action,
  make: (table) => inTurn(table, `ALTER TABLE sandbox.${table.name} ${action}`),
  loses,
});
const STATEMENTS: TableChange[] = [
  alter('CHANGE COLUMN ssn tax string'),
  alter('REPLACE COLUMNS (id string, name string, tax string)'),
  alter('REPLACE COLUMNS (id string, ssn string, name string)'),
  alter('ADD COLUMNS (tax string)'),
  alter("SET TBLPROPERTIES ('field.delim' = '|')"),
  alter("SET TBLPROPERTIES ('separatorChar' = '|')"),
  alter("SET SERDEPROPERTIES ('field.delim' = '|')"),
  alter("SET TBLPROPERTIES ('table_type' = 'ICEBERG')", true),
  alter(`SET LOCATION 's3://${LAKE}/lakehouse/'`),
];

let made = 0;
/** A text table with ssn as its partition key. */
async function partitioned(world: Lakehouse): Promise<string> {
  const name = `partitioned${++made}`;
  const engineer = engineerOf(world);
  await run(
    engineer,
    `CREATE EXTERNAL TABLE sandbox.${name} (id string, name string) PARTITIONED BY (ssn string, part string) ${COMMA} LOCATION 's3://${LAKE}/sandbox/${name}'`,
  );
  for (const ssn of SSNS) {
    const place = `sandbox/${name}/ssn=${ssn}/part=p`;
    await put(world, `${place}/a.csv`, '1,Ann\n');
    await glueOf(engineer)('CreatePartition', {
      DatabaseName: 'sandbox',
      TableName: name,
      PartitionInput: { Values: [ssn, 'p'], StorageDescriptor: { Location: `s3://${LAKE}/${place}` } },
    });
  }
  return name;
}
const keys =
  (...names: string[]) =>
  (table: Evolving) =>
    update(table, (input) => {
      input.PartitionKeys = names.map((Name) => ({ Name, Type: 'string' }));
    });
const KEYS: TableChange[] = [
  { name: 'a renamed key', always: true, make: keys('tax', 'part') },
  { name: 'keys in another order', always: true, make: keys('part', 'ssn') },
  { name: 'a key fewer', always: true, make: keys('part'), loses: true },
  { name: 'a key more', make: keys('name2', 'ssn', 'part') },
  { name: 'no keys', always: true, make: keys(), loses: true },
  {
    name: 'the key as a column, too',
    make: (table) =>
      update(table, (input) => {
        input.StorageDescriptor.Columns.push({ Name: 'tax', Type: 'string' });
        input.PartitionKeys = [
          { Name: 'tax', Type: 'string' },
          { Name: 'part', Type: 'string' },
        ];
      }),
  },
];

/** A text table with a partition in which ssn is a column. */
async function inPartitions(world: Lakehouse): Promise<string> {
  const name = `partitioned${++made}`;
  const engineer = engineerOf(world);
  await run(
    engineer,
    `CREATE EXTERNAL TABLE sandbox.${name} (id string, name string, ssn string) PARTITIONED BY (part string) ${COMMA} LOCATION 's3://${LAKE}/sandbox/${name}'`,
  );
  await put(world, `sandbox/${name}/part=p/a.csv`, SSNS.map((ssn) => `1,Ann,${ssn}\n`).join(''));
  await glueOf(engineer)('CreatePartition', {
    DatabaseName: 'sandbox',
    TableName: name,
    PartitionInput: { Values: ['p'], StorageDescriptor: { Location: `s3://${LAKE}/sandbox/${name}/part=p` } },
  });
  return name;
}
/** A partition with a descriptor of its own. */
const partition = (name: string, own: Partial<Storage>, loses = false): TableChange => ({
  name,
  loses,
  make: (table) =>
    glueOf(table.by)('UpdatePartition', {
      DatabaseName: 'sandbox',
      TableName: table.name,
      PartitionValueList: ['p'],
      PartitionInput: {
        Values: ['p'],
        StorageDescriptor: { Location: `s3://${LAKE}/sandbox/${table.name}/part=p`, ...own },
      },
    }),
});
const strings = (...names: string[]) => names.map((Name) => ({ Name, Type: 'string' }));
const PARTITIONS: TableChange[] = [
  partition('columns in another order', { Columns: strings('id', 'ssn', 'name') }),
  partition('a renamed column', { Columns: strings('id', 'name', 'tax') }, true),
  partition(
    'another delimiter',
    { SerdeInfo: { SerializationLibrary: LAZY_SIMPLE, Parameters: { 'field.delim': '|' } } },
    true,
  ),
  partition(
    'another serde',
    { SerdeInfo: { SerializationLibrary: OPEN_CSV, Parameters: { separatorChar: ';' } } },
    true,
  ),
  partition('the serde of Parquet', { SerdeInfo: { SerializationLibrary: PARQUET } }, true),
  { name: 'columns of the table in another order', make: columns('id', 'ssn', 'name') },
  { name: 'a renamed column of the table', make: columns('id', 'name', 'tax') },
  { name: 'the key before the columns', make: keys('part', 'ssn'), loses: true },
  alter(`ADD PARTITION (part = 'q') LOCATION 's3://${LAKE}/lakehouse/'`),
];

const attacks = (changes: TableChange[], create: (world: Lakehouse) => Promise<string>) => [
  ...changes.map((one) => change(one, 'engineer', create)),
  ...changes.map((one) => change({ ...one, always: false }, 'analyst', create)),
];
const comma = textTable(COMMA);
const quoted = textTable(
  `ROW FORMAT SERDE '${OPEN_CSV}'`,
  SSNS.map((ssn, i) => `"${i + 1}","Ann","${ssn}"\n`).join(''),
);

export const hiveRenames: Suite[] = [
  {
    title: 'renames of external tables',
    groups: {
      'columns of a delimited table': attacks(COLUMNS, comma),
      'columns of a quoted table': COLUMNS.map((one) =>
        change({ ...one, always: false }, 'engineer', quoted),
      ),
      'the format of a delimited table': attacks(FORMATS, comma),
      'the format of a quoted table': FORMATS.map((one) =>
        change({ ...one, always: false, loses: true }, 'engineer', quoted),
      ),
      'by ALTER TABLE': attacks(STATEMENTS, comma),
      'keys of partitions': attacks(KEYS, partitioned),
      'descriptors of partitions': attacks(PARTITIONS, inPartitions),
    },
    every: 40,
  },
];
