import type { Permission } from '@aws-sdk/client-lakeformation';
import { AwsError } from '../errors';
import type { TableName } from '../lakeformation/lakeFormation';
import { spelled } from '../lakeformation/permissions';
import { folderOf } from '../s3/address';
import { AuthorizedTable, type Viewer } from './authorizedTable';
import { type CatalogDatabase, databaseNotFound, foldName, tableNotFound } from './catalog';

/** The catalog as Lake Formation lets one caller see and change it. (IAM has been asked by the gateway.) */

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

/** All tables of a database that the caller may see. */
export async function visibleTables(viewer: Viewer, database: string): Promise<AuthorizedTable[]> {
  const all = await Promise.all(
    viewer.account.catalog.tables(database).map((entry) => AuthorizedTable.of(viewer, entry)),
  );
  return all.filter(({ visible }) => visible);
}

/**
 * A table by its name, as the caller may see it.
 * @param absent the error for who may know that it is not there; reading says `Entity Not Found`
 * @throws AwsError AccessDeniedException, EntityNotFoundException `Entity Not Found`
 */
export async function visibleTable(
  viewer: Viewer,
  database: string,
  name: string,
  absent: () => AwsError = () => new AwsError('EntityNotFoundException', 'Entity Not Found'),
): Promise<AuthorizedTable> {
  const { catalog } = viewer.account;
  if (!catalog.database(database)) visibleDatabase(viewer, database);
  const entry = catalog.table(database, name);
  const table = entry && (await AuthorizedTable.of(viewer, entry));
  if (table?.visible) return table;
  if (!entry && mayKnowAbsence(viewer, database)) throw absent();
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
export async function requireOnTable(
  viewer: Viewer,
  database: string,
  name: string,
  permission: Permission,
): Promise<AuthorizedTable> {
  const table = await visibleTable(viewer, database, name, () => tableNotFound(name));
  requirePermission(table, permission);
  return table;
}

/** @throws AwsError AccessDeniedException `… Required Drop on <table>` */
export function requirePermission(table: AuthorizedTable, permission: Permission): void {
  if (!table.may(permission)) throw insufficientPermission(permission, table.name);
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

/**
 * A place that is (in) the location of another governed table, or has one below it, is for those only who may SELECT all of
 * that table: else one could read by a table of one's own what is hidden in the other, or lay claim to its files.
 *
 * @param own the table that is to point there
 * @throws AwsError AccessDeniedException; it names the other table only to who may see it
 */
export function requireUnclaimed(
  { account, principal }: Viewer,
  address: string | undefined,
  own: TableName,
): void {
  if (!address) return;
  const { lakeFormation, catalog } = account;
  const [claim] = [
    ...lakeFormation.claimedBy(principal.grantee, address, own),
    ...lakeFormation.claimedBelow(principal.grantee, address, own),
  ];
  if (!claim) return;
  const entry = catalog.table(claim.database, claim.table);
  const visible = entry && lakeFormation.tableAccess(principal.grantee, entry).visible;
  throw visible
    ? insufficientPermission('SELECT', claim.table)
    : new AwsError('AccessDeniedException', `Insufficient Lake Formation permission(s) on ${address}`);
}
