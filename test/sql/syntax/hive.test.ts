import { describe, expect, it } from 'vitest';
import { SqlError } from '../../../src/sql/errors';
import { parse, parseHiveType } from '../../../src/sql/syntax/parse';

const NAME = (parts: string[], quoted: boolean[] = []) => ({
  parts: parts.map((name, index) => expect.objectContaining({ name, quoted: quoted[index] ?? false })),
});
const T = expect.objectContaining(NAME(['t']));
const DB_T = expect.objectContaining(NAME(['db', 't']));

describe('statements of the Hive side', () => {
  it.each([
    ['DROP TABLE IF EXISTS db.t PURGE', { type: 'dropTable', name: DB_T, ifExists: true }],
    ['DROP DATABASE d CASCADE', { type: 'dropDatabase', ifExists: false, cascade: true }],
    ['drop schema if exists d restrict', { type: 'dropDatabase', ifExists: true, cascade: false }],
    ['MSCK REPAIR TABLE db.t', { type: 'msckRepair', name: DB_T }],
    ['VACUUM t', { type: 'vacuum', name: T }],
    ['OPTIMIZE t REWRITE DATA USING BIN_PACK', { type: 'optimize', name: T }],
    ['SHOW DATABASES', { type: 'showDatabases' }],
    ["SHOW SCHEMAS LIKE 'a.*'", { type: 'showDatabases', like: 'a.*' }],
    ['SHOW TABLES', { type: 'showTables' }],
    [
      "SHOW TABLES IN db '*x*'",
      { type: 'showTables', database: expect.objectContaining({ name: 'db' }), like: '*x*' },
    ],
    [
      'SHOW TABLES IN awsdatacatalog.db',
      { type: 'showTables', database: expect.objectContaining({ name: 'db' }) },
    ],
    ['SHOW COLUMNS IN t FROM db', { type: 'showColumns', name: DB_T }],
    ['SHOW COLUMNS FROM db.t', { type: 'showColumns', name: DB_T }],
    ['SHOW PARTITIONS t', { type: 'showPartitions', name: T }],
    ["SHOW TBLPROPERTIES t ('a')", { type: 'showTableProperties', name: T, property: 'a' }],
    ['SHOW CREATE TABLE `db`.t', { type: 'showCreateTable', name: NAME(['db', 't'], [true]) }],
    ['DESCRIBE t', { type: 'describe', name: T, formatted: false }],
    ['DESC FORMATTED db.t', { type: 'describe', name: DB_T, formatted: true }],
    ['DESCRIBE EXTENDED t', { type: 'describe', name: T, formatted: false, extended: true }],
    ['DESCRIBE formatted', { type: 'describe', name: NAME(['formatted']), formatted: false }],
    [
      "CREATE DATABASE IF NOT EXISTS d COMMENT 'c' LOCATION 's3://b/' WITH DBPROPERTIES ('k'='v')",
      {
        type: 'createDatabase',
        ifNotExists: true,
        comment: 'c',
        location: 's3://b/',
        properties: [expect.objectContaining({ key: 'k' })],
      },
    ],
    ['CREATE SCHEMA d', { type: 'createDatabase', ifNotExists: false, properties: [] }],
  ])('%s', (text, tree) => {
    const { name, ...rest } = tree as { name?: unknown };
    const statement = parse(text);
    expect(statement).toMatchObject(rest);
    if (name) expect(statement).toMatchObject({ name });
  });

  it.each([
    ["ADD COLUMNS (a int, b string COMMENT 'x')", { action: 'addColumns', columns: [{}, { comment: 'x' }] }],
    ['REPLACE COLUMNS (a int)', { action: 'replaceColumns', columns: [{ name: { name: 'a' } }] }],
    ['DROP COLUMN a', { action: 'dropColumn', column: { name: 'a' } }],
    [
      'CHANGE COLUMN a b bigint',
      { action: 'changeColumn', column: { name: 'a' }, to: { name: { name: 'b' } } },
    ],
    ['CHANGE a a bigint FIRST', { action: 'changeColumn', position: 'first' }],
    [
      "CHANGE a b int COMMENT 'c' AFTER d",
      { action: 'changeColumn', to: { comment: 'c' }, position: { after: { name: 'd' } } },
    ],
    ['RENAME TO db.u', { action: 'renameTo', name: { parts: [{ name: 'db' }, { name: 'u' }] } }],
    [
      "SET TBLPROPERTIES ('a'='b', c.d = 1)",
      { action: 'setProperties', properties: [{ key: 'a' }, { key: 'c.d' }] },
    ],
    ["UNSET TBLPROPERTIES IF EXISTS ('a', 'b')", { action: 'unsetProperties', keys: ['a', 'b'] }],
    ["SET LOCATION 's3://b/'", { action: 'setLocation', location: 's3://b/' }],
    ["PARTITION (d = '1') SET LOCATION 's3://b/'", { action: 'setLocation', partition: [{ key: 'd' }] }],
    [
      "ADD PARTITION (d = DATE '2020-01-01', n = -1)",
      { action: 'addPartitions', ifNotExists: false, partitions: [{ values: [{ key: 'd' }, { key: 'n' }] }] },
    ],
    [
      'DROP IF EXISTS PARTITION (d = 1), PARTITION (d = 2)',
      { action: 'dropPartitions', ifExists: true, partitions: [[{}], [{}]] },
    ],
  ])('ALTER TABLE t %s', (action, tree) => {
    expect(parse(`ALTER TABLE t ${action}`)).toMatchObject({ type: 'alterTable', action: tree });
  });

  it('reads strings as Hive does', () => {
    const table = parse(
      String.raw`CREATE EXTERNAL TABLE t (a int) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\001' ESCAPED BY "\"" LINES TERMINATED BY '\n' LOCATION 's3://\u0062/it\'s;'`,
    );
    expect(table).toMatchObject({
      rowFormat: { kind: 'delimited', fieldsTerminatedBy: '\u0001', escapedBy: '"', linesTerminatedBy: '\n' },
      location: "s3://b/it's;",
    });
  });

  it('takes every word as a name', () => {
    const table = parse(
      "CREATE EXTERNAL TABLE date.table (date date, `from` int, location string, 1st int) LOCATION 's3://b/'",
    );
    expect(table).toMatchObject({
      columns: [
        { name: { name: 'date' } },
        { name: { name: 'from', quoted: true } },
        { name: { name: 'location' } },
        { name: { name: '1st' } },
      ],
    });
  });

  it('reads partition transforms with the number in front or behind', () => {
    const partitionedBy = (text: string) => {
      const table = parse(`CREATE TABLE t (a int) PARTITIONED BY (${text}) LOCATION 's3://b/'`);
      return table.type === 'createTable' ? table.partitionedBy : [];
    };
    expect(partitionedBy('bucket(8, a)')).toEqual(
      partitionedBy('bucket(a, 8)').map((element) => ({
        ...element,
        column: expect.objectContaining({ name: 'a' }),
      })),
    );
    expect(partitionedBy('year(a), hour(b), c, truncate(2, d), e string')).toMatchObject([
      { type: 'transform', transform: 'year' },
      { transform: 'hour' },
      { transform: 'identity', column: { name: 'c' } },
      { transform: 'truncate', argument: 2 },
      { type: 'column', column: { name: { name: 'e' }, columnType: { base: 'varchar' } } },
    ]);
  });
});

