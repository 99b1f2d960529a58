import type { Column } from '@aws-sdk/client-glue';
import type { Call } from '../call';
import type { CatalogDatabase, CatalogTable } from '../glue/catalog';
import type { TableAccess } from '../lakeformation/lakeFormation';

/** The catalog as one caller sees it: IAM decides on the call, Lake Formation on what is in the answer. */

/**
 * Asks IAM for a Glue action on everything that Glue wants allowed: the catalog, the database and the table.
 * @throws AwsError AccessDeniedException
 */
export async function authorizeGlue(
  call: Call,
  action: string,
  database?: string,
  table?: string,
): Promise<void> {
  const prefix = `arn:aws:glue:${call.region}:${call.account.id}:`;
  const resources = [`${prefix}catalog`];
  if (database !== undefined) resources.push(`${prefix}database/${database}`);
  if (database !== undefined && table !== undefined) resources.push(`${prefix}table/${database}/${table}`);
  await Promise.all(resources.map((resource) => call.authorize(`glue:${action}`, resource)));
}

export function visibleDatabases(call: Call): CatalogDatabase[] {
  const { catalog, lakeFormation } = call.account;
  return catalog
    .databases()
    .filter((database) => lakeFormation.databaseAccess(call.principal.grantee, database.Name).visible);
}

/** The tables of a database that the caller may know of, each with the caller's access, by name. */
export function visibleTables(call: Call, database: string): { table: CatalogTable; access: TableAccess }[] {
  const { catalog, lakeFormation } = call.account;
  return catalog
    .tables(database)
    .map((table) => ({ table, access: lakeFormation.tableAccess(call.principal.grantee, table) }))
    .filter(({ access }) => access.visible);
}

/** True when the caller may be told that an object of the database does not exist. */
export function mayKnowAbsence(call: Call, database: string): boolean {
  const { lakeFormation } = call.account;
  const { grantee } = call.principal;
  return lakeFormation.isAdmin(grantee) || lakeFormation.databaseAccess(grantee, database).visible;
}

const lower = (name: string | undefined): string => (name ?? '').toLowerCase();

/**
 * Columns of a table that the caller may see in metadata: where it may SELECT some columns only, those; a right to the
 * table without any SELECT (DESCRIBE, INSERT, an administrator's) shows them all, as Glue does.
 */
export function shownColumns(columns: Column[] | undefined, access: TableAccess): Column[] {
  const current = (columns ?? []).filter(
    (column) => column.Parameters?.['iceberg.field.current'] !== 'false',
  );
  if (access.columns.size === 0) return current;
  return current.filter((column) => access.columns.has(lower(column.Name)));
}

/** Columns that the caller may SELECT. */
export function readableColumns(columns: Column[] | undefined, access: TableAccess): Column[] {
  return (columns ?? []).filter(
    (column) =>
      column.Parameters?.['iceberg.field.current'] !== 'false' && access.columns.has(lower(column.Name)),
  );
}

export const isIceberg = (table: CatalogTable): boolean =>
  table.Parameters?.table_type?.toUpperCase() === 'ICEBERG';
export const isView = (table: CatalogTable): boolean => table.TableType === 'VIRTUAL_VIEW';
