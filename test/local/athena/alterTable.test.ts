import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import type { Call } from '../../../src/local/call';
import { currentSchema, readMetadata } from '../../../src/local/iceberg';
import { analyst, attempt, deployer, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, SANDBOX, snapshots } from './rowChanges';

let lakehouse: Lakehouse;
let call: Call;
let tables = 0;
let name: string;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());
beforeEach(async () => {
  name = `t${++tables}`;
  await createTable(
    call,
    name,
    "id bigint, n int, f float, amount decimal(10,2), city string COMMENT 'where', st struct<x:int,y:string>",
    'PARTITIONED BY (city)',
  );
  await sql(
    `INSERT INTO ${name} SELECT 1, 7, CAST(0.5 AS real), DECIMAL '1.50', 'Oslo', CAST(ROW(3, 'y') AS row(x integer, y varchar))`,
  );
});

const sql = (text: string) => run(call, text, SANDBOX);
const alter = (action: string) => attempt(call, `ALTER TABLE ${name} ${action}`, SANDBOX);
const rows = async (columns = '*') =>
  (await sql(`SELECT ${columns} FROM ${name} ORDER BY id`)).rows.slice(columns === '*' ? 0 : 1);
const metadata = async () => {
  const location = lakehouse.account.catalog.table('sandbox', name)!.Parameters!.metadata_location!;
  return readMetadata(location, tableFiles(lakehouse.account));
};
const fields = async () => currentSchema(await metadata()).fields.map((field) => [field.id, field.name]);
/** The columns of the catalog's entry, dropped ones with a minus sign. */
const listed = () =>
  lakehouse.account.catalog
    .table('sandbox', name)!
    .StorageDescriptor!.Columns!.map(
      ({ Name, Type, Parameters }) =>
        `${Parameters!['iceberg.field.current'] === 'true' ? '' : '-'}${Parameters!['iceberg.field.id']} ${Name} ${Type}`,
    );

describe('ADD COLUMNS', () => {
  test('old rows have NULL, and new ones their values', async () => {
    expect(await alter("ADD COLUMNS (rider string COMMENT 'who', at timestamp)")).toMatchObject({
      state: 'SUCCEEDED',
      updateCount: null,
    });
    await sql(`INSERT INTO ${name} (id, rider, at) VALUES (2, 'Ann', TIMESTAMP '2026-01-02 03:04:05')`);
    expect(await rows('id, rider, at, n')).toEqual([
      ['1', undefined, undefined, '7'],
      ['2', 'Ann', '2026-01-02 03:04:05.000000', undefined],
    ]);
    expect((await sql(`SELECT id FROM ${name} WHERE rider IS NULL`)).rows.slice(1)).toEqual([['1']]);
  });

  test('is a new schema with ids that were never used, and no snapshot', async () => {
    const before = await metadata();
    await alter('ADD COLUMNS (point struct<x: double, y: array<int>>, last int)');
    const after = await metadata();
    expect(after['last-column-id']).toBe(before['last-column-id'] + 5);
    expect(after['current-schema-id']).toBe(1);
    expect(after.schemas.map((schema) => schema['schema-id'])).toEqual([0, 1]);
    expect(after.snapshots).toHaveLength(1);
    expect(after['metadata-log']).toHaveLength(2);
    expect((await fields()).slice(-2)).toEqual([
      [9, 'point'],
      [13, 'last'],
    ]);
    expect(listed().slice(-2)).toEqual(['9 point struct<x:double,y:array<int>>', '13 last int']);
    await alter('DROP COLUMN last');
    await alter('ADD COLUMNS (last string)');
    expect((await fields()).at(-1)).toEqual([14, 'last']);
    expect((await metadata()).schemas).toHaveLength(4);
  });

  test.each([
    ['ADD COLUMNS (n int)', 'Cannot add column, name already exists: n', 1004],
    ['ADD COLUMNS (a int, A string)', 'Cannot add column, name already exists: a', 1004],
    ['ADD COLUMNS (a varchar)', 'varchar type is specified without length', 1200],
    ['ADD COLUMNS (a tinyint)', 'NOT_SUPPORTED: Type not supported for Iceberg: tinyint', 1200],
    ['REPLACE COLUMNS (a int)', 'Query type not supported by Athena Iceberg at this time', 1200],
  ])('%s is refused', async (action, reason, type) => {
    const before = lakehouse.account.catalog.table('sandbox', name);
    expect(await alter(action)).toMatchObject({ state: 'FAILED', reason, type: [2, type] });
    expect(lakehouse.account.catalog.table('sandbox', name)).toEqual(before);
  });
});

