import type { RelationColumn } from '../../../sql/catalog/catalogResolver';
import { formatType, type Type } from '../../../sql/types/types';
import { AwsError } from '../../errors';
import { visibleDatabases, visibleTables } from '../../glue/visibility';
import type { OpenInline } from './callerScope';
import { authorizeGlue, isView, readableColumns } from './catalogView';
import { hiveColumnType } from './columnType';
import { insufficientPermissions } from './failure';
import { type Cell, inlineSource } from './inlineRows';
import type { Run } from './run';

export const INFORMATION_SCHEMA = 'information_schema';
const CATALOG = 'awsdatacatalog';

const VARCHAR: Type = { kind: 'varchar' };
const BIGINT: Type = { kind: 'bigint' };

/** The tables of information_schema: their columns, and their rows as the caller may see them. */
const TABLES: Record<string, { columns: RelationColumn[]; rows: (run: Run) => Cell[][] }> = {
  schemata: {
    columns: columns('catalog_name', 'schema_name'),
    rows: (run) => schemas(run).map((name) => [CATALOG, name]),
  },
  tables: {
    columns: columns('table_catalog', 'table_schema', 'table_name', 'table_type'),
    rows: (run) =>
      tables(run).map(({ table }) => [
        CATALOG,
        table.DatabaseName,
        table.Name,
        isView(table) ? 'VIEW' : 'BASE TABLE',
      ]),
  },
  views: {
    columns: columns('table_catalog', 'table_schema', 'table_name'),
    rows: (run) =>
      tables(run)
        .filter(({ table }) => isView(table))
        .map(({ table }) => [CATALOG, table.DatabaseName, table.Name]),
  },
  columns: {
    columns: [
      ...columns('table_catalog', 'table_schema', 'table_name', 'column_name'),
      { name: 'ordinal_position', type: BIGINT },
      ...columns('column_default', 'is_nullable', 'data_type', 'comment', 'extra_info'),
    ],
    rows: (run) => tables(run).flatMap(columnRows),
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
    source: inlineSource(found.columns, found.rows(run)),
  };
}

const schemas = (run: Run): string[] =>
  [...visibleDatabases(run.call).map((database) => database.Name), INFORMATION_SCHEMA].sort();

type VisibleTable = { table: ReturnType<typeof visibleTables>[number]; run: Run };

const tables = (run: Run): VisibleTable[] =>
  visibleDatabases(run.call).flatMap((database) =>
    visibleTables(run.call, database.Name).map((table) => ({ table, run })),
  );

/** Only columns that the caller may SELECT are listed, whatever else the metadata shows it. */
function columnRows({ table, run }: VisibleTable): Cell[][] {
  const { catalog, lakeFormation } = run.call.account;
  const whole = catalog.table(table.DatabaseName, table.Name);
  if (!whole) return [];
  const access = lakeFormation.tableAccess(run.call.principal.grantee, whole);
  const keys = readableColumns(whole.PartitionKeys, access);
  const all = [...readableColumns(whole.StorageDescriptor?.Columns, access), ...keys];
  return all.map((column, i) => [
    CATALOG,
    table.DatabaseName,
    table.Name,
    (column.Name ?? '').toLowerCase(),
    i + 1,
    undefined,
    'YES',
    formatType(hiveColumnType(column.Type ?? 'string')),
    column.Comment,
    keys.includes(column) ? 'partition key' : undefined,
  ]);
}
