import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import type { Call } from '../../../src/local/call';
import type { Engine } from '../../../src/local/engine/engine';
import { currentSnapshot, readMetadata } from '../../../src/local/iceberg';
import { send } from './account';
import { analyst, attempt, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, objectsOf, SANDBOX, snapshots } from './rowChanges';

/** `OPTIMIZE t REWRITE DATA USING BIN_PACK [WHERE …]`: fewer and better files, and the same rows. */

let lakehouse: Lakehouse;
let call: Call;
let engine: Engine;
let tables = 0;
let name: string;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
  engine = lakehouse.account.engine;
});
afterAll(() => lakehouse.close());
beforeEach(() => {
  name = `t${++tables}`;
});
afterEach(() => {
  // What a test put before the engine's own method goes.
  Reflect.deleteProperty(engine, 'writeParquet');
});

const sql = (text: string) => run(call, text, SANDBOX);
const optimize = (where = '') =>
  attempt(call, `OPTIMIZE ${name} REWRITE DATA USING BIN_PACK ${where}`, SANDBOX);
const optimized = (where = '') => sql(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK ${where}`);
const create = (columns: string, partitions = '', properties: Record<string, string | number> = {}) =>
  createTable(call, name, columns, partitions).then(async () => {
    const set = Object.entries(properties).map(([key, value]) => `'${key}'='${value}'`);
    if (set.length > 0) await sql(`ALTER TABLE ${name} SET TBLPROPERTIES (${set.join(', ')})`);
  });
const inserts = async (...values: string[]) => {
  for (const row of values) await sql(`INSERT INTO ${name} VALUES ${row}`);
};
/** Data and delete files that the table has now. */
const files = async () => {
  const { rows } = await sql(
    `SELECT count_if(content = 0), count_if(content = 1), sum(record_count) FROM "${name}$files"`,
  );
  return rows[1]!.map((value) => Number(value ?? 0));
};
const versions = async () => (await snapshots(lakehouse.account, 'sandbox', name)).length;
const pointer = () => lakehouse.account.catalog.table('sandbox', name)!.Parameters!.metadata_location!;
const summary = async () =>
  currentSnapshot(await readMetadata(pointer(), tableFiles(lakehouse.account)))!.summary;
/** Does something when the next file is written, before the commit that it is for. */
const meanwhile = (work: () => Promise<unknown>) => {
  engine.writeParquet = async (...write) => {
    Reflect.deleteProperty(engine, 'writeParquet');
    const written = await engine.writeParquet(...write);
    await work();
    return written;
  };
};

describe('small files', () => {
  test('of a partition become one, when they are enough', async () => {
    await create('id bigint, city string', 'PARTITIONED BY (city)');
    await inserts(...[1, 2, 3, 4].map((id) => `(${id}, 'Oslo'), (${id}, 'Quito')`), `(5, 'Oslo')`);
    const before = await liveRows(call, name);
    expect(await files()).toEqual([9, 0, 9]);
    const { id } = await optimized();
    // Five files of Oslo, and four of Quito: that is one less than the threshold.
    expect(await files()).toEqual([5, 0, 9]);
    expect(await liveRows(call, name)).toEqual(before);
    expect(await summary()).toMatchObject({
      operation: 'replace',
      'added-data-files': '1',
      'added-records': '5',
      'deleted-data-files': '5',
      'deleted-records': '5',
      'changed-partition-count': '1',
      'total-data-files': '5',
      'total-records': '9',
    });
    const { QueryExecution } = await send(call, 'GetQueryExecution', { QueryExecutionId: id });
    expect(QueryExecution.StatementType).toBe('DDL');
    expect(QueryExecution.Statistics.DataScannedInBytes).toBeGreaterThan(0);
  });

  test('that are in order are left alone: nothing is committed', async () => {
    await create('id bigint');
    await inserts('1', '2', '3', '4');
    for (const setUp of [() => Promise.resolve(), () => inserts('5').then(() => optimized())]) {
      await setUp();
      const at = pointer();
      const objects = await objectsOf(lakehouse.account, name);
      await optimized();
      expect(pointer()).toBe(at);
      expect(await objectsOf(lakehouse.account, name)).toEqual(objects);
    }
    expect(await files()).toEqual([1, 0, 5]);
    await createTable(call, `${name}_empty`, 'id bigint');
    await sql(`OPTIMIZE ${name}_empty REWRITE DATA USING BIN_PACK`);
    expect(await snapshots(lakehouse.account, 'sandbox', `${name}_empty`)).toEqual([]);
  });

  test('are those that the properties say', async () => {
    await create('id bigint', '', { optimize_rewrite_data_file_threshold: 2 });
    await inserts('1', '2');
    await sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('optimize_rewrite_min_data_file_size_bytes'='10')`);
    await optimized();
    expect(await files()).toEqual([2, 0, 2]);
    await sql(`ALTER TABLE ${name} UNSET TBLPROPERTIES ('optimize_rewrite_min_data_file_size_bytes')`);
    await optimized();
    expect(await files()).toEqual([1, 0, 2]);
  });

  test('are read as the table is now: columns added, dropped, renamed and promoted', async () => {
    await create('id int, a string, b string', '', { optimize_rewrite_data_file_threshold: 2 });
    await inserts(`(1, 'a1', 'b1')`);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN id number bigint`);
    await sql(`ALTER TABLE ${name} DROP COLUMN a`);
    await sql(`ALTER TABLE ${name} ADD COLUMNS (a int)`);
    await inserts(`(5000000000, 'b2', 7)`);
    const before = await liveRows(call, name);
    await optimized();
    expect(await files()).toEqual([1, 0, 2]);
    expect(await liveRows(call, name)).toEqual(before);
    expect(before).toEqual([
      ['1', 'b1', undefined],
      ['5000000000', 'b2', '7'],
    ]);
  });
});

test('nested values, NULLs and every type are the same after it', async () => {
  await create(
    'b boolean, f float, d double, p decimal(38,3), t date, ts timestamp, z binary, s string, l array<struct<x: int, y: array<string>>>, m map<string, int>, r struct<a: int, b: struct<c: string>>',
    'PARTITIONED BY (truncate(1, s), bucket(2, ts))',
    { optimize_rewrite_data_file_threshold: 2 },
  );
  const row = (
    n: number,
  ) => `(${n % 2 === 0}, REAL '${n}.5', nan(), DECIMAL '-12345678901234567890123456789012345.00${n}', DATE '0001-01-0${n}', TIMESTAMP '2026-01-01 00:00:00.12345${n}', X'00f${n}', 'é😀',
    ARRAY[CAST(ROW(${n}, ARRAY['a', NULL]) AS row(x integer, y array(varchar)))], MAP(ARRAY['k', 'n'], ARRAY[${n}, NULL]), CAST(ROW(NULL, ROW('c')) AS row(a integer, b row(c varchar))))`;
  await inserts(
    row(1),
    row(1),
    row(2),
    `(${Array(11).fill('NULL').join(', ')})`,
    `(${Array(11).fill('NULL').join(', ')})`,
  );
  const before = await liveRows(call, name);
  const [count] = await files();
  await optimized();
  expect((await files())[0]).toBeLessThan(count!);
  expect(await liveRows(call, name)).toEqual(before);
});

test('large files are split at the size that the table asks for', async () => {
  await create('id bigint, text varchar(40)', '', { optimize_rewrite_data_file_threshold: 1 });
  await sql(
    `INSERT INTO ${name} SELECT a * 1000 + b, to_hex(sha256(to_utf8(CAST(a * 1000 + b AS varchar)))) FROM UNNEST(sequence(0, 499)) AS x(a) CROSS JOIN UNNEST(sequence(0, 999)) AS y(b)`,
  );
  expect(await files()).toEqual([1, 0, 500_000]);
  await sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('write_target_data_file_size_bytes'='6000000')`);
  await optimized();
  const [data, , rows] = await files();
  expect(data).toBeGreaterThan(1);
  expect(rows).toBe(500_000);
  const { rows: sizes } = await sql(`SELECT max(file_size_in_bytes) FROM "${name}$files"`);
  expect(Number(sizes[1]![0])).toBeLessThan(1.8 * 6_000_000);
  expect((await sql(`SELECT count(DISTINCT id), sum(id) FROM ${name}`)).rows[1]).toEqual([
    '500000',
    '124999750000',
  ]);
});

