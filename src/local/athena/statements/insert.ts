import { SqlError } from '../../../sql/errors';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { dataFolder, metadataFolder } from '../../iceberg';
import { failure } from '../execution/failure';
import { analyzed, engineSql } from '../execution/plannedQuery';
import type { StatementRunner } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { tablePointer } from '../execution/tablePointer';
import { engineName } from '../execution/trinoErrors';
import { appendRows } from '../iceberg/icebergAppend';

/** `INSERT INTO t [(columns)] query`, into Iceberg tables. The update count is the number of rows. */
export const insert: StatementRunner<Extract<Statement, { type: 'insert' }>> = async (statement, run) => {
  const { database, table: name } = engineName(statement.target, run.execution.database);
  const { at } = statement.target;
  const query = await analyzed(statement, run, { target: `${database}.${name}` });
  const open = query.scope.table({ database, name });
  if (!open) throw new SqlError('NOT_SUPPORTED', 'This connector does not support inserts', at);
  if (!open.iceberg) {
    throw failure(
      'NOT_SUPPORTED',
      `INSERT INTO is supported for Iceberg tables only by the local account: ${database}.${name}`,
    );
  }
  const { metadata } = open.iceberg;
  const folders = [dataFolder(metadata), metadataFolder(metadata)];
  await authorizeFolders('s3:PutObject', folders, open.table.storage, run);
  const sql = await engineSql(query, run);
  const columns = query.typed.insert!.columns;
  const files = run.files.keys();
  const rows = await appendRows({ sql, files, columns }, metadata, tablePointer(database, name, run), run);
  return { kind: 'count', rows, updateType: 'INSERT' };
};
