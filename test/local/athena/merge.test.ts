import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { attempt, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, objectsOf, SANDBOX, snapshots } from './rowChanges';

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
  await createTable(call, name, 'id bigint, name string, n int', 'PARTITIONED BY (bucket(2, id))');
  await sql(`INSERT INTO ${name} VALUES (1, 'a', 10), (2, 'b', 20), (3, NULL, NULL)`);
});
const sql = (text: string) => run(call, text, SANDBOX);
const rows = (select = '*') => liveRows(call, name, select);
const ON = 'ON t.id = s.id';
const merge = (source: string, cases: string) => `MERGE INTO ${name} t USING ${source} ${cases}`;

describe('MERGE', () => {
  test('takes the first case that applies to a row', async () => {
    const source = `(VALUES (1, 'gone'), (2, 'two'), (3, 'three'), (4, 'four'), (5, 'skipped')) AS s(id, name)`;
    const { updateCount, columns } = await sql(
      merge(
        source,
        `${ON} WHEN MATCHED AND s.name = 'gone' THEN DELETE
         WHEN MATCHED AND t.n IS NULL THEN UPDATE SET name = s.name || '!', n = -1
         WHEN MATCHED THEN UPDATE SET name = s.name
         WHEN NOT MATCHED AND s.id = 4 THEN INSERT (name, id) VALUES (s.name, s.id * 10)`,
      ),
    );
    expect(updateCount).toBe(4);
    expect(columns).toMatchObject([{ Name: 'rows', Type: 'bigint' }]);
    expect(await rows()).toEqual([
      ['2', 'two', '20'],
      ['3', 'three!', '-1'],
      ['40', 'four', undefined],
    ]);
  });

  test('is one snapshot', async () => {
    await sql(
      merge(
        `(SELECT id + 2 AS id FROM ${name}) s`,
        `${ON} WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'new', 0)`,
      ),
    );
    expect((await rows('id')).flat()).toEqual(['1', '2', '4', '5']);
    const all = await snapshots(lakehouse.account, 'sandbox', name);
    expect(all).toHaveLength(2);
    expect(all[1]!.summary).toMatchObject({
      operation: 'overwrite',
      'added-records': '2',
      'added-position-deletes': '1',
      'total-records': '5',
    });
  });

  test('that only inserts is an append, that only deletes a delete, that does nothing no snapshot', async () => {
    const operations = async () =>
      (await snapshots(lakehouse.account, 'sandbox', name)).map(({ summary }) => summary.operation);
    const seven = '(VALUES 7) AS s(id)';
    await sql(merge(seven, `${ON} WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)`));
    await sql(merge(seven, `${ON} WHEN MATCHED THEN DELETE`));
    expect((await sql(merge(seven, `${ON} WHEN MATCHED THEN DELETE`))).updateCount).toBe(0);
    expect(await operations()).toEqual(['append', 'append', 'delete']);
  });

  test('NULLs match nothing', async () => {
    await sql(
      merge(
        `(VALUES (NULL, 1), (CAST(1 AS bigint), NULL)) AS s(id, x)`,
        `ON t.id = s.id AND s.x IS NULL
         WHEN MATCHED AND s.x > 0 THEN DELETE
         WHEN MATCHED THEN UPDATE SET n = s.x
         WHEN NOT MATCHED AND s.id > 0 THEN INSERT (id) VALUES (99)
         WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, 'null')`,
      ),
    );
    expect(await rows()).toEqual([
      ['1', 'a', undefined],
      ['2', 'b', '20'],
      ['3', undefined, undefined],
      [undefined, 'null', undefined],
    ]);
  });

  test('computes the values of a case only for its own rows', async () => {
    await sql(
      merge(
        '(VALUES (1, 0), (2, 5)) AS s(id, x)',
        `${ON} WHEN MATCHED AND s.x = 0 THEN UPDATE SET n = 0 WHEN MATCHED THEN UPDATE SET n = 100 / s.x`,
      ),
    );
    expect(await rows('id, n')).toEqual([
      ['1', '0'],
      ['2', '20'],
      ['3', undefined],
    ]);
  });

  test('decides once for each row, also by chance', async () => {
    await sql(`INSERT INTO ${name} SELECT i, 'n', 0 FROM UNNEST(sequence(11, 510)) AS t(i)`);
    const { updateCount } = await sql(
      merge(
        `${name} s`,
        `${ON} WHEN MATCHED AND random() < 0.3 THEN DELETE WHEN MATCHED AND random() < 0.5 THEN UPDATE SET name = 'hit'`,
      ),
    );
    const [[left, distinct, hit]] = (await rows(
      `count(*), count(DISTINCT id), sum(if(name = 'hit', 1, 0))`,
    )) as [string[]];
    expect(left).toBe(distinct);
    expect(503 - Number(left) + Number(hit)).toBe(updateCount);
  });

  test('subqueries in every place', async () => {
    await sql(
      merge(
        `(SELECT id, (SELECT max(n) FROM ${name}) AS top FROM ${name}) s`,
        `ON t.id = s.id AND t.id IN (SELECT id FROM ${name} WHERE id < 3)
         WHEN MATCHED AND s.top > (SELECT avg(n) FROM ${name}) THEN UPDATE SET n = (SELECT CAST(count(*) AS integer) FROM ${name})`,
      ),
    );
    expect(await rows('id, n')).toEqual([
      ['1', '3'],
      ['2', '3'],
      ['3', undefined],
    ]);
  });
});

