import { LAKE, type Lakehouse, run } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import { machineTextIn } from './machineText';
import { answer, athenaOf, engineerOf, glueOf, put, type Suite } from './world';

/** Broken and missing files, addresses that are none, and definitions that do not fit: told in the words of Athena. */

let made = 0;
const COLUMNS = 'id bigint, name string, since date';
const COMMA = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','";
const OPEN_CSV = "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'";

/** What several statements answer, by the first of them that tells of the machine. */
async function told(world: Lakehouse, statements: string[], own?: string): Promise<string | undefined> {
  for (const sql of statements) {
    const wrong = machineTextIn(await answer(engineerOf(world), sql), own);
    if (wrong) return `${sql.slice(0, 80)}: ${wrong}`;
  }
  return undefined;
}
const READS = (table: string) => [
  `SELECT * FROM ${table}`,
  `SELECT count(*) FROM ${table}`,
  `SELECT id FROM ${table} WHERE id = 1`,
];

const hex = (text: string) => Buffer.from(text, 'hex');
const BODIES: [name: string, body: Buffer | string][] = [
  ['text', 'this is no such file\n'],
  ['one byte', 'x'],
  ['a magic word only', 'PAR1'],
  ['magic words without a footer', 'PAR1PAR1'],
  [
    'a footer of a wrong length',
    Buffer.concat([Buffer.from('PAR1xxxx'), hex('ffffff7f'), Buffer.from('PAR1')]),
  ],
  [
    'a footer of rubbish',
    Buffer.concat([Buffer.from('PAR1'), hex('0102030405060708'), hex('08000000'), Buffer.from('PAR1')]),
  ],
  ['an encrypted one', 'PARExxxxxxxxPARE'],
  ['zeros', Buffer.alloc(64)],
  ['bytes that are no UTF-8', hex('31 2c ff fe 0a'.replaceAll(' ', ''))],
  ['NUL bytes in text', '1,\u0000,2020-01-01\n'],
  ['an open quote', '1,"abc\n2,x,\n'],
  ['a wrong number', 'x,Ann,2020-01-01\n'],
  ['a wrong date', '1,Ann,nope\n'],
  ['a number that is too large', '99999999999999999999,Ann,2020-01-01\n'],
  ['a very long line', `1,${'x'.repeat(3_000_000)},2020-01-01\n`],
  ['JSON', '{"id": 1, "name": "Ann"}\n'],
  ['broken JSON', '{"id": 1, "name": '],
  ['a byte order mark', '\ufeff1,Ann,2020-01-01\n'],
  ['a gzip header', hex('1f8b08000000000000ff')],
];
const FORMATS: [name: string, format: string][] = [
  ['Parquet', 'STORED AS PARQUET'],
  ['delimited text', COMMA],
  ['quoted text', OPEN_CSV],
  ['JSON', "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'"],
  ['ORC', 'STORED AS ORC'],
  ['Avro', 'STORED AS AVRO'],
];
const files = FORMATS.flatMap(([format, ddl], f) =>
  BODIES.filter((_, i) => f < 3 || i % 6 === 0).map(
    ([body, bytes], i): Attack<Lakehouse> => ({
      name: `a ${format} table over ${body}`,
      always: format === 'Parquet' && i < 8,
      run: async (world) => {
        const name = `broken${++made}`;
        await put(world, `sandbox/${name}/part-0001`, bytes as Buffer);
        await run(
          engineerOf(world),
          `CREATE EXTERNAL TABLE sandbox.${name} (${COLUMNS}) ${ddl} LOCATION 's3://${LAKE}/sandbox/${name}/'`,
        );
        return told(world, READS(`sandbox.${name}`));
      },
    }),
  ),
);

