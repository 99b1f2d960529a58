import type { PrincipalResourcePermissions } from '@aws-sdk/client-lakeformation';

/** Columns that a SELECT covers: those named, or all but those named. */
export type ColumnList = { include: string[] } | { exclude: string[] };

/** One grant of Lake Formation on a table, or on all tables of a database. Names are lower case. */
export interface Grant {
  principal: string;
  database: string;
  /** Absent: all tables of the database. */
  table?: string;
  permissions: string[];
  /** Only of a SELECT by columns. */
  columns?: ColumnList;
}

/** The virtual group of all whom IAM lets in: what it holds, Lake Formation leaves to IAM alone. */
export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

/** A grant as ListPermissions shows it; undefined when it is on no table (a database, a location, a tag, …). */
export function grantOf({
  Principal,
  Resource,
  Permissions = [],
}: PrincipalResourcePermissions): Grant | undefined {
  const { Table, TableWithColumns } = Resource ?? {};
  const on = Table ?? TableWithColumns;
  if (!on) return undefined;
  const fold = (names: string[] = []) => names.map((name) => name.toLowerCase());
  // A wildcard is read back with this name.
  const all = on.Name === undefined || on.Name === 'ALL_TABLES' || Table?.TableWildcard !== undefined;
  return {
    principal: Principal?.DataLakePrincipalIdentifier ?? '',
    database: (on.DatabaseName ?? '').toLowerCase(),
    ...(all ? {} : { table: on.Name!.toLowerCase() }),
    permissions: Permissions,
    ...(TableWithColumns
      ? {
          columns: TableWithColumns.ColumnNames?.length
            ? { include: fold(TableWithColumns.ColumnNames) }
            : { exclude: fold(TableWithColumns.ColumnWildcard?.ExcludedColumnNames) },
        }
      : {}),
  };
}

/** Kinds of grants that may open a table and whose reach is not worked out here. */
const UNREAD = { LFTagPolicy: 'by LF-Tags', DataCellsFilter: 'by a data cells filter' } as const;

/** `by LF-Tags`, when a grant is of a kind that is not followed. */
export function unreadGrant({ Resource }: PrincipalResourcePermissions): string | undefined {
  const kind = (Object.keys(UNREAD) as (keyof typeof UNREAD)[]).find((name) => Resource?.[name]);
  return kind && UNREAD[kind];
}

/** `SELECT on lakehouse.customers without ssn`; whose it is when it is not the role's own. */
export function grantInWords(grant: Grant, role: string): string {
  const { principal, database, table, permissions, columns } = grant;
  const what = `${permissions.join(', ')} on ${database}.${table ?? '*'}`;
  const owner = principal === role ? '' : `${principal}: `;
  if (!columns) return owner + what;
  if ('include' in columns) return `${owner}${what}, only ${columns.include.join(', ')}`;
  return `${owner}${what}${columns.exclude.length > 0 ? ` without ${columns.exclude.join(', ')}` : ''}`;
}
