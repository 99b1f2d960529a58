import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lock, settings } from '../../../src/local/engine/lockdown';
import type { InternalError } from '../../../src/local/internalError';
import { SqlError } from '../../../src/sql/errors';
import { LocalDuckDb, type LocalDuckDbOptions } from './localDuckDb';

let folder: string;
let engine: LocalDuckDb;
const inside = (...parts: string[]) => path.join(folder, 'inside', ...parts);
const log: string[] = [];
const open = (more: Partial<LocalDuckDbOptions> = {}) =>
  LocalDuckDb.open({
    folders: [inside()],
    tempFolder: path.join(folder, 'temp'),
    log: (...entry) => void log.push(entry.join(' ')),
    ...more,
  });

/** What the log says of work that fails; the error itself only has a number. */
async function logged(work: Promise<unknown>): Promise<string> {
  log.length = 0;
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(
    /^InternalError: An internal error occurred; the account's log says more \(error \d{9}\)$/,
  );
  expect(log.join()).toContain((error as InternalError).number);
  return log.join();
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'engine-'));
  await mkdir(inside());
  await mkdir(path.join(folder, 'inside-not'));
  await writeFile(path.join(folder, 'inside-not', 'secret.txt'), 'secret');
  await writeFile(inside('note.txt'), 'note');
  engine = await open();
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const rows = (sql: string, from = engine): Promise<unknown[][]> => from.rows(sql);

describe('locked down', () => {
  it.each([
    ['a COPY', "COPY (SELECT 1) TO '/tmp/stolen.csv'"],
    ['an ATTACH', "ATTACH '/tmp/other.db'"],
    ['an INSTALL', 'INSTALL httpfs'],
    ['a LOAD', 'LOAD httpfs'],
    ['a SET', "SET memory_limit = '100GB'"],
    ['a PRAGMA', 'PRAGMA database_list'],
    ['a PRAGMA that sets', 'PRAGMA enable_external_access = true'],
    ['a table', 'CREATE TABLE t (i INTEGER)'],
    ['a CALL', 'CALL pragma_version()'],
    ['EXPLAIN', 'EXPLAIN SELECT 1'],
  ])('refuses %s', async (_, sql) => {
    expect(await logged(engine.rows(sql))).toContain('SELECT only');
    expect(await logged(engine.writeParquet(sql, { folder: inside('w'), fieldIds: {} }))).toContain(
      'SELECT only',
    );
  });

  it.each([
    ['a file of the system', "SELECT * FROM read_text('/etc/passwd')"],
    ['a list of files', "SELECT * FROM glob('/etc/*')"],
    ['a CSV', "SELECT * FROM read_csv('/etc/passwd', sep = ':')"],
    ['a file by name', "SELECT * FROM '/etc/passwd'"],
    ['the network', "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')"],
  ])('does not reach %s', async (_, sql) => {
    expect(await logged(rows(sql))).toMatch(/Permission Error|Catalog Error/);
  });

  it('does not leave its folders by dots, or into a folder with a longer name', async () => {
    expect(await rows(`SELECT content FROM read_text('${inside('note.txt')}')`)).toEqual([['note']]);
    for (const file of [
      `${inside()}/../inside-not/secret.txt`,
      path.join(folder, 'inside-not', 'secret.txt'),
      `${inside()}-not/secret.txt`,
    ]) {
      expect(await logged(rows(`SELECT content FROM read_text('${file}')`))).toContain('Permission Error');
    }
    expect(
      await logged(
        engine.writeParquet('SELECT 1 AS a', { folder: path.join(folder, 'elsewhere'), fieldIds: { a: 1 } }),
      ),
    ).toContain('Permission Error');
  });

  it.each([
    "SET memory_limit = '1MB'",
    'SET enable_external_access = true',
    'RESET lock_configuration',
    'PRAGMA enable_external_access = true',
    'INSTALL httpfs',
    'LOAD httpfs',
    "ATTACH '/tmp/lakehouse-stolen.db'",
    "COPY (SELECT 1) TO '/tmp/lakehouse-stolen.csv'",
    "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'k')",
  ])('the lock itself refuses %s, should a statement ever get past the engine', async (sql) => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const statement of settings({ tempFolder: folder, memoryLimit: '1GB' }))
      await connection.run(statement);
    for (const statement of lock({ files: [], folders: [inside()] })) await connection.run(statement);
    await expect(connection.run(sql)).rejects.toThrow();
    connection.closeSync();
    instance.closeSync();
    expect([existsSync('/tmp/lakehouse-stolen.csv'), existsSync('/tmp/lakehouse-stolen.db')]).toEqual([
      false,
      false,
    ]);
  });

  it('runs one statement at a time', async () => {
    expect(await logged(rows('SELECT 1; SELECT 2'))).toContain('one statement at a time, not 2');
    expect(await logged(rows(''))).toContain('SELECT only');
    expect(await logged(rows('SELECT 1;; SELECT 2'))).toContain('one statement at a time');
  });
});

