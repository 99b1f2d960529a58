import { createHash } from 'node:crypto';
import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Store } from '../store/store';

/** Columns of a table that a SELECT covers. An exclude list covers columns that are added later, an include list does not. */
export type ColumnList = { include: string[] } | { exclude: string[] };

/** What one grant is about. Names are lower case; a `table` that is absent stands for all tables of the database. */
export type GrantedResource =
  | { kind: 'catalog' }
  | { kind: 'database'; database: string }
  /** Every table permission but SELECT. */
  | { kind: 'table'; database: string; table?: string }
  /** SELECT, by columns: a SELECT on a whole table is one that excludes nothing. */
  | { kind: 'columns'; database: string; table?: string; columns: ColumnList }
  | { kind: 'location'; arn: string };

/** What one principal holds on one resource. `grantable` is a subset of `permissions`. */
export interface Grant {
  principal: string;
  resource: GrantedResource;
  permissions: Permission[];
  grantable: Permission[];
  updated?: Date;
  updatedBy?: string;
}

/** The grants of an account, durable. They go by names: a table that is dropped and made again has its old grants. */
export interface Grants {
  /** Of one principal, or of all. */
  list(principal?: string): Grant[];
  /** Of one principal, on one table: those on all tables of its database too. */
  onTable(principal: string, database: string, table: string): Grant[];
  /** Adds to what is held there; nothing is taken away. */
  add(grant: Grant): void;
  /** Removes a grant that `list` gave. */
  remove(grant: Grant): void;
}

/** SELECT on every column, also on those that come later. */
export const ALL_COLUMNS: ColumnList = { exclude: [] };

export const isAllColumns = (columns: ColumnList): boolean =>
  'exclude' in columns && columns.exclude.length === 0;

/** Opens the grants in the account's store. */
export function openGrants(store: Store): Grants {
  const table = store.table<Grant>('lakeformation.grants');
  const keyOf = (grant: Grant) =>
    `${grant.principal}\n${resourceKey(grant.resource, grant.grantable.length > 0)}`;
  return {
    list: (principal) =>
      table.list(principal === undefined ? '' : `${principal}\n`).map(({ value }) => value),
    onTable: (principal, database, name) =>
      [name, ''].flatMap((part) => {
        const simple = table.get(`${principal}\ntable\n${database}\n${part}`);
        const columns = table.list(`${principal}\ncolumns\n${database}\n${part}\n`).map(({ value }) => value);
        return simple ? [simple, ...columns] : columns;
      }),
    add: (grant) =>
      store.transaction(() => {
        const held = table.get(keyOf(grant));
        table.put(keyOf(grant), held ? union(held, grant) : normal(grant));
      }),
    remove: (grant) => void table.remove(keyOf(grant)),
  };
}

/**
 * The key of a grant after its principal; `onTable` counts on its form.
 *
 * Include lists with and without the grant option are kept apart, so that a union of two lists never makes a column
 * grantable that was granted without that option.
 */
function resourceKey(resource: GrantedResource, grantable: boolean): string {
  switch (resource.kind) {
    case 'catalog':
      return 'catalog';
    case 'database':
      return `database\n${resource.database}`;
    case 'table':
      return `table\n${resource.database}\n${resource.table ?? ''}`;
    case 'location':
      return `location\n${resource.arn}`;
    case 'columns': {
      const table = `columns\n${resource.database}\n${resource.table ?? ''}`;
      if ('include' in resource.columns) return `${table}\ninclude${grantable ? ' with grant option' : ''}`;
      const excluded = JSON.stringify([...resource.columns.exclude].sort());
      return `${table}\nexclude ${createHash('sha256').update(excluded).digest('hex')}`;
    }
  }
}

const sorted = <T extends string>(...lists: T[][]): T[] => [...new Set(lists.flat())].sort();

const normal = (grant: Grant): Grant => ({
  ...grant,
  resource: withSortedColumns(grant.resource),
  permissions: sorted(grant.permissions),
  grantable: sorted(grant.grantable),
});

function withSortedColumns(resource: GrantedResource, more: string[] = []): GrantedResource {
  if (resource.kind !== 'columns') return resource;
  const { columns } = resource;
  return {
    ...resource,
    columns:
      'include' in columns
        ? { include: sorted(columns.include, more) }
        : { exclude: sorted(columns.exclude) },
  };
}

function union(held: Grant, grant: Grant): Grant {
  const { resource } = held;
  const added =
    grant.resource.kind === 'columns' && 'include' in grant.resource.columns
      ? grant.resource.columns.include
      : [];
  return {
    ...normal(grant),
    resource: withSortedColumns(resource, added),
    permissions: sorted(held.permissions, grant.permissions),
    grantable: sorted(held.grantable, grant.grantable),
  };
}
