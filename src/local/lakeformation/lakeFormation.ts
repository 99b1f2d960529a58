import type { DataLakePrincipal, Permission } from '@aws-sdk/client-lakeformation';
import type { Catalog, CatalogTable } from '../glue/catalog';
import type { Store } from '../store/store';
import { ALL_COLUMNS, type ColumnList, type Grant, openGrants } from './grants';
import { DATABASE_PERMISSIONS, TABLE_PERMISSIONS } from './permissions';
import { IAM_ALLOWED_PRINCIPALS, principalsOf } from './principal';
import { covers, openRegistrations } from './registration';
import { openSettings } from './settings';

/** What one principal may do with one table, after the union of all its grants. */
export interface TableAccess {
  /** Permissions on the table as a whole (SELECT is here only where it covers every column and row). */
  permissions: ReadonlySet<Permission>;
  /** Lower-case names of the columns that the principal may SELECT; all of the table's for a full grant. */
  columns: ReadonlySet<string>;
  /** True when the principal has any permission on the table, so that its metadata (trimmed to `columns` where SELECT is partial) is shown. */
  visible: boolean;
  /** Row filter of data cells filters; undefined: all rows. (A later issue fills it.) */
  rowFilter?: string;
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
      columnNames(table),
    );
    return describesAll(grantee)
      ? { ...access, permissions: new Set([...access.permissions, 'DESCRIBE']), visible: true }
      : access;
  };

  const lakeFormation: LakeFormation = {
    isAdmin,
    tableAccess,

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
      grantsFor(grantee).some(({ resource }) => resource.kind === 'location' && covers(resource.arn, s3Uri)),

    created: (grantee, { database, table }) =>
      store.transaction(() => {
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

/** The columns of a table that a list of a grant covers now. */
function coveredColumns(list: ColumnList, all: string[]): string[] {
  return 'include' in list
    ? all.filter((name) => list.include.includes(name))
    : all.filter((name) => !list.exclude.includes(name));
}

/** ALL stands for every permission there is on a resource of its kind. */
const expanded = (held: readonly Permission[], vocabulary: readonly Permission[]): readonly Permission[] =>
  held.includes('ALL') ? vocabulary : held;

function unionOf(held: Grant[], all: string[]): TableAccess {
  const permissions = new Set<Permission>();
  const lists: ColumnList[] = [];
  for (const { resource, permissions: granted } of held) {
    if (resource.kind === 'columns') lists.push(resource.columns);
    else for (const permission of expanded(granted, TABLE_PERMISSIONS)) permissions.add(permission);
  }
  if (permissions.has('SELECT')) lists.push(ALL_COLUMNS);
  if (coverEverything(lists)) permissions.add('SELECT');
  const columns = new Set(lists.flatMap((list) => coveredColumns(list, all)));
  return { permissions, columns, visible: held.length > 0 };
}

/**
 * Do the lists cover every column that the table has or will have? The catalog's columns are not asked: a client may
 * have committed Iceberg columns that the catalog does not list.
 */
function coverEverything(lists: ColumnList[]): boolean {
  const included = new Set(lists.flatMap((list) => ('include' in list ? list.include : [])));
  const exclusions = lists.flatMap((list) => ('exclude' in list ? [list.exclude] : []));
  const [first, ...others] = exclusions;
  return first?.every((name) => included.has(name) || others.some((list) => !list.includes(name))) ?? false;
}

const names = (principals: DataLakePrincipal[] | undefined, grantee: string): boolean =>
  (principals ?? []).some(({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier === grantee);

const opens = (principal: DataLakePrincipal | undefined): boolean =>
  principal?.DataLakePrincipalIdentifier === IAM_ALLOWED_PRINCIPALS;