describe('DROP COLUMN', () => {
  test('the column is gone, and stays so when one of its name comes back', async () => {
    expect((await alter('DROP COLUMN N')).state).toBe('SUCCEEDED');
    expect((await rows())[0]).toEqual(['id', 'f', 'amount', 'city', 'st']);
    expect(listed()).toContain('-2 n int');
    const { rows: described } = await sql(`SHOW COLUMNS IN ${name}`);
    expect(described.flat().map((line) => line?.trim())).not.toContain('n');
    await alter('ADD COLUMNS (n string)');
    expect(await rows('id, n')).toEqual([['1', undefined]]);
    expect(listed().filter((column) => column.includes(' n '))).toEqual(['9 n string']);
  });

  test.each([
    ['DROP COLUMN nope', 'Cannot delete missing column: nope'],
    ['DROP COLUMN city', 'Cannot drop partition field: city'],
  ])('%s is refused', async (action, reason) => {
    expect(await alter(action)).toMatchObject({ state: 'FAILED', reason, type: [2, 1004] });
  });

  test('the last column stays', async () => {
    const one = `${name}_one`;
    await createTable(call, one, 'id bigint');
    const { reason } = await attempt(call, `ALTER TABLE ${one} DROP COLUMN id`, SANDBOX);
    expect(reason).toBe('Cannot drop the only column in a table');
  });
});

