import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { register } from '../../src/local/engine/scalarFunction';
import { analyze } from '../../src/sql/bind/bind';
import type { CatalogResolver, TableRelation } from '../../src/sql/catalog/catalogResolver';
import { translateEngineError } from '../../src/sql/duckdb/errors';
import { FUNCTIONS } from '../../src/sql/duckdb/functions';
import { generate } from '../../src/sql/duckdb/generate';
import { MACROS } from '../../src/sql/duckdb/macros';
import { SqlError } from '../../src/sql/errors';
import { parse } from '../../src/sql/syntax/parse';
import { formatType } from '../../src/sql/types/types';

/** A DuckDB with what generated SQL needs. */
export async function openDuckDb(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const macro of MACROS) await connection.run(macro);
  for (const scalar of FUNCTIONS) register(connection, scalar);
  await connection.run("SET TimeZone = 'UTC'");
  return connection;
}

/** A scope over the given tables of database `db`. */
export function scopeOf(tables: TableRelation[], more: Partial<CatalogResolver> = {}): CatalogResolver {
  return {
    catalog: 'awsdatacatalog',
    database: 'db',
    now: new Date('2024-05-09T10:11:12.345Z'),
    relation(name, position) {
      const found = tables.find((table) => table.name === name.name);
      if (!found)
        throw new SqlError(
          'TABLE_NOT_FOUND',
          `Table 'awsdatacatalog.${name.database ?? 'db'}.${name.name}' does not exist`,
          position,
        );
      return found;
    },
    ...more,
  };
}

export const table = (name: string, columns: TableRelation['columns']): TableRelation => ({
  kind: 'table',
  catalog: 'awsdatacatalog',
  database: 'db',
  name,
  columns,
});

/** Analyzes, generates and runs a statement. @returns types in Trino's spelling and rows in DuckDB's JSON values @throws SqlError as a user would see it */
export async function run(
  connection: DuckDBConnection,
  sql: string,
  scope: CatalogResolver = scopeOf([]),
  source: (relation: TableRelation) => string = () => '',
): Promise<{ types: string[]; names: string[]; rows: unknown[][] }> {
  const typed = analyze(parse(sql), scope);
  const text = generate(typed, new Map(typed.query.scans.map((scan) => [scan.id, source(scan.relation)])));
  try {
    const reader = await connection.runAndReadAll(text);
    return {
      types: typed.query.output.map((o) => formatType(o.type)),
      names: typed.query.output.map((o) => o.name),
      rows: reader.getRowsJson() as unknown[][],
    };
  } catch (error) {
    throw translateEngineError((error as Error).message) ?? new Error(`${(error as Error).message}\n${text}`);
  }
}
