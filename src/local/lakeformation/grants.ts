import { createHash } from 'node:crypto';
import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Store } from '../store/store';

/** Columns of a table that a SELECT covers. An exclude list covers columns that are added later, an include list does not. */
export type ColumnList = { include: string[] } | { exclude: string[] };

/**
 * Iceberg field ids that the names of a list had while the grant was in force, by name: so that a grant follows a column
 * that is renamed. An included name has the one id that it was granted for; an excluded name all that ever bore it.
 */
export type FieldIds = Record<string, number[]>;

/** What one grant is about. Names are lower case; a `table` that is absent stands for all tables of the database. */
export type GrantedResource =
  | { kind: 'catalog' }
  | { kind: 'database'; database: string }
  /** Every table permission but SELECT. */
  | { kind: 'table'; database: string; table?: string }
  /** SELECT, by columns: a SELECT on a whole table is one that excludes nothing. */
  | { kind: 'columns'; database: string; table?: string; columns: ColumnList; fieldIds?: FieldIds }
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

/** SELECT on some columns of one table. */
export type ColumnGrant = Grant & { resource: Extract<GrantedResource, { kind: 'columns' }> };

/** The grants of an account, durable. They go by names: a table that is dropped and made again has its old grants. */
export interface Grants {
  /** Of one principal, or of all. */
  list(principal?: string): Grant[];
  /** Of one principal, on one table: those on all tables of its database too. */
  onTable(principal: string, database: string, table: string): Grant[];
  /** Of everybody, on some columns of one table. */
  onColumnsOf(database: string, table: string): ColumnGrant[];
  /** Writes down the ids of columns of a grant that is held. */
  keepFieldIds(grant: ColumnGrant, fieldIds: FieldIds): void;
  /** Adds to what is held there; nothing is taken away. */
  add(grant: Grant): void;
  /** Removes a grant that `list` gave. */
  remove(grant: Grant): void;
}

/** SELECT on every column, also on those that come later. */
export const ALL_COLUMNS: ColumnList = { exclude: [] };

export const isAllColumns = (columns: ColumnList): boolean =>
  'exclude' in columns && columns.exclude.length === 0;

/** Is it a SELECT on some columns only? */
export const isColumnGrant = (grant: Grant): grant is ColumnGrant =>
  grant.resource.kind === 'columns' && !isAllColumns(grant.resource.columns);

export const namedColumns = (columns: ColumnList): string[] =>
  'include' in columns ? columns.include : columns.exclude;

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
    onColumnsOf: (database, name) =>
      table
        .list()
        .map(({ value }) => value)
        .filter(isColumnGrant)
        .filter(({ resource }) => resource.database === database && resource.table === name),
    keepFieldIds: (grant, fieldIds) =>
      store.transaction(() => {
        const held = table.get(keyOf(grant));
        if (held && isColumnGrant(held))
          table.put(keyOf(grant), normal({ ...held, resource: { ...held.resource, fieldIds } }));
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

function withSortedColumns(resource: GrantedResource): GrantedResource {
  if (resource.kind !== 'columns') return resource;
  const { columns, fieldIds = {}, ...table } = resource;
  const names = new Set(namedColumns(columns));
  const known = Object.entries(fieldIds).filter(([name]) => names.has(name));
  return {
    ...table,
    columns:
      'include' in columns ? { include: sorted(columns.include) } : { exclude: sorted(columns.exclude) },
    ...(known.length > 0 ? { fieldIds: Object.fromEntries(known) } : {}),
  };
}

function union(held: Grant, grant: Grant): Grant {
  return {
    ...normal(grant),
    resource: withSortedColumns(joined(held.resource, grant.resource)),
    permissions: sorted(held.permissions, grant.permissions),
    grantable: sorted(held.grantable, grant.grantable),
  };
}

/** Two grants under one key: the same resource, but for what an include list holds and for which ids are known. */
function joined(held: GrantedResource, next: GrantedResource): GrantedResource {
  if (held.kind !== 'columns' || next.kind !== 'columns') return held;
  if ('include' in held.columns && 'include' in next.columns)
    return {
      ...held,
      columns: { include: [...held.columns.include, ...next.columns.include] },
      // A name that is granted anew stands for the column that has it now.
      fieldIds: { ...held.fieldIds, ...next.fieldIds },
    };
  return { ...held, fieldIds: withIds(held.fieldIds, next.fieldIds) };
}

/** All ids of both, name by name. */
export function withIds(known: FieldIds = {}, more: FieldIds = {}): FieldIds {
  const all = { ...known };
  for (const [name, ids] of Object.entries(more)) all[name] = [...new Set([...(all[name] ?? []), ...ids])];
  return all;
}
