import type { DataLakePrincipal, Permission } from '@aws-sdk/client-lakeformation';
import type { Catalog, CatalogTable } from '../glue/catalog';
import type { Store } from '../store/store';
import { forgetFieldIds } from './fieldIds';
import { ALL_COLUMNS, type ColumnGrant, type Grant, isColumnGrant, namedColumns, openGrants } from './grants';
import { type Claim, openLocationClaims } from './locationClaims';
import { DATABASE_PERMISSIONS, TABLE_PERMISSIONS } from './permissions';
import { IAM_ALLOWED_PRINCIPALS, principalsOf } from './principal';
import { covers as coversAddress, openRegistrations } from './registration';
import { openSettings } from './settings';

/** What one principal may do with one table, after the union of all its grants. */
export interface TableAccess {
  /** Permissions on the table as a whole (SELECT is here only where it covers every column and row). */
  permissions: ReadonlySet<Permission>;
  /** True when the principal may SELECT something: the whole table, or some of its columns. */
  selectsSome: boolean;
  /** True when the principal has any permission on the table, so that its metadata (trimmed where SELECT is partial) is shown. */
  visible: boolean;
  /** Row filter of data cells filters; undefined: all rows. (A later issue fills it.) */
  rowFilter?: string;
  /**
   * May the principal SELECT a column? Its name (in any case) and, where the table has ids, its id must both be covered.
   */
  selects(column: { name: string; id?: number }): boolean;
  /** The grants on some columns only that this was decided by. */
  columnGrants: readonly ColumnGrant[];
}

/** A table that stands between a caller and a file. */
export interface TableName {
  database: string;
  table: string;
}

/**
 * Lake Formation's decisions, made from settings, grants and resources in the account's store. IAM_ALLOWED_PRINCIPALS
 * on an object means that Lake Formation leaves the decision to IAM alone (full access here).
 */
export interface LakeFormation {
  isAdmin(grantee: string): boolean;
  tableAccess(grantee: string, table: CatalogTable): TableAccess;
  /** Database permissions of the principal; `visible` also when it may see any table in it. */
  databaseAccess(
    grantee: string,
    database: string,
  ): { permissions: ReadonlySet<Permission>; visible: boolean };
  /** May the principal create a database? (admin, or a CREATE_DATABASE grant on the catalog, or open defaults) */
  mayCreateDatabase(grantee: string): boolean;
  /** The registered resource (an S3 ARN) whose prefix covers the address, if any. */
  registeredLocation(s3Uri: string): string | undefined;
  /** DATA_LOCATION_ACCESS on the registered resource that covers the address (true where none covers it). */
  mayUseLocation(grantee: string, s3Uri: string): boolean;
  /**
   * Tables in whose governed locations an address lies and of which the principal may not SELECT everything; so no other
   * table may lend it what lies there.
   * @param own the table that it is asked for
   */
  claimedBy(grantee: string, s3Uri: string, own: TableName): TableName[];
  /** The same of governed tables whose locations lie below an address. */
  claimedBelow(grantee: string, s3Uri: string, own: TableName): TableName[];
  /** Records the creator's implicit permissions (ALL with grant option) on a new table or database. */
  created(grantee: string, resource: { database: string; table?: string }): void;
}

