import type { Statement } from '../../../sql/ast/statement';
import { SqlError } from '../../../sql/errors';
import { dataFolder, metadataFolder } from '../../iceberg';
import { tableLocation } from '../catalogView';
import { engineName } from '../engineSide';
import { failure } from '../failure';
import { appendRows } from '../icebergAppend';
import { analyzed, engineSql } from '../plannedQuery';
import type { StatementRunner } from '../run';
import { authorizeFolders } from '../storageAccess';
import { tablePointer } from '../tablePointer';
import { mayChangeRows } from '../writeRight';

/** `INSERT INTO t [(columns)] query`, into Iceberg tables. The update count is the number of rows. */
export const insert: StatementRunner<Extract<Statement, { type: 'insert' }>> = async (statement, run) => {
  const { database, table: name } = engineName(statement.target, run.execution.database);
  const { at } = statement.target;
  const query = await analyzed(statement, run, {
    target: `${database}.${name}`,
    authorize: async (scope) => {
      const open = scope.table({ database, name });
      if (open) await mayChangeRows(open, ['INSERT'], run, at);
    },
  });
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
  const storage = { location: tableLocation(open.table), kind: 'ICEBERG' } as const;
  await authorizeFolders('s3:PutObject', folders, storage, run);
  const sql = await engineSql(query, run);
  const columns = query.typed.insert!.columns;
  const rows = await appendRows({ sql, columns }, metadata, tablePointer(database, name, run), run);
  return { kind: 'count', rows, updateType: 'INSERT' };
};
