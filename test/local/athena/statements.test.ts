import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { refusal, send } from './account';
import {
  attempt,
  deployer,
  engineer,
  LAKE,
  type Lakehouse,
  openLakehouse,
  RAW,
  RESULTS,
  run,
} from './lakehouse';

let lakehouse: Lakehouse;
let call: Call;
const sandbox = { QueryExecutionContext: { Database: 'sandbox' } };
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

const columnValues = (rows: (string | undefined)[][]) => rows.map((row) => row[0]);
const objectsBelow = async (prefix: string) => {
  const keys: string[] = [];
  for await (const object of lakehouse.account.objects.list(LAKE, prefix)) keys.push(object.key);
  return keys;
};

describe('Iceberg tables', () => {
  test('CREATE TABLE, INSERT, SELECT, DESCRIBE, SHOW, DROP', async () => {
    const created = await run(
      call,
      `CREATE TABLE events (id bigint COMMENT 'key', kind string, at timestamp, amount decimal(10,2), tags array<string>)
       PARTITIONED BY (kind, day(at), bucket(4, id)) LOCATION 's3://${LAKE}/sandbox/events/' TBLPROPERTIES ('table_type'='ICEBERG', 'write_compression'='zstd')`,
      sandbox,
    );
    expect([created.updateCount, created.rows]).toEqual([null, []]);
    const inserted = await run(
      call,
      `INSERT INTO events VALUES (1, 'a', TIMESTAMP '2024-05-01 10:00:00', DECIMAL '1.50', ARRAY['x', 'y']), (2, 'b', NULL, NULL, NULL)`,
      sandbox,
    );
    expect([inserted.updateCount, inserted.rows, inserted.columns]).toMatchObject([
      2,
      [],
      [{ Name: 'rows', Type: 'bigint', Precision: 19 }],
    ]);
    expect(await lakehouse.account.objects.head(RESULTS, `${inserted.id}.metadata`)).toBeDefined();
    await run(call, `INSERT INTO events (kind, id) SELECT 'c', 3`, sandbox);
    expect((await run(call, 'SELECT * FROM events ORDER BY id', sandbox)).rows).toEqual([
      ['id', 'kind', 'at', 'amount', 'tags'],
      ['1', 'a', '2024-05-01 10:00:00.000000', '1.50', '[x, y]'],
      ['2', 'b', undefined, undefined, undefined],
      ['3', 'c', undefined, undefined, undefined],
    ]);
    expect(columnValues((await run(call, 'DESCRIBE events', sandbox)).rows)).toEqual([
      '# Table schema:\t\t',
      '# col_name\tdata_type\tcomment',
      'id\tbigint\tkey',
      'kind\tstring\t',
      'at\ttimestamp\t',
      'amount\tdecimal(10, 2)\t',
      'tags\tarray<string>\t',
      '\t\t',
      '# Partition spec:\t\t',
      '# field_name\tfield_transform\tcolumn_name',
      'kind\tidentity\tkind',
      'at_day\tday\tat',
      'id_bucket\tbucket[4]\tid',
    ]);
    expect(columnValues((await run(call, 'SHOW COLUMNS IN events', sandbox)).rows)).toEqual([
      'id',
      'kind',
      'at',
      'amount',
      'tags',
    ]);
    const ddl = columnValues((await run(call, 'SHOW CREATE TABLE events', sandbox)).rows).join('\n');
    expect(ddl).toContain(
      "PARTITIONED BY (`kind`, day(`at`), bucket(4, `id`))\nLOCATION 's3://lakehouse-lake/sandbox/events'",
    );
    await run(
      call,
      `ALTER TABLE events SET TBLPROPERTIES ('optimize_rewrite_delete_file_threshold'='3')`,
      sandbox,
    );
    expect(columnValues((await run(call, 'SHOW CREATE TABLE events', sandbox)).rows).join('\n')).toContain(
      "'optimize_rewrite_delete_file_threshold'='3'",
    );
    expect((await objectsBelow('sandbox/events/')).length).toBeGreaterThan(3);
    const dropped = await run(call, 'DROP TABLE events', sandbox);
    expect((await lakehouse.account.objects.read(RESULTS, `${dropped.id}.txt`)).toString()).toBe('\n');
    expect(await objectsBelow('sandbox/events/')).toEqual([]);
    expect((await attempt(call, 'SELECT 1 FROM events', sandbox)).reason).toBe(
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.sandbox.events' does not exist",
    );
  });

  test('CTAS, and what it refuses', async () => {
    const sql = (name: string) =>
      `CREATE TABLE ${name} WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/${name}/', partitioning = ARRAY['bucket(n, 2)'])
       AS SELECT n, CAST(n AS varchar) AS text FROM UNNEST(sequence(1, 100)) t(n)`;
    expect((await run(call, sql('numbers'), sandbox)).updateCount).toBe(100);
    expect(
      (await run(call, "SELECT count(*), sum(n) FROM numbers WHERE text <> '7'", sandbox)).rows[1],
    ).toEqual(['99', '5043']);
    const again = await attempt(call, sql('numbers'), sandbox);
    expect([again.reason, again.type]).toEqual([
      "TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.sandbox.numbers' already exists",
      [2, 1110],
    ]);
    expect((await run(call, 'SELECT count(*) FROM numbers', sandbox)).rows[1]).toEqual(['100']);
    const failed = await attempt(
      call,
      `CREATE TABLE broken WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/broken/') AS SELECT 1 / (n - 50) AS x FROM numbers`,
      sandbox,
    );
    expect(failed.reason).toBe('DIVISION_BY_ZERO: Division by zero');
    expect(await objectsBelow('sandbox/broken/')).toEqual([]);
    expect(columnValues((await run(call, "SHOW TABLES 'bro*'", sandbox)).rows)).toEqual([]);
  });

  test('inserts side by side lose nothing', async () => {
    await run(
      call,
      `CREATE TABLE counter (n int) LOCATION 's3://${LAKE}/sandbox/counter' TBLPROPERTIES ('table_type'='ICEBERG')`,
      sandbox,
    );
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        attempt(call, `INSERT INTO counter SELECT ${i} * 10 + k FROM UNNEST(sequence(0, 9)) t(k)`, sandbox),
      ),
    );
    expect(outcomes.map((outcome) => outcome.state)).toEqual(outcomes.map(() => 'SUCCEEDED'));
    expect(
      (await run(call, 'SELECT count(*), count(DISTINCT n), sum(n) FROM counter', sandbox)).rows[1],
    ).toEqual(['120', '120', '7140']);
  });

  test('a failed INSERT leaves nothing behind', async () => {
    await run(
      call,
      `CREATE TABLE target (n int) LOCATION 's3://${LAKE}/sandbox/target' TBLPROPERTIES ('table_type'='ICEBERG')`,
      sandbox,
    );
    const before = await objectsBelow('sandbox/target/');
    const outcome = await attempt(
      call,
      "INSERT INTO target SELECT CAST('x' || CAST(k AS varchar) AS integer) FROM UNNEST(sequence(1, 3)) t(k)",
      sandbox,
    );
    expect(outcome.reason).toMatch(/^INVALID_CAST_ARGUMENT: Cannot cast 'x\d' to INT/);
    expect(await objectsBelow('sandbox/target/')).toEqual(before);
    const mismatch = await attempt(call, "INSERT INTO target VALUES ('text')", sandbox);
    expect(mismatch.reason).toMatch(/^TYPE_MISMATCH: line 1:1: Insert query has mismatched column types/);
  });

  test('column choice is what is read, and paid for', async () => {
    await run(
      call,
      `CREATE TABLE wide WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/wide/')
       AS SELECT n, rpad(CAST(n * 7919 % 10007 AS varchar), 50, 'x') AS filler FROM UNNEST(sequence(1, 5000)) t(n)`,
      sandbox,
    );
    const narrow = await run(call, 'SELECT sum(n) FROM wide', sandbox);
    const whole = await run(call, 'SELECT max(filler), sum(n) FROM wide', sandbox);
    expect(narrow.scanned).toBeGreaterThan(0);
    expect(whole.scanned).toBeGreaterThan(narrow.scanned);
    expect((await run(call, 'SELECT count(*) FROM wide', sandbox)).scanned).toBe(0);
  });

  test.each([
    [
      `CREATE EXTERNAL TABLE t (x int) LOCATION 's3://${LAKE}/sandbox/t' TBLPROPERTIES ('table_type'='ICEBERG')`,
      'External keyword not supported for table type ICEBERG',
    ],
    [
      `CREATE TABLE t (x int) LOCATION 's3://${LAKE}/sandbox/t'`,
      'External keyword required for table type HIVE',
    ],
    [
      `CREATE TABLE t (x int) TBLPROPERTIES ('table_type'='ICEBERG')`,
      'No location was specified for table. An S3 location must be specified',
    ],
    [
      `CREATE TABLE t (x int) LOCATION 's3://${LAKE}/sandbox/t' TBLPROPERTIES ('table_type'='ICEBERG', 'format_version'='2')`,
      'Unsupported table property key: format_version',
    ],
    [
      `CREATE TABLE t (x varchar) LOCATION 's3://${LAKE}/sandbox/t' TBLPROPERTIES ('table_type'='ICEBERG')`,
      'varchar type is specified without length',
    ],
    [
      'DELETE FROM information_schema.tables',
      'NOT_SUPPORTED: This connector does not support modifying table rows',
    ],
    ['DROP TABLE nope', 'FAILED: SemanticException [Error 10001]: Table not found sandbox.nope'],
    ['SHOW TABLES IN nope', 'FAILED: SemanticException [Error 10072]: Database does not exist: nope'],
    ['DROP DATABASE nope', 'FAILED: SemanticException [Error 10072]: Database does not exist: nope'],
    [
      'CREATE DATABASE sandbox',
      'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Database sandbox already exists',
    ],
  ])('%s', async (sql, reason) => {
    const tables = (await run(call, 'SHOW TABLES', sandbox)).rows;
    expect((await attempt(deployer(lakehouse.account), sql, sandbox)).reason).toBe(reason);
    expect((await run(call, 'SHOW TABLES', sandbox)).rows).toEqual(tables);
  });

  test('a failed Hive statement leaves its reason where the result would be, and an empty result set', async () => {
    const { id, reason } = await attempt(deployer(lakehouse.account), 'DROP TABLE nope', sandbox);
    expect((await lakehouse.account.objects.read(RESULTS, `${id}.txt`)).toString()).toBe(reason);
    const { ResultSet } = await send(call, 'GetQueryResults', { QueryExecutionId: id });
    expect(ResultSet).toEqual({ Rows: [], ResultSetMetadata: undefined });
  });

  test('who may not create tables in a database is told which right is missing', async () => {
    const outcome = await attempt(
      call,
      `CREATE TABLE lakehouse.t (x int) LOCATION 's3://${LAKE}/lakehouse/t' TBLPROPERTIES ('table_type'='ICEBERG')`,
    );
    expect(outcome.reason).toMatch(
      /^FAILED: Execution Error, return code 1 from org\.apache\.hadoop\.hive\.ql\.exec\.DDLTask\. MetaException\(message:Insufficient Lake Formation permission\(s\): Required Create Table on lakehouse \(Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Request ID: .*; Proxy: null\)\)$/,
    );
  });
});