/** Opens Lake Formation over the account's store and catalog. */
export function openLakeFormation(store: Store, catalog: Catalog): LakeFormation {
  const settings = openSettings(store);
  const grants = openGrants(store);
  const registrations = openRegistrations(store);

  const isAdmin = (grantee: string) => names(settings.get().DataLakeAdmins, grantee);
  const describesAll = (grantee: string) => isAdmin(grantee) || names(settings.get().ReadOnlyAdmins, grantee);
  const groupsOf = (grantee: string) => [...principalsOf(grantee), IAM_ALLOWED_PRINCIPALS];
  const grantsFor = (grantee: string): Grant[] =>
    groupsOf(grantee).flatMap((principal) => grants.list(principal));

  const tableAccess = (grantee: string, table: CatalogTable): TableAccess => {
    const access = unionOf(
      groupsOf(grantee).flatMap((principal) => grants.onTable(principal, table.DatabaseName, table.Name)),
    );
    return describesAll(grantee)
      ? { ...access, permissions: new Set([...access.permissions, 'DESCRIBE']), visible: true }
      : access;
  };

  const claims = openLocationClaims(catalog);
  /** Of the tables that claim folders, those that are governed there and of which the principal does not see all. */
  const refusing = (grantee: string, claimed: Claim[], own: TableName): TableName[] =>
    claimed.flatMap(({ folder, tables }) => {
      const others = tables.filter(({ database, table }) => database !== own.database || table !== own.table);
      if (others.length === 0 || registrations.covering(folder) === undefined) return [];
      return others.filter(({ database, table }) => {
        const entry = catalog.table(database, table);
        const access = entry && tableAccess(grantee, entry);
        return access && (!access.permissions.has('SELECT') || access.rowFilter !== undefined);
      });
    });

  const lakeFormation: LakeFormation = {
    isAdmin,
    tableAccess,
    claimedBy: (grantee, s3Uri, own) =>
      // Where no registration covers the address, none covers a folder above it.
      registrations.covering(s3Uri) === undefined ? [] : refusing(grantee, claims.enclosing(s3Uri), own),
    claimedBelow: (grantee, s3Uri, own) => refusing(grantee, claims.below(s3Uri), own),

    databaseAccess: (grantee, database) => {
      const permissions = new Set<Permission>();
      let seesTable = false;
      for (const { resource, permissions: held } of grantsFor(grantee)) {
        if (!('database' in resource) || resource.database !== database) continue;
        if (resource.kind === 'database')
          for (const permission of expanded(held, DATABASE_PERMISSIONS)) permissions.add(permission);
        else
          seesTable ||= resource.table === undefined || catalog.table(database, resource.table) !== undefined;
      }
      if (describesAll(grantee)) permissions.add('DESCRIBE');
      return { permissions, visible: permissions.size > 0 || seesTable };
    },

    mayCreateDatabase: (grantee) =>
      isAdmin(grantee) ||
      (settings.get().CreateDatabaseDefaultPermissions ?? []).some(({ Principal }) => opens(Principal)) ||
      grantsFor(grantee).some(
        ({ resource, permissions }) => resource.kind === 'catalog' && permissions.includes('CREATE_DATABASE'),
      ),

    registeredLocation: (s3Uri) => registrations.covering(s3Uri)?.ResourceArn,

    mayUseLocation: (grantee, s3Uri) =>
      registrations.covering(s3Uri) === undefined ||
      isAdmin(grantee) ||
      grantsFor(grantee).some(
        ({ resource }) => resource.kind === 'location' && coversAddress(resource.arn, s3Uri),
      ),

    created: (grantee, { database, table }) =>
      store.transaction(() => {
        if (table !== undefined) forgetFieldIds(store, database, table);
        const { CreateDatabaseDefaultPermissions, CreateTableDefaultPermissions } = settings.get();
        const fallback =
          table === undefined ? CreateDatabaseDefaultPermissions : CreateTableDefaultPermissions;
        const own =
          table === undefined ? undefined : catalog.database(database)?.CreateTableDefaultPermissions;
        const kind =
          table === undefined
            ? ({ kind: 'database', database } as const)
            : ({ kind: 'table', database, table } as const);
        for (const { Principal, Permissions = [] } of own ?? fallback ?? [])
          grants.add({
            principal: Principal?.DataLakePrincipalIdentifier ?? IAM_ALLOWED_PRINCIPALS,
            resource: kind,
            permissions: Permissions as Permission[],
            grantable: [],
          });
        const all = (table === undefined ? DATABASE_PERMISSIONS : TABLE_PERMISSIONS).filter(
          (permission) => permission !== 'SELECT',
        );
        grants.add({ principal: grantee, resource: kind, permissions: all, grantable: all });
        if (table !== undefined)
          grants.add({
            principal: grantee,
            resource: { kind: 'columns', database, table, columns: ALL_COLUMNS },
            permissions: ['SELECT'],
            grantable: ['SELECT'],
          });
      }),
  };
  return lakeFormation;
}

/** Lower-case names of all columns of a table, partition keys too. */
export const columnNames = (table: CatalogTable): string[] =>
  [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])].map((column) =>
    column.Name!.toLowerCase(),
  );

/** ALL stands for every permission there is on a resource of its kind. */
const expanded = (held: readonly Permission[], vocabulary: readonly Permission[]): readonly Permission[] =>
  held.includes('ALL') ? vocabulary : held;

function unionOf(held: Grant[]): TableAccess {
  const permissions = new Set<Permission>();
  const columnGrants: ColumnGrant[] = [];
  for (const grant of held) {
    const { resource, permissions: granted } = grant;
    if (isColumnGrant(grant)) columnGrants.push(grant);
    else if (resource.kind === 'columns') permissions.add('SELECT');
    else for (const permission of expanded(granted, TABLE_PERMISSIONS)) permissions.add(permission);
  }
  const lists = columnGrants.map(({ resource }) => resource);
  if (coverEverything(lists)) permissions.add('SELECT');
  return {
    permissions,
    columnGrants,
    selectsSome: permissions.has('SELECT') || lists.length > 0,
    visible: held.length > 0,
    selects: (column) => permissions.has('SELECT') || lists.some((list) => covers(list, column)),
  };
}

type GrantedColumns = ColumnGrant['resource'];

/** Does a list cover a column, by its name and by its id? Where ids are not known, names decide alone. */
function covers({ columns, fieldIds = {} }: GrantedColumns, column: { name: string; id?: number }): boolean {
  const name = column.name.toLowerCase();
  if ('exclude' in columns)
    return (
      !columns.exclude.includes(name) &&
      (column.id === undefined || !Object.values(fieldIds).flat().includes(column.id))
    );
  const ids = Object.hasOwn(fieldIds, name) ? fieldIds[name] : undefined;
  return columns.include.includes(name) && (column.id === undefined || !ids || ids.includes(column.id));
}

/**
 * Do the lists cover every column that the table has or will have? The catalog's columns are not asked: a client may
 * have committed Iceberg columns that the catalog does not list.
 */
function coverEverything(lists: GrantedColumns[]): boolean {
  const [first, ...others] = lists.filter(({ columns }) => 'exclude' in columns);
  if (!first) return false;
  const rest = [...others, ...lists.filter(({ columns }) => 'include' in columns)];
  return namedColumns(first.columns).every((name) => {
    const ids = first.fieldIds?.[name];
    const columns = ids ? ids.map((id) => ({ name, id })) : [{ name }];
    return columns.every((column) => rest.some((list) => covers(list, column)));
  });
}

const names = (principals: DataLakePrincipal[] | undefined, grantee: string): boolean =>
  (principals ?? []).some(({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier === grantee);

const opens = (principal: DataLakePrincipal | undefined): boolean =>
  principal?.DataLakePrincipalIdentifier === IAM_ALLOWED_PRINCIPALS;