describe('types in Hive’s spelling', () => {
  it.each([
    ['int', { base: 'integer', arguments: [] }],
    ['STRING', { base: 'varchar', arguments: [], text: 'STRING' }],
    ['float', { base: 'real' }],
    ['binary', { base: 'varbinary' }],
    ['decimal', { base: 'decimal', arguments: [10, 0] }],
    ['decimal(38, 9)', { base: 'decimal', arguments: [38, 9] }],
    ['varchar(3)', { base: 'varchar', arguments: [3] }],
    [
      'array<array<int>>',
      { base: 'array', arguments: [{ base: 'array', arguments: [{ base: 'integer' }] }] },
    ],
    ['map<string,double>', { base: 'map', arguments: [{ base: 'varchar' }, { base: 'double' }] }],
    [
      "struct<a:int, `b c`: array<string> COMMENT 'x'>",
      {
        base: 'row',
        arguments: [{ base: 'integer' }, { base: 'array' }],
        fieldNames: [{ name: 'a' }, { name: 'b c' }],
      },
    ],
  ])('%s', (text, type) => {
    expect(parseHiveType(text)).toMatchObject(type);
  });

  it('refuses Trino’s', () => {
    expect(() => parseHiveType('array(int)')).toThrow(SqlError);
    expect(() => parseHiveType('timestamp with time zone')).toThrow(SqlError);
  });
});

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
  return 'no error';
}

