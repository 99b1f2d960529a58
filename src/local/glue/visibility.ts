import type { Column } from '@aws-sdk/client-glue';
import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Call } from '../call';
import { AwsError } from '../errors';
import type { TableAccess } from '../lakeformation/lakeFormation';
import { spelled } from '../lakeformation/permissions';
import { folderOf } from '../s3/address';
import {
  type CatalogDatabase,
  type CatalogTable,
  databaseNotFound,
  foldName,
  tableNotFound,
} from './catalog';

/** The catalog as Lake Formation lets one caller see and change it. (IAM has been asked by the gateway.) */

/** What of a call the decisions need. */
export type Viewer = Pick<Call, 'account' | 'principal'>;

/** `Insufficient Lake Formation permission(s): Required Describe on customers` */
export const insufficientPermission = (permission: Permission, object: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `Insufficient Lake Formation permission(s): Required ${spelled(permission)} on ${object}`,
  );

/** All databases that the caller may see; the others are left out without a word. */
export function visibleDatabases({ account, principal }: Viewer): CatalogDatabase[] {
  return account.catalog
    .databases()
    .filter(({ Name }) => account.lakeFormation.databaseAccess(principal.grantee, Name).visible);
}

/**
 * A database by its name. Only who could create it is told that it is not there; to all others it is as if it were hidden.
 * @throws AwsError AccessDeniedException, EntityNotFoundException
 */
export function visibleDatabase({ account, principal }: Viewer, name: string): CatalogDatabase {
  const { catalog, lakeFormation } = account;
  const found = catalog.database(name);
  if (found && lakeFormation.databaseAccess(principal.grantee, found.Name).visible) return found;
  if (!found && lakeFormation.mayCreateDatabase(principal.grantee)) throw databaseNotFound(name);
  throw insufficientPermission('DESCRIBE', foldName(name));
}

/** All tables of a database that the caller may see, each withVisibleColumns to the columns that the caller may see. */
export function visibleTables(viewer: Viewer, database: string): CatalogTable[] {
  const { catalog, lakeFormation } = viewer.account;
  return catalog.tables(database).flatMap((table) => {
    const access = lakeFormation.tableAccess(viewer.principal.grantee, table);
    return access.visible ? [withVisibleColumns(table, access)] : [];
  });
}

/**
 * A table by its name, withVisibleColumns to the columns that the caller may see.
 * @throws AwsError AccessDeniedException, EntityNotFoundException `Entity Not Found`
 */
export function visibleTable(viewer: Viewer, database: string, name: string): CatalogTable {
  const table = requireVisibleTable(viewer, database, name);
  return withVisibleColumns(table, viewer.account.lakeFormation.tableAccess(viewer.principal.grantee, table));
}

/**
 * A table that the caller may see, with all of its columns: for decisions, not for answers.
 * @param absent the error for who may know that it is not there; reading says `Entity Not Found`
 */
export function requireVisibleTable(
  viewer: Viewer,
  database: string,
  name: string,
  absent: () => AwsError = () => new AwsError('EntityNotFoundException', 'Entity Not Found'),
): CatalogTable {
  const { catalog, lakeFormation } = viewer.account;
  const { grantee } = viewer.principal;
  if (!catalog.database(database)) visibleDatabase(viewer, database);
  const table = catalog.table(database, name);
  if (table && lakeFormation.tableAccess(grantee, table).visible) return table;
  if (!table && mayKnowAbsence(viewer, database)) throw absent();
  throw insufficientPermission('DESCRIBE', foldName(name));
}

/** Lake Formation tells that a table is not there only to who could create it, so that nobody can probe for names. */
function mayKnowAbsence({ account, principal }: Viewer, database: string): boolean {
  const { lakeFormation } = account;
  return (
    lakeFormation.isAdmin(principal.grantee) ||
    lakeFormation.databaseAccess(principal.grantee, foldName(database)).permissions.has('CREATE_TABLE')
  );
}

/**
 * A table with only the columns that the caller may see: where SELECT is partial, those. A right to the table without
 * any SELECT (DESCRIBE, ALTER, …) shows them all. Parameters stay, as on AWS: they are not withVisibleColumns there either.
 */
export function withVisibleColumns(table: CatalogTable, access: TableAccess): CatalogTable {
  const columns = (list: Column[]) => list.filter((column) => showsColumn(access, column));
  const storage = table.StorageDescriptor;
  return {
    ...table,
    ...(storage ? { StorageDescriptor: { ...storage, Columns: columns(storage.Columns ?? []) } } : {}),
    PartitionKeys: columns(table.PartitionKeys ?? []),
  };
}

/** May the caller see a column of a table in its metadata? */
export function showsColumn(access: TableAccess, column: Column): boolean {
  if (access.permissions.has('SELECT')) return true;
  if (access.columns.size === 0 && access.permissions.size > 0) return true;
  return access.columns.has(column.Name!.toLowerCase());
}

/** @throws AwsError AccessDeniedException `… Required Create Table on <database>`, or when the database is not visible */
export function requireOnDatabase(viewer: Viewer, name: string, permission: Permission): CatalogDatabase {
  const database = visibleDatabase(viewer, name);
  const { permissions } = viewer.account.lakeFormation.databaseAccess(
    viewer.principal.grantee,
    database.Name,
  );
  if (!permissions.has(permission)) throw insufficientPermission(permission, database.Name);
  return database;
}

/**
 * A table that the caller may change in a way.
 * @throws AwsError AccessDeniedException `… Required Drop on <table>`, EntityNotFoundException `Table <table> not found.`
 */
export function requireOnTable(
  viewer: Viewer,
  database: string,
  name: string,
  permission: Permission,
): CatalogTable {
  const table = requireVisibleTable(viewer, database, name, () => tableNotFound(name));
  const { permissions } = viewer.account.lakeFormation.tableAccess(viewer.principal.grantee, table);
  if (!permissions.has(permission)) throw insufficientPermission(permission, table.Name);
  return table;
}

/**
 * Who points the catalog at a registered location must have DATA_LOCATION_ACCESS there. Below the location of the
 * table's own database it is not asked for: who put the database there had it ("Implicit Lake Formation permissions").
 *
 * @throws AwsError AccessDeniedException
 */
export function requireLocation(
  { account, principal }: Viewer,
  address: string | undefined,
  database?: CatalogDatabase,
): void {
  if (!address || account.lakeFormation.mayUseLocation(principal.grantee, address)) return;
  const own = database?.LocationUri && folderOf(database.LocationUri);
  if (own && folderOf(address).startsWith(own)) return;
  throw new AwsError(
    'AccessDeniedException',
    `Insufficient Lake Formation permission(s): Required Data Location Access on ${address}`,
  );
}
