import { SqlError } from '../../../sql/errors';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { storageOfNew } from '../../glue/authorizedTable';
import { requireLocation, requireUnclaimed, visibleDatabase } from '../../glue/visibility';
import { CommitStateUnknown, IcebergError, newTable, type TableMetadata } from '../../iceberg';
import { failure } from '../execution/failure';
import { pendingRemovals } from '../execution/pendingRemovals';
import { type AnalyzedStatement, analyzed, engineSql } from '../execution/plannedQuery';
import type { Run, StatementRunner } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { engineName, withTrinoErrors } from '../execution/trinoErrors';
import { tableOptions } from '../iceberg/createTableOptions';
import { firstRows } from '../iceberg/icebergAppend';
import { registerIcebergTable } from '../iceberg/icebergTable';
import { refuseGovernedDdl } from '../iceberg/refuseGovernedDdl';

type CreateTableAs = Extract<Statement, { type: 'createTableAs' }>;

const UPDATE_TYPE = 'CREATE TABLE AS SELECT';

/**
 * `CREATE TABLE t WITH (table_type = 'ICEBERG', is_external = false, location = '…') AS query`. The table enters the
 * catalog with all of its rows, or not at all.
 */
export const createTableAs: StatementRunner<CreateTableAs> = async (statement, run) => {
  const { account } = run.call;
  const { database, table: name } = engineName(statement.name, run.execution.database);
  const options = tableOptions(statement, run);
  await withTrinoErrors(run, 'CreateTable', { database, table: name }, statement.name.at, () => {
    requireLocation(run.call, options.location, visibleDatabase(run.call, database));
    requireUnclaimed(run.call, options.location, { database, table: name });
  });
  const query = await analyzed(statement, run);
  const exists = () =>
    new SqlError(
      'TABLE_ALREADY_EXISTS',
      `Destination table 'awsdatacatalog.${database}.${name}' already exists`,
      statement.at,
    );
  if (account.catalog.table(database, name)) {
    if (statement.ifNotExists) return { kind: 'count', rows: 0, updateType: UPDATE_TYPE };
    throw exists();
  }
  refuseGovernedDdl(options.location, run);
  const storage = storageOfNew({ database, table: name }, options.location);
  await authorizeFolders('s3:PutObject', [options.location], storage, run);
  await mustBeEmpty(options.location, run);
  const empty = emptyTable(query, options, run);
  const sql = await engineSql(query, run);
  const columns = empty.schemas[0]!.fields.map((field) => field.name);
  const unfinished = pendingRemovals(account).hold(options.location);
  let rows = 0;
  try {
    let metadata = empty;
    if (statement.withData)
      ({ metadata, rows } = await firstRows(
        { sql, files: run.files.keys(), columns },
        empty,
        unfinished,
        run,
      ));
    const location = await registerIcebergTable(
      { database, name, metadata, ifNotExists: true, unfinished },
      run,
    );
    if (location === undefined) throw exists();
  } catch (error) {
    if (!(error instanceof CommitStateUnknown)) await unfinished.undo();
    throw error;
  }
  return { kind: 'count', rows, updateType: UPDATE_TYPE };
};

function emptyTable(
  { typed }: AnalyzedStatement,
  options: ReturnType<typeof tableOptions>,
  run: Run,
): TableMetadata {
  try {
    return newTable({ ...options, columns: typed.query.output, now: run.call.now });
  } catch (error) {
    if (error instanceof IcebergError) throw failure('INVALID_TABLE_PROPERTY', error.message);
    throw error;
  }
}

/** Files of another table in the place of a new one would be taken for its own by everything that cleans up. */
async function mustBeEmpty(location: string, run: Run): Promise<void> {
  const { objects } = run.call.account;
  const { bucket, key } = /^s3:\/\/(?<bucket>[^/]+)\/?(?<key>.*)$/s.exec(location)!.groups as {
    bucket: string;
    key: string;
  };
  if (!objects.bucketExists(bucket)) {
    throw failure('ICEBERG_FILESYSTEM_ERROR', `Cannot create a table on a non-existent bucket: ${location}`);
  }
  for await (const _ of objects.list(bucket, key === '' || key.endsWith('/') ? key : `${key}/`)) {
    throw failure('ICEBERG_FILESYSTEM_ERROR', `Cannot create a table on a non-empty location: ${location}`);
  }
}