/** An Iceberg table with two rows in the sandbox; its objects by a part of their keys are then changed. */
const ICEBERG_OBJECTS = ['.metadata.json', 'snap-', '.avro', '/data/'];
const CHANGES: [name: string, body: Buffer | string | undefined][] = [
  ['is gone', undefined],
  ['is empty', ''],
  ['is text', 'this is no such file'],
  ['is JSON', '{}'],
  ['is a list', '[]'],
  ['is a magic word', Buffer.concat([Buffer.from('Obj'), hex('01')])],
  ['is Parquet without a footer', 'PAR1PAR1'],
];
const iceberg = ICEBERG_OBJECTS.flatMap((part) =>
  CHANGES.map(
    ([change, body]): Attack<Lakehouse> => ({
      name: `a file ${part} of an Iceberg table ${change}`,
      always:
        part === '/data/' || (part === 'snap-' && ['is gone', 'is text', 'is a magic word'].includes(change)),
      run: async (world) => {
        const name = `broken${++made}`;
        const engineer = engineerOf(world);
        const { objects } = world.account;
        await run(
          engineer,
          `CREATE TABLE sandbox.${name} (${COLUMNS}) LOCATION 's3://${LAKE}/sandbox/${name}' TBLPROPERTIES ('table_type'='ICEBERG')`,
        );
        await run(
          engineer,
          `INSERT INTO sandbox.${name} VALUES (1, 'Ann', DATE '2020-01-01'), (2, 'Bob', NULL)`,
        );
        const keys: string[] = [];
        for await (const { key } of objects.list(LAKE, `sandbox/${name}/`))
          if (key.includes(part) && (part !== '.avro' || !key.includes('snap-'))) keys.push(key);
        if (keys.length === 0) return `there is no file ${part}`;
        if (body === undefined) await objects.delete(LAKE, keys);
        else for (const key of keys) await put(world, key, body as Buffer);
        return told(world, [
          ...READS(`sandbox.${name}`),
          `SELECT * FROM sandbox."${name}$files"`,
          `INSERT INTO sandbox.${name} VALUES (3, 'Cyd', NULL)`,
          `DELETE FROM sandbox.${name} WHERE id = 1`,
          `DESCRIBE sandbox.${name}`,
          `OPTIMIZE sandbox.${name} REWRITE DATA USING BIN_PACK`,
        ]);
      },
    }),
  ),
);

const ADDRESSES = [
  's3n://lakehouse-lake/x/',
  'S3://lakehouse-lake/x/',
  's3://',
  's3:///x',
  's3://no-such-bucket/x/',
  's3:/lakehouse-lake/x',
  'file:///etc/',
  '/etc/',
  'http://127.0.0.1/',
  'hdfs://x/y',
  's3://lakehouse-lake/../../etc/',
  's3://lakehouse-lake/%00/',
  's3://lakehouse-lake/\u0001/',
  `s3://lakehouse-lake/${'x'.repeat(1500)}/`,
  's3://lakehouse lake/x/',
  's3://LAKEHOUSE-LAKE/x/',
  'x',
  ' ',
];
const addresses = ADDRESSES.flatMap((address): Attack<Lakehouse>[] => [
  {
    name: `an external table at ${address.slice(0, 60)}`,
    always: ['s3n://lakehouse-lake/x/', 's3://', 'x'].includes(address),
    run: async (world) => {
      const name = `sandbox.broken${++made}`;
      return told(
        world,
        [
          `CREATE EXTERNAL TABLE ${name} (${COLUMNS}) ${COMMA} LOCATION '${address}'`,
          ...READS(name),
          `SHOW CREATE TABLE ${name}`,
          `DROP TABLE ${name}`,
        ],
        address,
      );
    },
  },
  {
    name: `an Iceberg table at ${address.slice(0, 60)}`,
    always: address === 'file:///etc/',
    run: async (world) => {
      const name = `sandbox.broken${++made}`;
      return told(
        world,
        [
          `CREATE TABLE ${name} (${COLUMNS}) LOCATION '${address}' TBLPROPERTIES ('table_type'='ICEBERG')`,
          `INSERT INTO ${name} VALUES (1, 'a', NULL)`,
          ...READS(name),
          `DROP TABLE ${name}`,
        ],
        address,
      );
    },
  },
  {
    name: `a copy at ${address.slice(0, 60)}`,
    run: async (world) =>
      told(
        world,
        [
          `CREATE TABLE sandbox.broken${++made} WITH (table_type = 'ICEBERG', is_external = false, location = '${address}') AS SELECT 1 AS x`,
        ],
        address,
      ),
  },
  {
    name: `UNLOAD to ${address.slice(0, 60)}`,
    run: async (world) =>
      told(world, [`UNLOAD (SELECT 1 AS x) TO '${address}' WITH (format = 'PARQUET')`], address),
  },
  {
    name: `a partition, a metadata file and results at ${address.slice(0, 60)}`,
    run: async (world) => {
      const engineer = engineerOf(world);
      const name = `broken${++made}`;
      await run(
        engineer,
        `CREATE EXTERNAL TABLE sandbox.${name} (${COLUMNS}) PARTITIONED BY (part string) ${COMMA} LOCATION 's3://${LAKE}/sandbox/${name}'`,
      );
      const glue = glueOf(engineer);
      const named = { DatabaseName: 'sandbox', TableName: name };
      const refused = async (work: Promise<unknown>) =>
        work.then(
          () => undefined,
          (error: Error) =>
            machineTextIn({ state: 'FAILED', reason: `AWS_ERROR: ${error.message}` }, address),
        );
      const made1 = await refused(
        glue('CreatePartition', {
          ...named,
          PartitionInput: { Values: ['p'], StorageDescriptor: { Location: address } },
        }),
      );
      const StorageDescriptor = { Columns: [{ Name: 'id', Type: 'bigint' }], Location: address };
      const Parameters = { table_type: 'ICEBERG', metadata_location: address };
      const made2 = await refused(
        glue('CreateTable', {
          DatabaseName: 'sandbox',
          TableInput: { Name: `${name}i`, Parameters, StorageDescriptor },
        }),
      );
      const started = await refused(
        athenaOf(engineer)('StartQueryExecution', {
          QueryString: 'SELECT 1',
          ClientRequestToken: `address-${name}-0123456789-0123456789`,
          ResultConfiguration: { OutputLocation: address },
        }),
      );
      return (
        made1 ??
        made2 ??
        started ??
        told(
          world,
          [...READS(`sandbox.${name}`), ...READS(`sandbox.${name}i`), `DESCRIBE sandbox.${name}i`],
          address,
        )
      );
    },
  },
]);

