/**
 * Hive's part of Athena (SHOW, DESCRIBE, and DDL of databases and tables): names, the catalog with the caller's rights,
 * and failures in Hive's words.
 */
import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Name } from '../../../sql/syntax/ast/node';
import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import type { CatalogDatabase } from '../../glue/catalog';
import { requireOnDatabase, requireOnTable, visibleDatabase, visibleTable } from '../../glue/visibility';
import { catalogErrorText } from '../api/requestError';
import { authorizeGlue } from '../execution/catalogView';
import {
  databaseNotFoundInHive,
  ddlTaskFailed,
  type QueryFailure,
  tableNotFoundInHive,
} from '../execution/failure';
import type { Answer, Run } from '../execution/run';
import { stringColumn } from '../results/columnInfo';

/** Database and table of a name in a Hive-side statement; a catalog before them is dropped. Both are lower case. */
export function hiveName(name: Name, database: string | undefined): { database: string; table: string } {
  const parts = name.parts.map((part) => part.name.toLowerCase());
  return { database: parts.at(-2) ?? database?.toLowerCase() ?? 'default', table: parts.at(-1)! };
}

/** The database that a Hive-side statement is about: named, or the query's own. */
export const hiveDatabase = (named: { name: string } | undefined, run: Run): string =>
  (named?.name ?? run.execution.database ?? 'default').toLowerCase();

/** What the catalog refused, as Hive tells it. */
function metaException(error: AwsError, run: Run): QueryFailure {
  return ddlTaskFailed(
    `MetaException(message:${catalogErrorText(error.message, error.code, run.call.requestId)})`,
    error.message,
  );
}

/**
 * Asks IAM for a Glue action, then the catalog by `look`.
 * @throws QueryFailure in Hive's words; `missing` says what it is when the catalog has no such thing
 */
export async function withHiveErrors<T>(
  run: Run,
  action: string,
  names: { database?: string; table?: string },
  look: () => T | Promise<T>,
  missing?: QueryFailure,
): Promise<T> {
  try {
    await authorizeGlue(run.call, action, names.database, names.table);
    return await look();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'EntityNotFoundException' && missing) throw missing;
    throw metaException(error, run);
  }
}

/** A table, as the caller may see it. @throws QueryFailure */
export async function hiveTable(run: Run, name: Name): Promise<AuthorizedTable> {
  const { database, table } = hiveName(name, run.execution.database);
  return withHiveErrors(
    run,
    'GetTable',
    { database, table },
    () => visibleTable(run.call, database, table),
    tableNotFoundInHive(database, table),
  );
}

/** A table on which the caller has a Lake Formation permission. @throws QueryFailure; `missing` for one that is not there */
export async function hiveTableFor(
  run: Run,
  name: Name,
  action: string,
  permission: Permission,
  missing?: QueryFailure,
): Promise<AuthorizedTable> {
  const { database, table } = hiveName(name, run.execution.database);
  return withHiveErrors(
    run,
    action,
    { database, table },
    () => requireOnTable(run.call, database, table, permission),
    missing ?? tableNotFoundInHive(database, table),
  );
}

/** A database that the caller may see. @throws QueryFailure */
export async function hiveDatabaseSeen(run: Run, name: string): Promise<CatalogDatabase> {
  return withHiveErrors(
    run,
    'GetDatabase',
    { database: name },
    () => visibleDatabase(run.call, name),
    databaseNotFoundInHive(name),
  );
}

/** A database on which the caller has a Lake Formation permission. @throws QueryFailure */
export async function hiveDatabaseFor(
  run: Run,
  name: string,
  action: string,
  permission: Permission,
  { table, missing }: { table?: string; missing?: QueryFailure } = {},
): Promise<CatalogDatabase> {
  return withHiveErrors(
    run,
    action,
    { database: name, table },
    () => requireOnDatabase(run.call, name, permission),
    missing ?? databaseNotFoundInHive(name),
  );
}

/**
 * Of `IF EXISTS`: what the work gives, or undefined when it ends because the thing is missing. Rights come first all the same: who may not
 * know whether there is such a thing is refused either way.
 */
export async function unlessMissing<T>(
  ifExists: boolean,
  isMissing: (error: unknown) => boolean,
  work: Promise<T>,
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (ifExists && isMissing(error)) return undefined;
    throw error;
  }
}

/** Lines of a Hive-side statement: one value each, in one column. */
export const lines = (columns: string[], values: string[], updateCount: number | null = 0): Answer => ({
  kind: 'lines',
  columns: columns.map(stringColumn),
  lines: values,
  updateCount,
});