describe('deleted rows', () => {
  test('go with their delete files; old snapshots keep both', async () => {
    await create('id bigint, city string', 'PARTITIONED BY (city)');
    await sql(
      `INSERT INTO ${name} SELECT n, IF(n % 2 = 0, 'Oslo', 'Quito') FROM UNNEST(sequence(1, 100)) AS u(n)`,
    );
    await sql(`DELETE FROM ${name} WHERE id <= 10`);
    await optimized();
    // One delete file each: less than the threshold.
    expect(await files()).toEqual([2, 2, 110]);
    await sql(`DELETE FROM ${name} WHERE id BETWEEN 20 AND 30`);
    await sql(`UPDATE ${name} SET id = -id WHERE id = 50`);
    const before = await liveRows(call, name);
    await optimized();
    expect(await files()).toEqual([2, 0, 79]);
    expect(await liveRows(call, name)).toEqual(before);
    expect(await summary()).toMatchObject({
      operation: 'replace',
      'removed-delete-files': '5',
      'removed-position-deletes': '22',
      'total-records': '79',
      'total-delete-files': '0',
      'total-position-deletes': '0',
      'total-data-files': '2',
    });
    const counts: (string | undefined)[] = [];
    for (const snapshot of await snapshots(lakehouse.account, 'sandbox', name))
      counts.push(
        (await sql(`SELECT count(*) FROM ${name} FOR VERSION AS OF ${snapshot['snapshot-id']}`)).rows[1]![0],
      );
    expect(counts).toEqual(['100', '90', '79', '79', '79']);
    const bytes = async (asOf: string) => (await sql(`SELECT count(id) FROM ${name} ${asOf}`)).scanned;
    const old = (await snapshots(lakehouse.account, 'sandbox', name)).at(-2)!['snapshot-id'];
    expect(await bytes('')).toBeLessThan(await bytes(`FOR VERSION AS OF ${old}`));
  });

  test('of all rows leave no file', async () => {
    await create('id bigint', '', { optimize_rewrite_delete_file_threshold: 1 });
    await inserts('1, 2, 3');
    await sql(`DELETE FROM ${name}`);
    await optimized();
    expect(await files()).toEqual([0, 0, 0]);
    expect(await liveRows(call, name)).toEqual([]);
    await inserts('4');
    expect(await liveRows(call, name)).toEqual([['4']]);
  });

  test('keep a delete file that another data file needs', async () => {
    await create('id bigint', '', {
      optimize_rewrite_delete_file_threshold: 2,
      optimize_rewrite_min_data_file_size_bytes: 1,
    });
    await inserts('1, 2, 3', '4, 5, 6');
    await sql(`DELETE FROM ${name} WHERE id IN (1, 4)`);
    await sql(`DELETE FROM ${name} WHERE id = 2`);
    await optimized();
    expect(await files()).toEqual([2, 1, 6]);
    expect(await liveRows(call, name)).toEqual([['3'], ['5'], ['6']]);
  });
});

