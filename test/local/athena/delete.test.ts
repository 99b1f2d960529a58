import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { attempt, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';
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
beforeEach(() => {
  name = `t${++tables}`;
});

const sql = (text: string) => run(call, text, SANDBOX);
const rows = async (select = 'id', rest = 'ORDER BY 1') =>
  (await sql(`SELECT ${select} FROM ${name} ${rest}`)).rows
    .slice(1)
    .map((row) => (row.length === 1 ? row[0] : row));

describe('DELETE', () => {
  beforeEach(async () => {
    await createTable(call, name, 'id bigint, name string');
    await sql(`INSERT INTO ${name} VALUES (1, 'a'), (2, 'b'), (3, NULL), (4, 'd')`);
  });

  test('removes the rows for which the condition is true: not those for which it is NULL', async () => {
    const { updateCount, columns } = await sql(`DELETE FROM ${name} WHERE name <> 'a'`);
    expect(updateCount).toBe(2);
    expect(columns).toMatchObject([{ Name: 'rows', Type: 'bigint' }]);
    expect(await rows()).toEqual(['1', '3']);
    expect((await sql(`DELETE FROM ${name} WHERE NOT (name = 'zzz')`)).updateCount).toBe(1);
    expect((await sql(`DELETE FROM ${name} WHERE NULL`)).updateCount).toBe(0);
    expect((await sql(`DELETE FROM ${name} WHERE name NOT IN ('x', NULL)`)).updateCount).toBe(0);
    expect((await sql(`DELETE FROM ${name} WHERE name IS NULL`)).updateCount).toBe(1);
    expect(await rows()).toEqual([]);
  });

  test('is one snapshot of position deletes', async () => {
    await sql(`DELETE FROM ${name} WHERE id IN (2, 4)`);
    const [, deleted] = await snapshots(lakehouse.account, 'sandbox', name);
    expect(deleted!.summary).toMatchObject({
      operation: 'delete',
      'added-delete-files': '1',
      'added-position-delete-files': '1',
      'added-position-deletes': '2',
      'changed-partition-count': '1',
      'total-records': '4',
      'total-data-files': '1',
      'total-delete-files': '1',
      'total-position-deletes': '2',
    });
    expect(deleted!.summary).not.toHaveProperty('added-data-files');
  });

  test('of no rows makes no snapshot', async () => {
    expect((await sql(`DELETE FROM ${name} WHERE id > 100`)).updateCount).toBe(0);
    expect(await snapshots(lakehouse.account, 'sandbox', name)).toHaveLength(1);
  });

  test('of all rows, and of an empty table', async () => {
    expect((await sql(`DELETE FROM ${name} WHERE id = 1`)).updateCount).toBe(1);
    expect((await sql(`DELETE FROM ${name}`)).updateCount).toBe(3);
    expect((await sql(`DELETE FROM ${name}`)).updateCount).toBe(0);
    expect(await rows()).toEqual([]);
  });

  test('by correlated and plain subqueries, and by the table itself', async () => {
    await sql(
      `DELETE FROM ${name} WHERE EXISTS (SELECT 1 FROM (VALUES 2, 7) AS s(x) WHERE s.x = ${name}.id)`,
    );
    expect(await rows()).toEqual(['1', '3', '4']);
    await sql(`DELETE FROM sandbox.${name} WHERE id = (SELECT max(id) FROM ${name})`);
    expect(await rows()).toEqual(['1', '3']);
    await sql(`DELETE FROM awsdatacatalog.sandbox.${name} WHERE ${name}.id IN (SELECT min(id) FROM ${name})`);
    expect(await rows()).toEqual(['3']);
  });

  test('with values of parameters', async () => {
    const { updateCount } = await run(call, `DELETE FROM ${name} WHERE id = ? OR name = ?`, {
      ...SANDBOX,
      ExecutionParameters: ['1', "'b'"],
    });
    expect(updateCount).toBe(2);
    expect(await rows()).toEqual(['3', '4']);
  });

  test('counts the bytes of the columns that it reads', async () => {
    const all = await sql(`DELETE FROM ${name} WHERE upper(name) = 'NOBODY' AND id + 0 < 0`);
    const one = await sql(`DELETE FROM ${name} WHERE id + 0 < 0`);
    const { scanned } = await sql(`SELECT id FROM ${name}`);
    expect(one.scanned).toBe(scanned);
    expect(all.scanned).toBeGreaterThan(one.scanned);
  });

  test.each([
    [`WHERE nope = 1`, `COLUMN_NOT_FOUND: line 1:24: Column 'nope' cannot be resolved or requester is not`],
    [`WHERE id`, 'TYPE_MISMATCH: line 1:24: WHERE clause must evaluate to a boolean: actual type bigint'],
    [`WHERE max(id) = 1`, 'EXPRESSION_NOT_SCALAR: line 1:32: WHERE clause cannot contain aggregations'],
    [`WHERE 1 / (id - id) = 1`, 'DIVISION_BY_ZERO: Division by zero'],
  ])('%s is refused', async (where, reason) => {
    const outcome = await attempt(call, `DELETE FROM ${name.padEnd(4)} ${where}`, SANDBOX);
    expect(outcome.state).toBe('FAILED');
    expect(outcome.reason).toContain(reason);
    expect(await rows()).toEqual(['1', '2', '3', '4']);
  });
});

describe('DELETE of partitions', () => {
  test('keeps partitions apart whose values look alike', async () => {
    await createTable(call, name, 'id bigint, f double, s string, t string', 'PARTITIONED BY (f, s, t)');
    const values = ['NULL', 'nan()', 'infinity()', '-infinity()'].map((f) => `${f}, 'a', 'b'`);
    const texts = ["0, 'x string y', 'z'", "0, 'x', 'y string z'", "0, 'x\" \"y', 'z'", "0, 'x', 'y\" \"z'"];
    const all = [...values, ...texts].map((cells, i) => `SELECT ${i}, ${cells}`).join(' UNION ALL ');
    await sql(`INSERT INTO ${name} SELECT * FROM (${all})`);
    expect(await rows('count(*)', '')).toEqual(['8']);
    await sql(`DELETE FROM ${name}`);
    expect(await rows()).toEqual([]);
    await sql(`INSERT INTO ${name} SELECT * FROM (${all})`);
    await sql(`INSERT INTO ${name} SELECT * FROM (${all})`);
    await sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('optimize_rewrite_data_file_threshold'='2')`);
    await sql(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`);
    expect(await rows('count(*)', "WHERE s = 'x' AND t = 'y string z'")).toEqual(['2']);
    expect(await rows('count(*)', "WHERE s = 'x string y'")).toEqual(['2']);
    expect(await rows('count(*)', 'WHERE f IS NULL')).toEqual(['2']);
  });

  test('writes one file for each partition that it deletes of', async () => {
    await createTable(
      call,
      name,
      'id bigint, s string, day date, amount decimal(10,2)',
      'PARTITIONED BY (bucket(4, id), truncate(1, s), month(day), amount)',
    );
    await sql(
      `INSERT INTO ${name} SELECT i, 's' || CAST(i % 3 AS varchar), DATE '2024-01-01' + INTERVAL '1' MONTH * (i % 2), CAST(i % 2 AS decimal(10,2)) FROM UNNEST(sequence(1, 20)) AS t(i)`,
    );
    await sql(`INSERT INTO ${name} VALUES (21, NULL, NULL, NULL)`);
    await sql(`DELETE FROM ${name} WHERE id % 4 = 1`);
    expect(await rows('count(*), sum(id)')).toEqual([['15', '165']]);
    const [, , deleted] = await snapshots(lakehouse.account, 'sandbox', name);
    expect(Number(deleted!.summary['added-delete-files'])).toBeGreaterThan(1);
    expect(deleted!.summary['changed-partition-count']).toBe(deleted!.summary['added-delete-files']);
  });
});

