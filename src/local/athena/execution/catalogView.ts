import type { Column } from '@aws-sdk/client-glue';
import type { Call } from '../../call';
import type { CatalogTable } from '../../glue/catalog';
import { showsColumn } from '../../glue/visibility';
import type { TableAccess } from '../../lakeformation/lakeFormation';

/**
 * Asks IAM for a Glue action on everything that Glue wants allowed: the catalog, the database and the table. (Lake
 * Formation's part of the decision is glue/visibility.ts.)
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
  if (database !== undefined) resources.push(`${prefix}database/${database.toLowerCase()}`);
  if (database !== undefined && table !== undefined) {
    resources.push(`${prefix}table/${database.toLowerCase()}/${table.toLowerCase()}`);
  }
  await Promise.all(resources.map((resource) => call.authorize(`glue:${action}`, resource)));
}

/** Iceberg's dropped columns stay in Glue's list, marked. */
const isCurrent = (column: Column): boolean => column.Parameters?.['iceberg.field.current'] !== 'false';

/** Columns of a table that the caller may see in metadata (DESCRIBE and its like). */
export function shownColumns(columns: Column[] | undefined, access: TableAccess): Column[] {
  return (columns ?? []).filter((column) => isCurrent(column) && showsColumn(access, column));
}

/** Columns that the caller may SELECT. */
export function readableColumns(columns: Column[] | undefined, access: TableAccess): Column[] {
  return (columns ?? []).filter(
    (column) =>
      isCurrent(column) &&
      (access.permissions.has('SELECT') || access.columns.has((column.Name ?? '').toLowerCase())),
  );
}

export const isIceberg = (table: CatalogTable): boolean =>
  table.Parameters?.table_type?.toUpperCase() === 'ICEBERG';
export const isView = (table: CatalogTable): boolean => table.TableType === 'VIRTUAL_VIEW';

/** A table's own folder: as the catalog says or, where other engines leave that out, the one above its metadata. */
export function tableLocation(table: CatalogTable): string {
  const location = table.StorageDescriptor?.Location;
  if (location) return location;
  return (table.Parameters?.metadata_location ?? '').replace(/\/metadata\/[^/]*$/, '');
}
