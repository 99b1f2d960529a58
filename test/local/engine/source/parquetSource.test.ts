import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldIds } from '../../../../src/local/engine/engine';
import {
  emptySource,
  parquetSource,
  type SourceColumn,
} from '../../../../src/local/engine/source/parquetSource';
import type { DataFile } from '../../../../src/local/iceberg';
import type { Field, IcebergType } from '../../../../src/local/iceberg/schema/schema';
import { Lake, pathOf } from '../../iceberg/lakeTable';

let lake: Lake;
let count = 0;
beforeAll(async () => {
  lake = await Lake.open();
});
afterAll(() => lake.close());

/** Writes one file of a query's rows. */
async function file(sql: string, fieldIds: FieldIds): Promise<DataFile> {
  const folder = path.join(lake.folder, 'data', `files [${count++}]`);
  const [written] = await lake.engine.writeParquet(sql, { folder, fieldIds });
  return {
    content: 'data',
    uri: `file://${written!.path}`,
    format: 'PARQUET',
    partition: [],
    rows: written!.rows,
    sizeInBytes: written!.sizeInBytes,
  };
}

async function source(files: DataFile[], columns: SourceColumn[]): Promise<string> {
  const tasks = files.map((f) => ({ file: f, positionDeletes: [], equalityDeletes: [] }));
  return parquetSource(tasks, columns, {
    pathOf,
    layouts: await lake.engine.layouts(files.map((f) => pathOf(f.uri))),
  });
}

const column = (id: number, name: string, type: IcebergType): SourceColumn => ({
  name,
  field: { id, name, required: false, type },
});
const field = (id: number, name: string, type: IcebergType): Field => ({ id, name, required: false, type });
const types = async (sql: string) =>
  (await lake.rows(`SELECT column_type FROM (DESCRIBE SELECT * FROM ${sql})`)).flat();

describe('columns are found by id', () => {
  it('in files of several times: renamed, swapped, added, promoted', async () => {
    const old = await file(
      'SELECT 1::INTEGER AS a, 2::INTEGER AS b, 0.5::FLOAT AS f, 1.5::DECIMAL(4,1) AS d',
      { a: 1, b: 2, f: 3, d: 4 },
    );
    const recent = await file(
      "SELECT 3::BIGINT AS b, 4::BIGINT AS a, 'x' AS n, 2.5::DOUBLE AS f, 2.5::DECIMAL(20,1) AS d",
      { b: 1, a: 2, n: 9, f: 3, d: 4 },
    );
    const sql = await source(
      [old, recent],
      [
        column(1, 'b', 'long'),
        column(2, 'a', 'long'),
        column(9, 'n', 'string'),
        column(3, 'f', 'double'),
        column(4, 'd', 'decimal(20, 1)'),
      ],
    );
    expect(await lake.rows(`SELECT b, a, n, f, d::VARCHAR FROM ${sql} ORDER BY b`)).toEqual([
      [1, 2, null, 0.5, '1.5'],
      [3, 4, 'x', 2.5, '2.5'],
    ]);
    expect(await types(sql)).toEqual(['BIGINT', 'BIGINT', 'VARCHAR', 'DOUBLE', 'DECIMAL(20,1)']);
  });

  it('whatever their names: quotes, cases, names of read_parquet’s own columns', async () => {
    const odd = await file(`SELECT 1 AS "it's ""odd""", 2 AS filename, 3 AS file_row_number`, {
      'it\'s "odd"': 1,
      filename: 2,
      file_row_number: 3,
    });
    const sql = await source(
      [odd],
      [column(1, 'it\'s "odd"', 'int'), column(2, 'filename', 'int'), column(3, 'file_row_number', 'int')],
    );
    expect(await lake.rows(`SELECT * FROM ${sql}`)).toEqual([[1, 2, 3]]);
  });

  it('nested in lists, maps and structs, where DuckDB itself goes by name', async () => {
    const nested = await file(
      "SELECT 1 AS id, [{'a': 1, 'b': 'one'}, NULL] AS l, MAP {'k': {'a': 2}} AS m, NULL::STRUCT(x INTEGER) AS s",
      {
        id: 1,
        l: { __duckdb_field_id: 2, element: { __duckdb_field_id: 3, a: 4, b: 5 } },
        m: { __duckdb_field_id: 6, key: 7, value: { __duckdb_field_id: 8, a: 9 } },
        s: { __duckdb_field_id: 10, x: 11 },
      },
    );
    const element: IcebergType = {
      type: 'struct',
      fields: [field(5, 'a', 'string'), field(4, 'b', 'long'), field(50, 'new', 'date')],
    };
    const value: IcebergType = { type: 'struct', fields: [field(9, 'renamed', 'int')] };
    const sql = await source(
      [nested],
      [
        column(2, 'l', { type: 'list', 'element-id': 3, element, 'element-required': false }),
        column(6, 'm', {
          type: 'map',
          'key-id': 7,
          key: 'string',
          'value-id': 8,
          value,
          'value-required': false,
        }),
        column(10, 's', { type: 'struct', fields: [field(12, 'only new', 'int')] }),
      ],
    );
    expect(await lake.rows(`SELECT l::VARCHAR, m::VARCHAR, s IS NULL FROM ${sql}`)).toEqual([
      ["[{'a': one, 'b': 1, 'new': NULL}, NULL]", "{k={'renamed': 2}}", true],
    ]);
    expect(await types(sql)).toEqual([
      'STRUCT(a VARCHAR, b BIGINT, "new" DATE)[]',
      'MAP(VARCHAR, STRUCT(renamed INTEGER))',
      'STRUCT("only new" INTEGER)',
    ]);
  });
});

describe('a source', () => {
  it('of files that have none of the columns gives NULLs, one for each row', async () => {
    const other = await file('SELECT i AS id FROM range(3) t(i)', { id: 1 });
    expect(await lake.rows(`SELECT * FROM ${await source([other], [column(5, 'x', 'uuid')])}`)).toEqual([
      [null],
      [null],
      [null],
    ]);
  });

  it('without columns counts rows', async () => {
    const other = await file('SELECT i AS id FROM range(3) t(i)', { id: 1 });
    expect(await lake.rows(`SELECT count(*) FROM ${await source([other, other], [])}`)).toEqual([[6]]);
  });

  it('without files is empty, and typed', async () => {
    const sql = await source(
      [],
      [
        column(1, 'id', 'long'),
        column(2, 'm', {
          type: 'map',
          'key-id': 3,
          key: 'string',
          'value-id': 4,
          value: 'timestamptz',
          'value-required': false,
        }),
      ],
    );
    expect(await lake.rows(`SELECT count(*), sum(id) FROM ${sql}`)).toEqual([[0, null]]);
    expect(await types(sql)).toEqual(['BIGINT', 'MAP(VARCHAR, TIMESTAMP WITH TIME ZONE)']);
    expect(await lake.rows(`SELECT count(*) FROM ${emptySource([])}`)).toEqual([[0]]);
  });

  it('of other formats is refused', async () => {
    const orc = { ...(await file('SELECT 1 AS id', { id: 1 })), format: 'ORC' as const };
    await expect(source([orc], [column(1, 'id', 'int')])).rejects.toThrow(
      'NOT_SUPPORTED: Data files of format ORC are not supported',
    );
  });
});