describe('WHERE', () => {
  const rides = async () => {
    await create('id bigint, city string, at timestamp', 'PARTITIONED BY (city, month(at))', {
      optimize_rewrite_data_file_threshold: 2,
    });
    for (const at of ['2026-01-05', '2026-01-06', '2026-02-05', '2026-02-06'])
      await inserts(`(1, 'Oslo', TIMESTAMP '${at} 00:00:00'), (2, NULL, TIMESTAMP '${at} 00:00:00')`);
  };
  /** Files of each partition. */
  const partitions = async () =>
    (
      await sql(
        `SELECT COALESCE(partition.city, '-') || ' ' || CAST(partition.at_month - 672 AS varchar), file_count FROM "${name}$partitions" ORDER BY 1`,
      )
    ).rows
      .slice(1)
      .map((row) => row.join(': '));

  test.each([
    ["city = 'Oslo'", ['- 0: 2', '- 1: 2', 'Oslo 0: 1', 'Oslo 1: 1']],
    ["upper(city) LIKE 'OS%'", ['- 0: 2', '- 1: 2', 'Oslo 0: 1', 'Oslo 1: 1']],
    ["city IS NULL OR city = 'Lima'", ['- 0: 1', '- 1: 1', 'Oslo 0: 2', 'Oslo 1: 2']],
    ["at >= TIMESTAMP '2026-02-01 00:00:00'", ['- 0: 2', '- 1: 1', 'Oslo 0: 2', 'Oslo 1: 1']],
    [
      "city = 'Oslo' AND at < TIMESTAMP '2026-02-01 00:00:00'",
      ['- 0: 2', '- 1: 2', 'Oslo 0: 1', 'Oslo 1: 2'],
    ],
    ['1 = 0', ['- 0: 2', '- 1: 2', 'Oslo 0: 2', 'Oslo 1: 2']],
    ['true', ['- 0: 1', '- 1: 1', 'Oslo 0: 1', 'Oslo 1: 1']],
  ])('%s', async (where, expected) => {
    await rides();
    const before = await liveRows(call, name);
    await optimized(`WHERE ${where}`);
    expect(await partitions()).toEqual(expected);
    expect(await liveRows(call, name)).toEqual(before);
  });

  test('on other columns is refused, and what partitions do not tell', async () => {
    await rides();
    const refused =
      'NOT_SUPPORTED: Unexpected FilterNode found in plan; probably connector was not able to handle provided WHERE expression';
    const at = pointer();
    for (const [where, why] of [
      ['id = 1', `id is not a partition column of ${name}`],
      ["city = 'Oslo' OR id = 1", `id is not a partition column of ${name}`],
      ['hour(at) = 3', `it cannot be told by the partitions of ${name}`],
      [`city = (SELECT max(city) FROM ${name})`, 'it has a subquery'],
    ])
      expect((await optimize(`WHERE ${where}`)).reason).toBe(`${refused}: ${why}`);
    expect((await optimize('WHERE nothing = 1')).reason).toContain('COLUMN_NOT_FOUND');
    expect(pointer()).toBe(at);
  });
});