describe('external tables', () => {
  test('CSV with quotes, a header and a partition', async () => {
    const { objects, catalog } = lakehouse.account;
    await objects.put(RAW, 'people/part=1/a.csv', Buffer.from('id,name\n1,"Ann, the first"\n2,Bob\n'));
    await objects.put(RAW, 'people/part=1/_SUCCESS', Buffer.from('not data\n'));
    await run(
      call,
      `CREATE EXTERNAL TABLE people (id string, name string) PARTITIONED BY (part int)
       ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' WITH SERDEPROPERTIES ('separatorChar' = ',', 'quoteChar' = '"')
       LOCATION 's3://${RAW}/people/' TBLPROPERTIES ('skip.header.line.count'='1')`,
      sandbox,
    );
    catalog.addPartitions(
      'sandbox',
      'people',
      [{ Values: ['1'], StorageDescriptor: { Location: `s3://${RAW}/people/part=1/` } }],
      new Date(),
    );
    const { rows, scanned } = await run(call, 'SELECT * FROM people ORDER BY id', sandbox);
    expect(rows).toEqual([
      ['id', 'name', 'part'],
      ['1', 'Ann, the first', '1'],
      ['2', 'Bob', '1'],
    ]);
    expect(scanned).toBe(33);
    expect(columnValues((await run(call, 'SHOW PARTITIONS people', sandbox)).rows)).toEqual(['part=1']);
    expect(columnValues((await run(call, 'DESCRIBE people', sandbox)).rows)).toEqual([
      'id                  \tstring              \t                    ',
      'name                \tstring              \t                    ',
      'part                \tint                 \t                    ',
      '\t \t ',
      '# Partition Information\t \t ',
      '# col_name          \tdata_type           \tcomment             ',
      '\t \t ',
      'part                \tint                 \t                    ',
    ]);
    expect(columnValues((await run(call, 'SHOW COLUMNS IN people', sandbox)).rows)[0]).toBe(
      'id                  ',
    );
    expect(columnValues((await run(call, 'SHOW CREATE TABLE people', sandbox)).rows)[0]).toBe(
      'CREATE EXTERNAL TABLE `sandbox.people`(',
    );
    await run(call, 'DROP TABLE people', sandbox);
    expect(await objects.head(RAW, 'people/part=1/a.csv')).toBeDefined();
  });

  test('Parquet files by column name', async () => {
    await run(
      call,
      `CREATE TABLE source WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/source/') AS SELECT 1 AS a, 'x' AS b`,
      sandbox,
    );
    await run(
      call,
      `CREATE EXTERNAL TABLE files (b string, a bigint, missing double) STORED AS PARQUET LOCATION 's3://${LAKE}/sandbox/source/data/'`,
      sandbox,
    );
    expect((await run(call, 'SELECT * FROM files', sandbox)).rows).toEqual([
      ['b', 'a', 'missing'],
      ['x', '1', undefined],
    ]);
  });
});