describe('a row that matches more than one row of the source', () => {
  const twice = "(VALUES (1, 'x'), (1, 'y'), (2, 'z')) AS s(id, name)";
  const error = {
    state: 'FAILED',
    reason: 'MERGE_TARGET_ROW_MULTIPLE_MATCHES: One MERGE target table row matched more than one source row',
  };

  test.each([
    ['is an error', 'WHEN MATCHED THEN UPDATE SET name = s.name'],
    [
      'is an error with different cases, too',
      "WHEN MATCHED AND s.name = 'x' THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.name",
    ],
    ['is an error where no case applies to either', 'WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)'],
  ])('%s', async (_, cases) => {
    const [before, objects] = [await rows(), await objectsOf(lakehouse.account, name)];
    expect(await attempt(call, merge(twice, `${ON} ${cases}`), SANDBOX)).toMatchObject(error);
    expect(await rows()).toEqual(before);
    expect(await objectsOf(lakehouse.account, name)).toEqual(objects);
  });

  test('is none where a case applies to one of them only', async () => {
    await sql(merge(twice, `${ON} WHEN MATCHED AND s.name <> 'y' THEN UPDATE SET name = s.name`));
    expect(await rows('name')).toEqual([['x'], ['z'], [undefined]]);
  });
});

describe('MERGE is refused', () => {
  const one = "(VALUES (1, 'x')) AS s(id, name)";
  test.each([
    [
      `${ON} WHEN MATCHED THEN UPDATE SET nope = 1`,
      'COLUMN_NOT_FOUND: line 1:1: Merge column name does not exist in target table: nope',
    ],
    [
      `${ON} WHEN NOT MATCHED THEN INSERT (id, ID) VALUES (1, 2)`,
      'DUPLICATE_COLUMN_NAME: line 1:1: Merge column name is specified more than once: id',
    ],
    [
      `${ON} WHEN NOT MATCHED THEN INSERT (id, n) VALUES (1)`,
      "GENERIC_INTERNAL_ERROR: Number of merge columns (2) isn't equal to number of expressions (1)",
    ],
    [
      `${ON} WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, n) VALUES ('x', 1.5)`,
      "MERGE table column types don't match for MERGE case 1, SET expressions: Table: [bigint, integer], Expressions: [varchar(1), double]",
    ],
    [
      'ON s.id WHEN MATCHED THEN DELETE',
      'The MERGE predicate must evaluate to a boolean: actual type integer',
    ],
    [
      `${ON} WHEN MATCHED AND s.name THEN DELETE`,
      'WHERE clause predicate must evaluate to a boolean: actual type varchar(1)',
    ],
    [`ON id = s.id WHEN MATCHED THEN DELETE`, 'AMBIGUOUS_NAME: '],
    [`ON ${'sandbox.x.id'} = s.id WHEN MATCHED THEN DELETE`, 'COLUMN_NOT_FOUND'],
  ])('%s', async (cases, reason) => {
    const outcome = await attempt(call, merge(one, cases), SANDBOX);
    expect(outcome.state).toBe('FAILED');
    expect(outcome.reason).toContain(reason);
    expect(await snapshots(lakehouse.account, 'sandbox', name)).toHaveLength(1);
  });
});