// Measured on Athena. Where Trino's grammar can read the statement the text is the Hive side's, else it is Trino's.
describe('errors of the Hive side', () => {
  const noViable = (place: string, input: string) =>
    `line ${place}: no viable alternative at input '${input}'`;

  it.each([
    ['DESCRIBE "t"', noViable('1:10', 'DESCRIBE "t"')],
    ['DESCRIBE"t"', noViable('1:9', 'DESCRIBE"t"')],
    ['DESCRIBE\n"t"', noViable('2:1', 'DESCRIBE\\n"t"')],
    ['/* c */ DESCRIBE "t"', noViable('1:18', 'DESCRIBE "t"')],
    ['/* 😀 */ DESCRIBE "t"', noViable('1:19', 'DESCRIBE "t"')],
    ['DESCRIBE db."t"', noViable('1:13', 'db."t"')],
    ['DROP TABLE db."t"', noViable('1:15', 'db."t"')],
    ['ALTER TABLE db."t" RENAME TO x', noViable('1:16', 'ALTER TABLE db."t"')],
    ['ALTER TABLE a.b.c.d RENAME TO x', noViable('1:18', 'ALTER TABLE a.b.c.')],
    ['ALTER TABLE IF EXISTS t RENAME TO u', noViable('1:16', 'ALTER TABLE IF EXISTS')],
    ['ALTER TABLE t ADD COLUMN m int', noViable('1:19', 'ALTER TABLE t ADD COLUMN')],
    ['ALTER TABLE t SET PROPERTIES x = 1', noViable('1:19', 'ALTER TABLE t SET PROPERTIES')],
    ['ALTER TABLE t EXECUTE optimize', noViable('1:15', 'ALTER TABLE t EXECUTE')],
    ['CREATE TABLE "t" (n int)', noViable('1:14', 'CREATE TABLE "t"')],
    ['CREATE TABLE IF NOT EXISTS a."t" (n int)', noViable('1:30', 'CREATE TABLE IF NOT EXISTS a."t"')],
    ['CREATE TABLE t ("n" int)', noViable('1:17', 'CREATE TABLE t ("n"')],
    ['CREATE TABLE t (n int NOT NULL)', noViable('1:23', 'CREATE TABLE t (n int NOT')],
    ['CREATE TABLE t (n array(int))', noViable('1:25', 'CREATE TABLE t (n array(int')],
    ['CREATE TABLE t (n row(a int))', noViable('1:23', 'CREATE TABLE t (n row(a')],
    [
      'CREATE TABLE t (n timestamp(3) with time zone)',
      noViable('1:32', 'CREATE TABLE t (n timestamp(3) with'),
    ],
    ['CREATE TABLE t (LIKE db.t)', noViable('1:24', 'CREATE TABLE t (LIKE db.')],
    ["CREATE TABLE t (n int) WITH (format = 'PARQUET')", noViable('1:29', 'CREATE TABLE t (n int) WITH (')],
    ['ALTER TABLE t RENAME COLUMN a TO b', "line 1:22: missing 'TO' at 'COLUMN'"],
    ['ALTER TABLE t DROP COLUMN IF EXISTS m', "line 1:30: mismatched input 'EXISTS' expecting {<EOF>, '.'}"],
    ['DROP TABLE a.b.c.d', "line 1:17: mismatched input '.' expecting {<EOF>, 'PURGE'}"],
    ['SHOW TABLES IN a.b.c', "line 1:19: mismatched input '.' expecting {<EOF>, 'LIKE', STRING}"],
    ['SHOW TABLES IN a.b."c"', "line 1:19: extraneous input '.' expecting {<EOF>, 'LIKE', STRING}"],
    ['DESCRIBE a.B."c".d', 'Invalid table name a.b.c.d'],
    ['SHOW CREATE TABLE a.b.c.d', 'Invalid table name a.b.c.d'],
    ['SHOW CREATE TABLE db."t"', 'Queries of this type are not supported'],
  ])('%s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each(['DROP TABLE "t"', 'SHOW COLUMNS IN "t"', 'SHOW TABLES IN "t"', 'DESCRIBE a.b."t"'])(
    '%s',
    (text) => {
      const column = text.indexOf('"') + 1;
      expect(refusal(text)).toMatch(
        `line 1:${column}: mismatched input '"t"' expecting {'SELECT', 'FROM', 'ADD', `,
      );
    },
  );

  it.each([
    [
      'CREATE EXTERNAL TABLE t (n int) LOCATIO x',
      "line 1:8: mismatched input 'EXTERNAL'. Expecting: 'MATERIALIZED', 'MULTI', 'OR', 'PROTECTED', 'ROLE', 'SCHEMA', 'TABLE', 'VIEW'",
    ],
    [
      "CREATE TABLE t (n int NOT NULL) LOCATION 's3://b/'",
      "line 1:33: mismatched input 'LOCATION'. Expecting: 'COMMENT', 'WITH', <EOF>",
    ],
    [
      "CREATE TABLE t (n int) TBLPROPERTIES ('a'='b') LOCATION 's3://b/'",
      "line 1:24: mismatched input 'TBLPROPERTIES'. Expecting: 'COMMENT', 'WITH', <EOF>",
    ],
    ['CREATE TABLE t (n struct<"f":int>)', "line 1:25: mismatched input '<'. Expecting: ')', ','"],
    ['ALTER TABLE "t" ADD COLUMNS (m int)', "line 1:21: mismatched input 'COLUMNS'. Expecting: '.', 'ADD'"],
    ['ALTER TABLE t DROP COLUMNS c', "line 1:20: mismatched input 'COLUMNS'. Expecting: '.', 'DROP'"],
    [
      "ALTER TABLE IF EXISTS t SET TBLPROPERTIES ('a'='b')",
      "line 1:25: mismatched input 'SET'. Expecting: '.', 'ADD', 'DROP', 'RENAME'",
    ],
    [
      'ALTER TABLE t ALTER COLUMN m SET DATA TYPE bigint',
      "line 1:15: mismatched input 'ALTER'. Expecting: '.', 'ADD', 'DROP', 'EXECUTE', 'RENAME', 'SET'",
    ],
    ['DESCRIBE EXTENDED "t"', "line 1:19: mismatched input '\"t\"'. Expecting: '.', <EOF>"],
  ])('%s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each(['MSCK REPAIR TABLE "t"', 'OPTIMIZE "t" REWRITE DATA USING BIN_PACK'])('%s', (text) => {
    expect(refusal(text)).toMatch(`line 1:1: mismatched input '${text.split(' ')[0]}'. Expecting: 'ALTER', `);
  });
});
