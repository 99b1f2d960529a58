import type { RelationColumn } from '../../../sql/catalog/catalogResolver';
import { formatType, type Type } from '../../../sql/types/types';
import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { visibleDatabases, visibleTables } from '../../glue/visibility';
import type { OpenInline } from './callerScope';
import { authorizeGlue } from './catalogView';
import { hiveColumnType } from './columnType';
import { insufficientPermissions } from './failure';
import { type Cell, inlineSource } from './inlineRows';
import type { Run } from './run';

export const INFORMATION_SCHEMA = 'information_schema';
const CATALOG = 'awsdatacatalog';

const VARCHAR: Type = { kind: 'varchar' };
const BIGINT: Type = { kind: 'bigint' };

/** The tables of information_schema: their columns, and their rows as the caller may see them. */
const TABLES: Record<
  string,
  { columns: RelationColumn[]; rows: (run: Run) => Cell[][] | Promise<Cell[][]> }
> = {
  schemata: {
    columns: columns('catalog_name', 'schema_name'),
    rows: (run) => schemas(run).map((name) => [CATALOG, name]),
  },
  tables: {
    columns: columns('table_catalog', 'table_schema', 'table_name', 'table_type'),
    rows: async (run) =>
      (await tables(run)).map(({ database, name, kind }) => [
        CATALOG,
        database,
        name,
        kind === 'VIEW' ? 'VIEW' : 'BASE TABLE',
      ]),
  },
  views: {
    columns: columns('table_catalog', 'table_schema', 'table_name'),
    rows: async (run) =>
      (await tables(run))
        .filter(({ kind }) => kind === 'VIEW')
        .map(({ database, name }) => [CATALOG, database, name]),
  },
  columns: {
    columns: [
      ...columns('table_catalog', 'table_schema', 'table_name', 'column_name'),
      { name: 'ordinal_position', type: BIGINT },
      ...columns('column_default', 'is_nullable', 'data_type', 'comment', 'extra_info'),
    ],
    rows: async (run) => (await tables(run)).flatMap(columnRows),
  },
};

function columns(...names: string[]): RelationColumn[] {
  return names.map((name) => ({ name, type: VARCHAR }));
}

/** @returns undefined when information_schema has no such table */
export async function informationSchema(name: string, run: Run): Promise<OpenInline | undefined> {
  const found = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
  if (!found) return undefined;
  try {
    await authorizeGlue(run.call, 'GetDatabases');
  } catch (error) {
    if (error instanceof AwsError) throw insufficientPermissions(error.message, 'iam');
    throw error;
  }
  return {
    relation: { kind: 'table', catalog: CATALOG, database: INFORMATION_SCHEMA, name, columns: found.columns },
    source: inlineSource(found.columns, await found.rows(run)),
  };
}

const schemas = (run: Run): string[] =>
  [...visibleDatabases(run.call).map((database) => database.Name), INFORMATION_SCHEMA].sort();

const tables = async (run: Run): Promise<AuthorizedTable[]> =>
  (await Promise.all(visibleDatabases(run.call).map(({ Name }) => visibleTables(run.call, Name)))).flat();

/** Only columns that the caller may SELECT are listed, whatever else the metadata shows it. */
const columnRows = ({ database, name, readableColumns }: AuthorizedTable): Cell[][] =>
  readableColumns.map((column, i) => [
    CATALOG,
    database,
    name,
    column.name,
    i + 1,
    undefined,
    'YES',
    formatType(hiveColumnType(column.type)),
    column.comment,
    column.isPartitionKey ? 'partition key' : undefined,
  ]);