/** Definitions of tables that do not fit the files or make no sense. */
const TYPES = [
  'nope',
  'array<',
  'struct<a>',
  'map<int>',
  'decimal(99,2)',
  'decimal(2,9)',
  'varchar(0)',
  '',
  'struct<>',
  'int;drop',
  `${'array<'.repeat(200)}int${'>'.repeat(200)}`,
];
const definitions: Attack<Lakehouse>[] = [
  ...TYPES.map((type) => ({
    name: `a column of type ${type.slice(0, 40)}`,
    always: type.startsWith('decimal'),
    run: async (world: Lakehouse) => {
      const name = `broken${++made}`;
      await put(world, `sandbox/${name}/a.csv`, '1\n');
      const StorageDescriptor = {
        Columns: [{ Name: 'id', Type: type }],
        Location: `s3://${LAKE}/sandbox/${name}`,
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe' },
      };
      await glueOf(engineerOf(world))('CreateTable', {
        DatabaseName: 'sandbox',
        TableInput: { Name: name, StorageDescriptor },
      }).catch(() => undefined);
      return told(world, [
        ...READS(`sandbox.${name}`),
        `DESCRIBE sandbox.${name}`,
        'SELECT count(*) FROM information_schema.columns',
      ]);
    },
  })),
  ...[
    'array<int>',
    'struct<a:int>',
    'map<string,int>',
    'binary',
    'timestamp',
    'boolean',
    'decimal(3,2)',
    'date',
    'tinyint',
  ].flatMap((type) =>
    ['STORED AS PARQUET', COMMA, OPEN_CSV].map((format) => ({
      name: `a bigint read as ${type}, ${format}`,
      run: async (world: Lakehouse) => {
        const name = `broken${++made}`;
        const engineer = engineerOf(world);
        if (format.includes('PARQUET'))
          await run(
            engineer,
            `UNLOAD (SELECT 4000000000000 AS id, 'a' AS name) TO 's3://${LAKE}/sandbox/${name}/' WITH (format = 'PARQUET')`,
          );
        else await put(world, `sandbox/${name}/a.csv`, '4000000000000,a\n');
        await run(
          engineer,
          `CREATE EXTERNAL TABLE sandbox.${name} (id ${type}, name int) ${format} LOCATION 's3://${LAKE}/sandbox/${name}/'`,
        );
        return told(world, [
          `SELECT * FROM sandbox.${name}`,
          `SELECT name FROM sandbox.${name}`,
          `SELECT id FROM sandbox.${name}`,
        ]);
      },
    })),
  ),
  ...["'{'", "'[]'", "'not base64'", "''"].map((text) => ({
    name: `a view of ${text}`,
    run: async (world: Lakehouse) => {
      const name = `broken${++made}`;
      const ViewOriginalText = `/* Presto View: ${Buffer.from(text).toString('base64')} */`;
      await glueOf(engineerOf(world))('CreateTable', {
        DatabaseName: 'sandbox',
        TableInput: {
          Name: name,
          TableType: 'VIRTUAL_VIEW',
          ViewOriginalText,
          StorageDescriptor: { Columns: [{ Name: 'id', Type: 'bigint' }] },
        },
      });
      return told(world, [
        ...READS(`sandbox.${name}`),
        `DESCRIBE sandbox.${name}`,
        `SHOW CREATE VIEW sandbox.${name}`,
      ]);
    },
  })),
];

/** Trino makes no arrays of more than 10,000 elements by these. Here no limit of memory counts them: a billion ends the process. */
const memory: Attack<Lakehouse>[] = ['sequence(1, 100000)', 'repeat(1, 100000)'].map((array) => ({
  name: `an array of a hundred thousand: ${array}`,
  always: true,
  run: async (world) => {
    const { state } = await answer(engineerOf(world), `SELECT cardinality(${array}) FROM customers`);
    return state === 'SUCCEEDED' ? 'it is made' : undefined;
  },
}));

export const machineFiles: Suite[] = [
  {
    title: 'no words of the machine about files',
    groups: {
      'files of external tables': files,
      'files of Iceberg tables': iceberg,
      addresses,
      definitions,
      'arrays without a limit': memory,
    },
    every: 25,
  },
];
