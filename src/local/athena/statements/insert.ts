import type { Statement } from '../../../sql/ast/statement';
import { type Position, SqlError } from '../../../sql/errors';
import { requireOnTable } from '../../glue/visibility';
import { dataFolder, metadataFolder } from '../../iceberg';
import type { OpenTable } from '../callerScope';
import { tableLocation } from '../catalogView';
import { engineName, throughEngine } from '../engineSide';
import { failure, insufficientPermissions } from '../failure';
import { appendRows } from '../icebergAppend';
import { analyzed, engineSql } from '../plannedQuery';
import type { Run, StatementRunner } from '../run';
import { authorizeFolders } from '../storageAccess';
import { tablePointer } from '../tablePointer';

/** `INSERT INTO t [(columns)] query`, into Iceberg tables. The update count is the number of rows. */
export const insert: StatementRunner<Extract<Statement, { type: 'insert' }>> = async (statement, run) => {
  const { database, table: name } = engineName(statement.target, run.execution.database);
  const query = await analyzed(statement, run, `${database}.${name}`);
  const open = query.scope.table({ database, name });
  if (!open)
    throw new SqlError('NOT_SUPPORTED', 'Inserting into views is not supported', statement.target.at);
  await mayInsert(open, run, statement.target.at);
  if (!open.iceberg) {
    throw failure(
      'NOT_SUPPORTED',
      `INSERT INTO is supported for Iceberg tables only by the local account: ${database}.${name}`,
    );
  }
  const { metadata } = open.iceberg;
  const folders = [dataFolder(metadata), metadataFolder(metadata)];
  const storage = { location: tableLocation(open.table), kind: 'ICEBERG' } as const;
  await authorizeFolders('s3:PutObject', folders, storage, run);
  const sql = await engineSql(query, run);
  const columns = query.typed.insert!.columns;
  const rows = await appendRows({ sql, columns }, metadata, tablePointer(database, name, run.call), run);
  return { kind: 'count', rows, updateType: 'INSERT' };
};

/**
 * INSERT is needed, and no part of the table may be hidden: who sees a table through a filter must not write into it
 * (AWS leaves this open for filtered principals; the local account refuses).
 */
async function mayInsert({ table, access }: OpenTable, run: Run, at: Position): Promise<void> {
  const { DatabaseName: database, Name: name } = table;
  await throughEngine(run, 'UpdateTable', { database, table: name }, at, () =>
    requireOnTable(run.call, database, name, 'INSERT'),
  );
  const filtered =
    access.rowFilter !== undefined || (access.columns.size > 0 && !access.permissions.has('SELECT'));
  if (filtered)
    throw insufficientPermissions(
      `Insufficient Lake Formation permission(s) on ${name}: it is seen through a filter`,
    );
}