describe('views', () => {
  test('create, replace, use, show, describe, drop', async () => {
    await run(call, "CREATE VIEW v AS SELECT 1 AS one, 'x' AS letter", sandbox);
    await run(call, 'CREATE VIEW vv AS SELECT one + 1 AS two FROM v', sandbox);
    expect((await run(call, 'SELECT * FROM sandbox.vv')).rows).toEqual([['two'], ['2']]);
    await run(call, "CREATE OR REPLACE VIEW v AS SELECT 10 AS one, 'y' AS letter", sandbox);
    expect((await run(call, 'SELECT * FROM sandbox.vv')).rows).toEqual([['two'], ['11']]);
    expect((await attempt(call, 'CREATE VIEW v AS SELECT 1 AS x', sandbox)).reason).toMatch(
      /View already exists/,
    );
    expect(columnValues((await run(call, 'SHOW VIEWS', sandbox)).rows)).toEqual(['v', 'vv']);
    expect(columnValues((await run(call, 'DESCRIBE v', sandbox)).rows)).toEqual([
      'one\tinteger',
      'letter\tvarchar(1)',
    ]);
    expect(columnValues((await run(call, 'SHOW CREATE VIEW v', sandbox)).rows)).toEqual([
      'CREATE VIEW "sandbox"."v" AS ',
      "SELECT 10 AS one, 'y' AS letter",
    ]);
    await run(call, 'DROP VIEW vv', sandbox);
    await run(call, 'DROP VIEW IF EXISTS vv', sandbox);
    expect((await attempt(call, 'SELECT * FROM vv', sandbox)).reason).toMatch(/^TABLE_NOT_FOUND/);
  });
});