describe('queries', () => {
  it('decode every type by columns', async () => {
    const [row] =
      await rows(`SELECT true, 1::TINYINT, 2::SMALLINT, 3::INTEGER, 4::BIGINT, 5::HUGEINT, 0.5::FLOAT, 0.25::DOUBLE, 1.50::DECIMAL(9,2), 'é',
      '\\x00\\xFF'::BLOB, DATE '2020-02-29', TIME '12:34:56.789', TIMESTAMP '2020-01-01 00:00:00.000001', TIMESTAMPTZ '2020-01-01 00:00:00+02',
      UUID 'f79c3e09-677c-4bbd-a479-3f349cb785e7', INTERVAL 1 DAY, [1, NULL], {'a': 1, 'b': [{'c': 'x'}]}, MAP {'k': 1}, NULL, 'nan'::DOUBLE`);
    expect(row!.slice(0, 8)).toEqual([true, 1, 2, 3, 4n, 5n, 0.5, 0.25]);
    expect(row!.slice(8, 19).map(String)).toEqual([
      '1.50',
      'é',
      '\\x00\\xFF',
      '2020-02-29',
      '12:34:56.789',
      '2020-01-01 00:00:00.000001',
      '2019-12-31 22:00:00+00',
      'f79c3e09-677c-4bbd-a479-3f349cb785e7',
      '1 day',
      '[1, NULL]',
      "{'a': 1, 'b': [{'c': 'x'}]}",
    ]);
    expect(String(row![19])).toBe("{'k': 1}");
    expect(row![20]).toBeNull();
    expect(row![21]).toBeNaN();
  });

  it('have macros and functions, errors of which become errors of the query', async () => {
    const furnished = await open({
      macros: ['CREATE MACRO twice(a) AS a * 2'],
      functions: [
        {
          name: 'shout',
          parameters: ['VARCHAR'],
          result: 'VARCHAR',
          evaluate: (text: string) => `${text.toUpperCase()}!`,
        },
        {
          name: 'words',
          parameters: ['VARCHAR'],
          result: 'VARCHAR[]',
          evaluate: (text: string) => text.split(' '),
        },
        {
          name: 'refuse',
          parameters: ['INTEGER'],
          result: 'INTEGER',
          evaluate: () => {
            throw new SqlError('INVALID_FUNCTION_ARGUMENT', 'no such thing');
          },
        },
      ],
    });
    expect(await rows("SELECT twice(21), shout('hey'), shout(NULL)", furnished)).toEqual([
      [42, 'HEY!', null],
    ]);
    expect(String((await rows("SELECT words('a b')", furnished))[0]![0])).toBe("['a', 'b']");
    await expect(rows('SELECT refuse(1)', furnished)).rejects.toThrow(
      'INVALID_FUNCTION_ARGUMENT: no such thing',
    );
    await furnished.close();
  });

  it('raise the errors that generated SQL means, or what the caller makes of them', async () => {
    await expect(rows("SELECT error('DIVISION_BY_ZERO: Division by zero')")).rejects.toEqual(
      new SqlError('DIVISION_BY_ZERO', 'Division by zero'),
    );
    expect(await logged(rows('SELECT none'))).toContain('Binder Error');
    const translating = await open({
      translateError: (message) =>
        message.includes('Binder Error') ? new SqlError('COLUMN_NOT_FOUND', 'none') : undefined,
    });
    await expect(rows('SELECT none', translating)).rejects.toThrow('COLUMN_NOT_FOUND: none');
    await translating.close();
  });
});

