import { type Position, SqlError } from '../../../sql/errors';
import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { visibleDatabase, visibleTable } from '../../glue/visibility';
import { CATALOG } from '../../planner/relationKey';
import { authorizeGlue } from './catalogView';
import { insufficientPermissions } from './failure';
import type { Run } from './run';

/**
 * A table that a statement of the engine names, as the caller may see it.
 * @param name as the statement says
 * @param entry the entry's own name, where that is another
 * @throws SqlError when it is not there, QueryFailure when the caller may not know of it
 */
export async function lookUpTable(
  database: string,
  name: string,
  run: Run,
  entry = name,
): Promise<AuthorizedTable> {
  const { call } = run;
  try {
    await authorizeGlue(call, 'GetDatabase', database);
    await authorizeGlue(call, 'GetTable', database, entry);
  } catch (error) {
    if (error instanceof AwsError) throw insufficientPermissions(error.message, 'iam');
    throw error;
  }
  try {
    visibleDatabase(call, database);
  } catch (error) {
    throw refused(error, () => new SqlError('SCHEMA_NOT_FOUND', `Schema '${database}' does not exist`));
  }
  try {
    return await visibleTable(call, database, entry);
  } catch (error) {
    throw refused(error, () => tableNotFound(database, name));
  }
}

function refused(error: unknown, missing: () => Error): unknown {
  if (!(error instanceof AwsError)) return error;
  return error.code === 'EntityNotFoundException' ? missing() : insufficientPermissions(error.message);
}

export const tableNotFound = (database: string, name: string): SqlError =>
  new SqlError('TABLE_NOT_FOUND', `Table '${CATALOG}.${database}.${name}' does not exist`);

/** An error that was found beforehand, told at the place where the statement names the relation. */
export const placed = (error: unknown, position: Position): unknown =>
  error instanceof SqlError && !error.position ? new SqlError(error.errorName, error.text, position) : error;
