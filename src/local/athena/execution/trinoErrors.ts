/** The engine's part of Athena (DML, views, CTAS): names, the catalog with the caller's rights, failures in its words. */

import { type Position, SqlError } from '../../../sql/errors';
import type { Name } from '../../../sql/syntax/ast/node';
import { AwsError } from '../../errors';
import { authorizeGlue } from './catalogView';
import { insufficientPermissions } from './failure';
import type { Run } from './run';

/** Database and table of a name. Both are lower case. @throws SqlError CATALOG_NOT_FOUND */
export function engineName(name: Name, database: string | undefined): { database: string; table: string } {
  const parts = name.parts.map((part) => part.name.toLowerCase());
  const catalog = parts.at(-3);
  if (catalog !== undefined && catalog !== 'awsdatacatalog') {
    throw new SqlError('CATALOG_NOT_FOUND', `Catalog '${catalog}' does not exist`, name.at);
  }
  return { database: parts.at(-2) ?? database?.toLowerCase() ?? 'default', table: parts.at(-1)! };
}

/**
 * Asks IAM for a Glue action, then the catalog by `look`.
 * @throws QueryFailure for missing rights, SqlError for a missing database; `missing` for a missing table
 */
export async function withTrinoErrors<T>(
  run: Run,
  action: string,
  names: { database: string; table: string },
  at: Position,
  look: () => T | Promise<T>,
  missing?: SqlError,
): Promise<T> {
  try {
    await authorizeGlue(run.call, action, names.database, names.table);
  } catch (error) {
    if (error instanceof AwsError) throw insufficientPermissions(error.message, 'iam');
    throw error;
  }
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code !== 'EntityNotFoundException') throw insufficientPermissions(error.message);
    if (!run.call.account.catalog.database(names.database)) {
      throw new SqlError('SCHEMA_NOT_FOUND', `Schema '${names.database}' does not exist`, at);
    }
    throw (
      missing ??
      new SqlError(
        'TABLE_NOT_FOUND',
        `Table 'awsdatacatalog.${names.database}.${names.table}' does not exist`,
        at,
      )
    );
  }
}