describe('writing Parquet', () => {
  it('gives statistics by field id, nested ones too', async () => {
    const [file, ...rest] = await engine.writeParquet(
      `SELECT 1 AS id, {'x': 2.5::DOUBLE, 'y': ['a', 'b', NULL]} AS st UNION ALL SELECT NULL, {'x': 'nan'::DOUBLE, 'y': NULL}`,
      {
        folder: inside('stats'),
        fieldIds: { id: 1, st: { __duckdb_field_id: 2, x: 3, y: { __duckdb_field_id: 4, element: 5 } } },
      },
    );
    expect(rest).toEqual([]);
    expect(file).toMatchObject({
      rows: 2,
      columns: {
        1: { valueCount: 2, nullCount: 1, min: '1', max: '1' },
        3: { min: '2.5', max: '2.5' },
        5: { min: 'a', max: 'b' },
      },
    });
    expect(file!.columns[3]!.nanCount).toBeUndefined();
    const layout = (await engine.layouts([file!.path])).get(file!.path)!;
    expect(layout.map((c) => [c.name, c.fieldId, c.kind])).toEqual([
      ['id', 1, 'primitive'],
      ['st', 2, 'struct'],
    ]);
    expect(layout[1]!.children[1]).toMatchObject({
      fieldId: 4,
      kind: 'list',
      children: [{ fieldId: 5, name: 'element' }],
    });
  });

  it('makes no file for no rows', async () => {
    expect(
      await engine.writeParquet('SELECT 1 AS id WHERE false', {
        folder: inside('empty'),
        fieldIds: { id: 1 },
      }),
    ).toEqual([]);
    expect(await readdir(inside('empty'))).toEqual([]);
  });

  it('splits large results, and partitions by any expression', async () => {
    const files = await engine.writeParquet('SELECT i AS id, hash(i) AS h FROM range(1000000) t(i)', {
      folder: inside('large'),
      fieldIds: { id: 1, h: 2 },
      maxFileBytes: 2_000_000,
    });
    expect(files.length).toBeGreaterThan(2);
    expect(files.reduce((sum, f) => sum + f.rows, 0)).toBe(1_000_000);
    const parts = await engine.writeParquet(
      `SELECT i AS id, CASE WHEN i = 0 THEN 'null' WHEN i > 1 THEN '' END AS s FROM range(4) t(i)`,
      { folder: inside('parts'), fieldIds: { id: 1, s: 2 }, partitionBy: ['s', 'id % 2'] },
    );
    expect(parts.map((p) => JSON.stringify([...p.partition!, p.rows])).sort()).toEqual([
      '["","0",1]',
      '["","1",1]',
      '["null","0",1]',
      '[null,"1",1]',
    ]);
  });

  it('leaves nothing behind when it fails', async () => {
    await expect(
      engine.writeParquet(
        "SELECT CASE WHEN i > 900000 THEN error('DIVISION_BY_ZERO: x') ELSE i END AS id FROM range(1000000) t(i)",
        { folder: inside('fails'), fieldIds: { id: 1 } },
      ),
    ).rejects.toThrow('DIVISION_BY_ZERO');
    expect(existsSync(inside('fails'))).toBe(false);
  });
});