describe('databases', () => {
  test('create, list, drop', async () => {
    const admin = deployer(lakehouse.account);
    await run(admin, 'CREATE DATABASE IF NOT EXISTS scratch');
    await run(admin, 'CREATE DATABASE IF NOT EXISTS scratch');
    expect(columnValues((await run(admin, "SHOW DATABASES LIKE 's.*'")).rows)).toEqual([
      'sandbox',
      'scratch',
    ]);
    expect(columnValues((await run(call, 'SHOW DATABASES')).rows)).toEqual(['lakehouse', 'sandbox']);
    await run(admin, `CREATE EXTERNAL TABLE scratch.t (x int) LOCATION 's3://${RAW}/t/'`);
    expect((await attempt(admin, 'DROP DATABASE scratch')).reason).toMatch(/Database scratch is not empty/);
    await run(admin, 'DROP DATABASE scratch CASCADE');
    expect(columnValues((await run(admin, 'SHOW SCHEMAS')).rows)).not.toContain('scratch');
  });
});

describe('prepared statements and parameters', () => {
  test('PREPARE, EXECUTE, DEALLOCATE', async () => {
    await run(call, 'PREPARE add_one FROM SELECT ? + 1 AS y');
    expect((await run(call, 'EXECUTE add_one USING 41')).rows).toEqual([['y'], ['42']]);
    await run(call, 'DEALLOCATE PREPARE add_one');
    const error = await refusal(call, 'GetPreparedStatement', {
      StatementName: 'add_one',
      WorkGroup: 'primary',
    });
    expect(error.code).toBe('ResourceNotFoundException');
  });

  test('an execution parameter is an expression when it names no column, else a text', async () => {
    const value = async (parameter: string) =>
      (await run(call, 'SELECT ? AS x', { ExecutionParameters: [parameter] })).rows[1];
    expect(await value("'abc'")).toEqual(['abc']);
    expect(await value('1+1')).toEqual(['2']);
    expect(await value('abc')).toEqual(['abc']);
    expect(await value("it's")).toEqual(["it's"]);
    expect(await value('NULL')).toEqual([undefined]);
    expect(await value("x'; DROP TABLE t")).toEqual(["x'; DROP TABLE t"]);
  });

  test('more values than ? are a mistake; without any ? they are ignored', async () => {
    const ExecutionParameters = ['1', '2'];
    expect((await run(call, 'SELECT 5 AS x', { ExecutionParameters })).rows).toEqual([['x'], ['5']]);
    expect((await attempt(call, 'SELECT ? AS x', { ExecutionParameters })).reason).toBe(
      'INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected 1 but found 2',
    );
  });

  test('an array has no element 0; one that it does not have is NULL', async () => {
    const { rows } = await run(
      call,
      'SELECT element_at(ARRAY[1, 2], -1), element_at(ARRAY[1], 3), TRY(element_at(ARRAY[1], 0))',
    );
    expect(rows[1]).toEqual(['2', undefined, undefined]);
    expect((await attempt(call, 'SELECT element_at(ARRAY[1], 0)')).reason).toContain(
      'INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1',
    );
  });

  test('SHOW FUNCTIONS', async () => {
    const { rows } = await run(call, "SHOW FUNCTIONS LIKE 'array_a%'");
    expect(rows[0]).toEqual(['Function\tFunction Type']);
    expect(columnValues(rows)).toContain('array_agg\taggregate');
    expect(rows.slice(1).every(([line]) => line!.startsWith('array_a'))).toBe(true);
  });

  test('EXPLAIN tells what is read', async () => {
    const { rows } = await run(call, 'EXPLAIN SELECT name FROM customers');
    expect(rows[0]).toEqual(['Query Plan']);
    expect(columnValues(rows).join('\n')).toContain('TableScan[table = awsdatacatalog:lakehouse:customers]');
  });
});

