import fs from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import Papa from 'papaparse';
import { beforeAll, expect, test } from 'vitest';
import { parseType } from '../../src/sql/syntax/parse';
import { typeOfName } from '../../src/sql/types/typeRules';
import { openDuckDb, run, scopeOf, table } from './harness';

const folder = path.join(__dirname, '..', 'fixtures', 'conformance', 'tpch');
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
const schema = json('data/schema.json') as Record<string, [string, string][]>;
const expectedTypes = json('expected/schema.json') as Record<string, { columns: [string, string][] }>;
const tables = Object.entries(schema).map(([name, columns]) =>
  table(
    name,
    columns.map(([column, type]) => ({ name: column, type: typeOfName(parseType(type)) })),
  ),
);

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openDuckDb();
});

/** varchar lengths are not compared. */
const plainType = (type: string): string => type.replace(/varchar\(\d+\)/g, 'varchar');

function plainValue(value: unknown, type: string): string {
  if (value === null || value === '') return '';
  if (type === 'double') return Number(value).toPrecision(9);
  return String(value);
}

const queries = fs
  .readdirSync(folder)
  .filter((file) => /^q\d\d\.sql$/.test(file))
  .map((file) => file.slice(0, 3));

test.each(queries)('TPC-H %s: values and types as Trino answers', async (name) => {
  const sql = fs.readFileSync(path.join(folder, `${name}.sql`), 'utf8');
  const { types, rows } = await run(
    connection,
    sql,
    scopeOf(tables),
    (relation) => `(SELECT * FROM read_parquet('${path.join(folder, 'data', `${relation.name}.parquet`)}'))`,
  );
  const wanted = expectedTypes[name]!.columns.map(([, type]) => type);
  expect(types.map(plainType)).toEqual(wanted.map(plainType));
  const [, ...expected] = Papa.parse<string[]>(
    fs.readFileSync(path.join(folder, 'expected', `${name}.csv`), 'utf8').trim(),
  ).data;
  const line = (row: unknown[]) => row.map((value, i) => plainValue(value, wanted[i]!)).join('|');
  // Ties may come in any order: rows are compared as a multiset.
  expect(rows.map(line).sort()).toEqual(expected.map(line).sort());
});
