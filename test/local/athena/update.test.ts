import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { attempt, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, SANDBOX, snapshots } from './rowChanges';

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
const rows = (select = '*') => liveRows(call, name, select);

describe('UPDATE', () => {
  beforeEach(async () => {
    await createTable(call, name, 'id bigint, name string, amount decimal(10,2)');
    await sql(`INSERT INTO ${name} VALUES (1, 'a', DECIMAL '1.50'), (2, NULL, NULL), (3, 'c', DECIMAL '3')`);
  });

  test('gives rows new values, which see the old ones', async () => {
    const { updateCount, columns } = await sql(
      `UPDATE ${name} SET id = id * 10, name = upper(name) || CAST(id AS varchar) WHERE id <> 2`,
    );
    expect(updateCount).toBe(2);
    expect(columns).toMatchObject([{ Name: 'rows', Type: 'bigint' }]);
    expect(await rows()).toEqual([
      ['10', 'A1', '1.50'],
      ['2', undefined, undefined],
      ['30', 'C3', '3.00'],
    ]);
  });

  test('leaves rows for which the condition is NULL', async () => {
    expect((await sql(`UPDATE ${name} SET name = 'x' WHERE amount < 2`)).updateCount).toBe(1);
    expect((await sql(`UPDATE ${name} SET name = 'y' WHERE NOT (amount < 2)`)).updateCount).toBe(1);
    expect((await rows('name')).flat()).toEqual(['x', 'y', undefined]);
  });

  test('takes what INSERT takes: narrower types, and NULL', async () => {
    await sql(`UPDATE ${name} SET amount = DECIMAL '7', id = 5 WHERE id = 1`);
    await sql(`UPDATE ${name} SET name = NULL, amount = NULL WHERE id = 3`);
    expect(await rows()).toEqual([
      ['2', undefined, undefined],
      ['3', undefined, undefined],
      ['5', 'a', '7.00'],
    ]);
  });

  test('is one snapshot that deletes and adds', async () => {
    await sql(`UPDATE ${name} SET name = 'z' WHERE id < 3`);
    const [, updated] = await snapshots(lakehouse.account, 'sandbox', name);
    expect(updated!.summary).toMatchObject({
      operation: 'overwrite',
      'added-data-files': '1',
      'added-records': '2',
      'added-delete-files': '1',
      'added-position-deletes': '2',
      'total-records': '5',
      'total-data-files': '2',
      'total-position-deletes': '2',
    });
  });

  test('again and again touches living rows only', async () => {
    for (let i = 0; i < 3; i++) expect((await sql(`UPDATE ${name} SET id = id + 100`)).updateCount).toBe(3);
    expect((await sql(`DELETE FROM ${name} WHERE id < 302`)).updateCount).toBe(1);
    expect((await rows('id')).flat()).toEqual(['302', '303']);
  });

  test('by subqueries, of other tables and of itself', async () => {
    await sql(
      `UPDATE ${name} SET amount = (SELECT sum(x) FROM (VALUES (1, DECIMAL '4.00'), (1, DECIMAL '5.00')) AS s(k, x) WHERE s.k = ${name}.id) WHERE id IN (SELECT min(id) FROM ${name})`.replace(
        'SELECT sum(x)',
        'SELECT CAST(sum(x) AS decimal(10,2))',
      ),
    );
    expect(await rows('amount')).toEqual([['3.00'], ['9.00'], [undefined]]);
  });

  test('decides once for each row, also by chance', async () => {
    await sql(`INSERT INTO ${name} SELECT i, 'n', DECIMAL '0' FROM UNNEST(sequence(11, 1010)) AS t(i)`);
    const { updateCount } = await sql(`UPDATE ${name} SET name = 'hit' WHERE random() < 0.5`);
    expect(updateCount).toBeGreaterThan(0);
    expect(await rows(`count(*), count(DISTINCT id), sum(if(name = 'hit', 1, 0))`)).toEqual([
      ['1003', '1003', String(updateCount)],
    ]);
  });

  test.each([
    [
      'SET nope = 1',
      "COLUMN_NOT_FOUND: line 1:16: The UPDATE SET target column nope doesn't exist",
      [2, 1006],
    ],
    [
      "SET id = 'x', amount = 1.5",
      "TYPE_MISMATCH: line 1:1: UPDATE table column types don't match SET expressions: Table: [bigint, decimal(10, 2)], Expressions: [varchar(1), double]",
      [2, 1002],
    ],
    [
      'SET id = 1, ID = 2',
      'DUPLICATE_COLUMN_NAME: line 1:24: UPDATE SET column name is specified more than once: id',
      [2, 1000],
    ],
    ['SET id = CAST(name AS bigint)', "INVALID_CAST_ARGUMENT: Cannot cast 'a' to BIGINT", [2, 1100]],
    [
      'SET id = 1 WHERE nope',
      "COLUMN_NOT_FOUND: line 1:29: Column 'nope' cannot be resolved or requester is not authorized to access requested resources",
      [2, 1006],
    ],
  ])('%s is refused', async (clause, reason, type) => {
    const before = await rows();
    const outcome = await attempt(call, `UPDATE ${name.padEnd(3)} ${clause}`, SANDBOX);
    expect(outcome).toMatchObject({ state: 'FAILED', reason, type });
    expect(await rows()).toEqual(before);
  });
});

describe('UPDATE of partitions', () => {
  test('moves rows to the partition of their new values', async () => {
    await createTable(call, name, 'id bigint, s string, ts timestamp', 'PARTITIONED BY (s, day(ts))');
    await sql(
      `INSERT INTO ${name} VALUES (1, 'a', TIMESTAMP '2024-01-01 10:00:00'), (2, 'b', TIMESTAMP '2024-01-01 11:00:00'), (3, NULL, NULL)`,
    );
    await sql(`UPDATE ${name} SET s = 'b', ts = TIMESTAMP '1969-12-31 23:00:00' WHERE s = 'a' OR s IS NULL`);
    expect(await rows()).toEqual([
      ['1', 'b', '1969-12-31 23:00:00.000000'],
      ['2', 'b', '2024-01-01 11:00:00.000000'],
      ['3', 'b', '1969-12-31 23:00:00.000000'],
    ]);
    const [, updated] = await snapshots(lakehouse.account, 'sandbox', name);
    expect(updated!.summary).toMatchObject({
      'added-data-files': '1',
      'added-delete-files': '2',
      'changed-partition-count': '3',
    });
  });

  test('keeps every type as it is', async () => {
    await createTable(
      call,
      name,
      'id bigint, a array<struct<x: int, y: string>>, m map<string, bigint>, b binary, d double, f float, t timestamp, bo boolean, i int, big decimal(38,0)',
    );
    await sql(
      `INSERT INTO ${name} SELECT 1, ARRAY[CAST(ROW(1, NULL) AS row(x integer, y varchar)), NULL], MAP(ARRAY['k'], ARRAY[BIGINT '5']), X'00FF', nan(), CAST(0.1 AS real), TIMESTAMP '2024-02-29 01:02:03.456789', true, 7, DECIMAL '12345678901234567890123456789012345678'`,
    );
    const before = await rows('a, m, b, d, f, t, bo, i, big');
    await sql(`UPDATE ${name} SET id = 2`);
    expect(await rows('a, m, b, d, f, t, bo, i, big')).toEqual(before);
    expect(before[0]).toHaveLength(9);
  });
});