describe('metadata calls see what the caller may see', () => {
  test('GetTableMetadata and ListTableMetadata', async () => {
    const input = { CatalogName: 'AwsDataCatalog', DatabaseName: 'lakehouse' };
    const { TableMetadata } = await send(call, 'GetTableMetadata', { ...input, TableName: 'customers' });
    expect(TableMetadata).toMatchObject({
      Name: 'customers',
      TableType: 'EXTERNAL_TABLE',
      Parameters: { table_type: 'ICEBERG' },
    });
    const { analyst } = await import('./lakehouse');
    const { TableMetadataList } = await send(analyst(lakehouse.account), 'ListTableMetadata', {
      ...input,
      Expression: 'cust.*',
    });
    expect(TableMetadataList[0].Columns.map((column: { Name: string }) => column.Name)).toEqual([
      'id',
      'name',
      'since',
      'amount',
    ]);
    const missing = await refusal(deployer(lakehouse.account), 'GetTableMetadata', {
      ...input,
      TableName: 'nope',
    });
    expect([missing.code, missing.message]).toEqual([
      'MetadataException',
      expect.stringContaining('EntityNotFoundException'),
    ]);
    const { DatabaseList } = await send(call, 'ListDatabases', { CatalogName: 'AwsDataCatalog' });
    expect(DatabaseList.map((database: { Name: string }) => database.Name)).toEqual(['lakehouse', 'sandbox']);
    const denied = await refusal(engineer(lakehouse.account, ['glue:GetDatabase ']), 'GetDatabase', input);
    expect([denied.code, denied.message]).toEqual([
      'AccessDeniedException',
      'You are not authorized to perform: glue:GetDatabase on the resource. After your AWS administrator or you have updated your permissions, please try again.',
    ]);
  });
});