describe('while others change the table', () => {
  beforeEach(async () => {
    await create('id bigint', '', { optimize_rewrite_data_file_threshold: 2 });
    await inserts('1', '2', '3');
  });

  test('rows that are added stay', async () => {
    meanwhile(() => inserts('4'));
    await optimized();
    expect(await files()).toEqual([2, 0, 4]);
    expect(await liveRows(call, name)).toEqual([['1'], ['2'], ['3'], ['4']]);
    expect(await summary()).toMatchObject({ 'total-data-files': '2', 'total-records': '4' });
  });

  test('rows that are deleted do not come back: the rewrite gives way and leaves nothing behind', async () => {
    let objects: string[] = [];
    meanwhile(async () => {
      await sql(`DELETE FROM ${name} WHERE id = 2`);
      objects = await objectsOf(lakehouse.account, name);
    });
    expect((await optimize()).reason).toContain(
      'ICEBERG_COMMIT_ERROR: Failed to commit Iceberg update to table',
    );
    expect(await liveRows(call, name)).toEqual([['1'], ['3']]);
    expect(await objectsOf(lakehouse.account, name)).toEqual(objects);
  });

  test('files that another OPTIMIZE has rewritten are not rewritten twice', async () => {
    meanwhile(() => optimized());
    expect((await optimize()).reason).toContain('ICEBERG_COMMIT_ERROR');
    expect(await liveRows(call, name)).toEqual([['1'], ['2'], ['3']]);
    expect(await versions()).toBe(4);
  });

  test('a DELETE that read what is rewritten gives way', async () => {
    meanwhile(() => optimized());
    expect((await attempt(call, `DELETE FROM ${name} WHERE id = 2`, SANDBOX)).reason).toContain(
      'ICEBERG_COMMIT_ERROR',
    );
    expect(await liveRows(call, name)).toEqual([['1'], ['2'], ['3']]);
    await sql(`DELETE FROM ${name} WHERE id = 2`);
    expect(await liveRows(call, name)).toEqual([['1'], ['3']]);
  });
});

describe('is for those who may change all of the table', () => {
  test('in the sandbox: who made it, and nobody who has no grant', async () => {
    await create('id bigint');
    await inserts('1');
    const text = `OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`;
    expect((await attempt(analyst(lakehouse.account), text, SANDBOX)).reason).toContain(
      'Insufficient permissions to execute the query.',
    );
    for (const denied of ['glue:UpdateTable', 's3:PutObject', 's3:GetObject'])
      expect(
        (
          await attempt(
            engineer(lakehouse.account, [`${denied} arn:aws:${denied.split(':')[0]}`]),
            text,
            SANDBOX,
          )
        ).state,
      ).toBe('FAILED');
  });

  test('not of governed tables: Athena does no DDL there', async () => {
    const text = 'OPTIMIZE lakehouse.customers REWRITE DATA USING BIN_PACK';
    expect((await attempt(call, text)).reason).toContain('Insufficient');
    expect((await attempt(analyst(lakehouse.account), text)).reason).toContain('Insufficient permissions');
  });

  test('and not of what is no Iceberg table', async () => {
    await sql(`CREATE VIEW ${name} AS SELECT 1 AS id`);
    expect((await optimize()).reason).toContain('NOT_SUPPORTED');
    expect((await attempt(call, 'OPTIMIZE nothing REWRITE DATA USING BIN_PACK', SANDBOX)).reason).toContain(
      'TABLE_NOT_FOUND',
    );
  });
});