describe('CHANGE COLUMN', () => {
  test('renames and promotes, and old files are read as what they are now', async () => {
    for (const action of [
      'CHANGE COLUMN n number bigint',
      "CHANGE f ratio double COMMENT 'share'",
      'CHANGE COLUMN amount amount decimal(38,2)',
      'CHANGE COLUMN city town string',
      'CHANGE COLUMN st st struct<z:date,x:bigint>',
    ])
      expect(await alter(action)).toMatchObject({ state: 'SUCCEEDED' });
    await sql(
      `INSERT INTO ${name} (id, number, ratio, amount, town) VALUES (2, 5000000000, 0.1, DECIMAL '123456789012345678901234567890.12', 'Rome')`,
    );
    expect(await rows()).toEqual([
      ['id', 'number', 'ratio', 'amount', 'town', 'st'],
      ['1', '7', '0.5', '1.50', 'Oslo', '{z=null, x=3}'],
      ['2', '5000000000', '0.1', '123456789012345678901234567890.12', 'Rome', undefined],
    ]);
    expect((await sql(`SELECT id FROM ${name} WHERE number = 7 AND town = 'Oslo'`)).rows).toHaveLength(2);
    expect(listed().slice(0, 6)).toEqual([
      '1 id bigint',
      '2 number bigint',
      '3 ratio double',
      '4 amount decimal(38,2)',
      '5 town string',
      '6 st struct<z:date,x:bigint>',
    ]);
    const doc = currentSchema(await metadata()).fields.map((field) => field.doc);
    expect(doc).toEqual([undefined, undefined, 'share', undefined, 'where', undefined]);
    expect((await sql(`DELETE FROM ${name} WHERE number = 7`)).updateCount).toBe(1);
    expect(await rows('id')).toEqual([['2']]);
  });

  test('a partition column is promoted, and old partitions are found by its values', async () => {
    const parts = `${name}_parts`;
    await createTable(call, parts, 'id bigint, n int', 'PARTITIONED BY (n, bucket(4, n))');
    await sql(`INSERT INTO ${parts} VALUES (1, 1), (2, -2)`);
    await sql(`ALTER TABLE ${parts} CHANGE COLUMN n n bigint`);
    await sql(`INSERT INTO ${parts} VALUES (3, 1), (4, 9007199254740993)`);
    const ids = async (where: string) =>
      (await sql(`SELECT id FROM ${parts} WHERE ${where} ORDER BY id`)).rows.slice(1).flat();
    expect(await ids('n = 1')).toEqual(['1', '3']);
    expect(await ids('n < 0')).toEqual(['2']);
    expect(await ids('n = 9007199254740993')).toEqual(['4']);
    expect((await sql(`DELETE FROM ${parts} WHERE n = 1`)).updateCount).toBe(2);
    expect(await ids('true')).toEqual(['2', '4']);
  });

  test('moves a column', async () => {
    await alter('CHANGE COLUMN city city string FIRST');
    await alter('CHANGE COLUMN id id bigint AFTER st');
    await alter('CHANGE COLUMN n n int AFTER amount');
    expect(await rows()).toEqual([
      ['city', 'f', 'amount', 'n', 'st', 'id'],
      ['Oslo', '0.5', '1.50', '7', '{x=3, y=y}', '1'],
    ]);
    await sql(`INSERT INTO ${name} VALUES ('Rome', REAL '1.5', DECIMAL '2.00', 8, NULL, 2)`);
    expect(await rows('id, city, n')).toEqual([
      ['1', 'Oslo', '7'],
      ['2', 'Rome', '8'],
    ]);
  });

  test('a table that has had the schema before takes it again', async () => {
    await alter('CHANGE COLUMN n number int');
    await alter('CHANGE COLUMN number n int');
    const { schemas, 'current-schema-id': current } = await metadata();
    expect([schemas.length, current]).toEqual([2, 0]);
  });

  test.each([
    ['CHANGE COLUMN id id int', 'Cannot change column type: id: long -> int'],
    ['CHANGE COLUMN n n string', 'Cannot change column type: n: int -> string'],
    ['CHANGE COLUMN n n double', 'Cannot change column type: n: int -> double'],
    ['CHANGE COLUMN amount amount decimal(12,3)', 'amount: decimal(10, 2) -> decimal(12, 3)'],
    ['CHANGE COLUMN amount amount decimal(9,2)', 'amount: decimal(10, 2) -> decimal(9, 2)'],
    ['CHANGE COLUMN st st struct<x:string>', 'st: struct<x: int, y: string> -> struct<x: string>'],
    ['CHANGE COLUMN nope other int', 'Cannot rename missing column: nope'],
    ['CHANGE COLUMN n city int', 'Invalid schema: multiple fields for name city: 2 and 5'],
    ['CHANGE COLUMN n n int AFTER nope', 'Cannot move n after missing column: nope'],
    ['CHANGE COLUMN n n int AFTER n', 'Cannot move n after itself'],
  ])('%s is refused', async (action, reason) => {
    const outcome = await alter(action);
    expect(outcome).toMatchObject({ state: 'FAILED', type: [2, 1004] });
    expect(outcome.reason).toContain(reason);
  });
});

describe('who may', () => {
  test('needs ALTER on the table, and to know of it', async () => {
    const other = attempt(analyst(lakehouse.account), `ALTER TABLE ${name} ADD COLUMNS (a int)`, SANDBOX);
    expect((await other).reason).toContain('Insufficient Lake Formation permission(s)');
    const missing = await attempt(call, 'ALTER TABLE nope DROP COLUMN a', SANDBOX);
    expect(missing.reason).toBe('FAILED: SemanticException [Error 10001]: Table not found sandbox.nope');
    expect(await fields()).toHaveLength(6);
  });

  test('not in a registered location', async () => {
    const { reason } = await attempt(deployer(lakehouse.account), 'ALTER TABLE customers DROP COLUMN ssn');
    expect(reason).toContain('DDL operations on Iceberg tables in locations that are registered');
  });

  test('two writers at once: both columns are there', async () => {
    await Promise.all(['a', 'b', 'c'].map((column) => alter(`ADD COLUMNS (${column} int)`)));
    expect((await fields()).map(([, column]) => column).sort()).toEqual([
      'a',
      'amount',
      'b',
      'c',
      'city',
      'f',
      'id',
      'n',
      'st',
    ]);
    expect(new Set((await fields()).map(([id]) => id)).size).toBe(9);
    expect(await snapshots(lakehouse.account, 'sandbox', name)).toHaveLength(1);
  });
});
