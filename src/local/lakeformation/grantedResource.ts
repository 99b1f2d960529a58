import type { Permission, Resource } from '@aws-sdk/client-lakeformation';
import type { Call } from '../call';
import { AwsError } from '../errors';
import { foldName } from '../glue/catalog';
import { Constraints } from '../glue/constraints';
import { ALL_COLUMNS, type ColumnList, type GrantedResource, isAllColumns, namedColumns } from './grants';
import { columnNames } from './lakeFormation';
import {
  CATALOG_PERMISSIONS,
  DATABASE_PERMISSIONS,
  LOCATION_PERMISSIONS,
  PERMISSIONS,
  TABLE_PERMISSIONS,
} from './permissions';

/** The API's name of "all tables" where a wildcard is read back. */
const ALL_TABLES = 'ALL_TABLES';

export const modificationInvalid = (): AwsError =>
  new AwsError('InvalidInputException', 'Permissions modification is invalid.');

/**
 * Reads the one-of that names a resource.
 * @throws AwsError InvalidInputException when none, more than one, or an incomplete one is given
 */
export function readResource(resource: Resource | undefined): GrantedResource {
  const members = Object.entries(resource ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (members.length !== 1)
    throw new AwsError('InvalidInputException', 'Resource must have one and only one field populated.');
  const { Catalog, Database, Table, TableWithColumns, DataLocation } = resource!;
  if (Catalog) return { kind: 'catalog' };
  if (Database) {
    new Constraints().text('resource.database.name', Database.Name).check();
    return { kind: 'database', database: foldName(Database.Name!) };
  }
  if (Table) {
    new Constraints()
      .text('resource.table.databaseName', Table.DatabaseName)
      .optionalText('resource.table.name', Table.Name)
      .check();
    const wildcard = Table.TableWildcard !== undefined && Table.TableWildcard !== null;
    if (Table.Name === undefined && !wildcard)
      throw new AwsError('InvalidInputException', 'Table name and table wildcard cannot both be empty.');
    if (Table.Name !== undefined && wildcard && Table.Name !== ALL_TABLES)
      throw new AwsError('InvalidInputException', 'Table name and table wildcard cannot both be present.');
    return {
      kind: 'table',
      database: foldName(Table.DatabaseName!),
      ...(wildcard ? {} : { table: foldName(Table.Name!) }),
    };
  }
  if (TableWithColumns) {
    new Constraints()
      .text('resource.tableWithColumns.databaseName', TableWithColumns.DatabaseName)
      .text('resource.tableWithColumns.name', TableWithColumns.Name)
      .check();
    return {
      kind: 'columns',
      database: foldName(TableWithColumns.DatabaseName!),
      table: foldName(TableWithColumns.Name!),
      columns: readColumns(TableWithColumns),
    };
  }
  if (DataLocation) {
    new Constraints()
      .text('resource.dataLocation.resourceArn', DataLocation.ResourceArn, { max: 2048 })
      .check();
    return { kind: 'location', arn: DataLocation.ResourceArn! };
  }
  throw new AwsError('InvalidInputException', `Resource of type ${members[0]![0]} is not supported.`);
}

function readColumns({ ColumnNames, ColumnWildcard }: NonNullable<Resource['TableWithColumns']>): ColumnList {
  new Constraints()
    .optionalList('resource.tableWithColumns.columnNames', ColumnNames)
    .optionalList(
      'resource.tableWithColumns.columnWildcard.excludedColumnNames',
      ColumnWildcard?.ExcludedColumnNames,
    )
    .check();
  const fold = (list: string[]) => [...new Set(list.map((name) => String(name).toLowerCase()))];
  if (ColumnNames?.length && ColumnWildcard)
    throw new AwsError('InvalidInputException', 'Column names and column wildcard cannot both be present.');
  if (ColumnNames?.length) return { include: fold(ColumnNames) };
  if (ColumnWildcard) return { exclude: fold(ColumnWildcard.ExcludedColumnNames ?? []) };
  throw new AwsError('InvalidInputException', 'Column names and column wildcard cannot both be empty.');
}

/** The resource in the shape in which ListPermissions shows it. */
export function shownResource(resource: GrantedResource, catalogId: string): Resource {
  switch (resource.kind) {
    case 'catalog':
      return { Catalog: {} };
    case 'database':
      return { Database: { CatalogId: catalogId, Name: resource.database } };
    case 'location':
      return { DataLocation: { CatalogId: catalogId, ResourceArn: resource.arn } };
    case 'table':
      return {
        Table: {
          CatalogId: catalogId,
          DatabaseName: resource.database,
          Name: resource.table ?? ALL_TABLES,
          ...(resource.table === undefined ? { TableWildcard: {} } : {}),
        },
      };
    case 'columns': {
      const { columns } = resource;
      return {
        TableWithColumns: {
          CatalogId: catalogId,
          DatabaseName: resource.database,
          Name: resource.table ?? ALL_TABLES,
          ...('include' in columns
            ? { ColumnNames: columns.include }
            : { ColumnWildcard: isAllColumns(columns) ? {} : { ExcludedColumnNames: columns.exclude } }),
        },
      };
    }
  }
}

/** What a principal gets or loses on one resource, as a request says it. */
export interface Change {
  resource: GrantedResource;
  permissions: Permission[];
  grantable: Permission[];
}

/**
 * Checks that the permissions are ones that the resource can have, and parts SELECT on a table (kept by columns) from
 * the table's other permissions.
 *
 * @throws AwsError InvalidInputException `Please grant only valid Lake Formation permissions. …` for unknown words,
 *   `Permissions modification is invalid.` for combinations that do not exist
 */
export function readChange(resource: GrantedResource, permissions: unknown, grantable: unknown): Change[] {
  new Constraints()
    .list('permissions', permissions)
    .optionalList('permissionsWithGrantOption', grantable)
    .check();
  const asked = knownPermissions(permissions as unknown[]);
  const option = knownPermissions((grantable as unknown[] | undefined) ?? []);
  if (asked.length + option.length === 0) throw modificationInvalid();
  const vocabulary = vocabularyOf(resource);
  if (![...asked, ...option].every((permission) => vocabulary.includes(permission)))
    throw modificationInvalid();
  if (resource.kind !== 'table') return [{ resource, permissions: asked, grantable: option }];
  const { database, table } = resource;
  const select = (list: Permission[]) => list.filter((permission) => permission === 'SELECT');
  const others = (list: Permission[]) => list.filter((permission) => permission !== 'SELECT');
  const changes: Change[] = [
    { resource, permissions: others(asked), grantable: others(option) },
    {
      resource: { kind: 'columns', database, table, columns: ALL_COLUMNS },
      permissions: select(asked),
      grantable: select(option),
    },
  ];
  return changes.filter((change) => change.permissions.length + change.grantable.length > 0);
}

function knownPermissions(words: unknown[]): Permission[] {
  const known = new Set<unknown>(PERMISSIONS);
  if (words.some((word) => !known.has(word)))
    throw new AwsError(
      'InvalidInputException',
      `Please grant only valid Lake Formation permissions. [${words.join(', ')}] are not all valid Lake Formation permissions.`,
    );
  return [...new Set(words as Permission[])];
}

function vocabularyOf(resource: GrantedResource): readonly Permission[] {
  switch (resource.kind) {
    case 'catalog':
      return CATALOG_PERMISSIONS;
    case 'database':
      return DATABASE_PERMISSIONS;
    case 'table':
      return TABLE_PERMISSIONS;
    case 'columns':
      return ['SELECT'];
    case 'location':
      return LOCATION_PERMISSIONS;
  }
}

/**
 * Checks that what a grant names is there.
 * @throws AwsError EntityNotFoundException for a database or table, InvalidInputException for a column or a location
 *   that is not registered
 */
export function checkExists(resource: GrantedResource, { account }: Pick<Call, 'account'>): void {
  if (resource.kind === 'location') {
    if (
      account.lakeFormation.registeredLocation(`s3://${resource.arn.replace(/^arn:aws[\w-]*:s3:::/, '')}`) ===
      undefined
    )
      throw new AwsError(
        'InvalidInputException',
        'Please register the S3 path before granting permissions on it.',
      );
    return;
  }
  if (resource.kind === 'catalog') return;
  if (!account.catalog.database(resource.database))
    throw new AwsError('EntityNotFoundException', 'Database not found.');
  if (resource.kind === 'database' || resource.table === undefined) return;
  const table = account.catalog.table(resource.database, resource.table);
  if (!table) throw new AwsError('EntityNotFoundException', 'Table not found.');
  if (
    resource.kind === 'columns' &&
    namedColumns(resource.columns).some((name) => !columnNames(table).includes(name))
  )
    throw nonExistentColumn();
}

export const nonExistentColumn = (): AwsError =>
  new AwsError(
    'InvalidInputException',
    'Permissions modification is invalid. cannot grant/revoke permission on non-existent column.',
  );

/** Are two resources about the same table, database, catalog or location (whatever the columns)? */
export function sameObject(a: GrantedResource, b: GrantedResource): boolean {
  if (isOfTable(a) && isOfTable(b)) return a.database === b.database && a.table === b.table;
  if (a.kind === 'database' && b.kind === 'database') return a.database === b.database;
  if (a.kind === 'location' && b.kind === 'location') return a.arn === b.arn;
  return a.kind === 'catalog' && b.kind === 'catalog';
}

const isOfTable = (
  resource: GrantedResource,
): resource is Extract<GrantedResource, { kind: 'table' | 'columns' }> =>
  resource.kind === 'table' || resource.kind === 'columns';