describe('tables that cannot be changed', () => {
  test('of Hive', async () => {
    await run(
      call,
      `CREATE EXTERNAL TABLE ${name} (id string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/${name}/'`,
      SANDBOX,
    );
    for (const text of [`DELETE FROM ${name}`, `UPDATE ${name} SET id = '1'`])
      expect((await attempt(call, text, SANDBOX)).reason).toBe(
        'NOT_SUPPORTED: Modifying Hive table rows is only supported for transactional tables',
      );
  });

  test('views', async () => {
    await sql(`CREATE VIEW ${name} AS SELECT 1 AS id`);
    const reason = async (text: string) => (await attempt(call, text, SANDBOX)).reason;
    expect(await reason(`DELETE FROM ${name}`)).toBe(
      'NOT_SUPPORTED: line 1:1: Deleting from views is not supported',
    );
    expect(await reason(`UPDATE ${name} SET id = 2`)).toBe(
      'NOT_SUPPORTED: line 1:1: Updating views is not supported',
    );
    expect(
      await reason(`MERGE INTO ${name} USING (VALUES 1) AS s(x) ON id = x WHEN MATCHED THEN DELETE`),
    ).toBe('NOT_SUPPORTED: line 1:1: Merging into views is not supported');
    expect(await reason('DELETE FROM nope')).toBe(
      "TABLE_NOT_FOUND: line 1:13: Table 'awsdatacatalog.sandbox.nope' does not exist",
    );
  });
});
