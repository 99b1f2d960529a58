import type { Statement } from '../../../sql/syntax/ast/statement';
import { currentSchema, dataFolder, metadataFolder } from '../../iceberg';
import type { OpenTable } from '../execution/callerScope';
import { failure, insufficientPermissions } from '../execution/failure';
import { analyzed } from '../execution/plannedQuery';
import type { Answer, Run } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { tablePointer } from '../execution/tablePointer';
import { type ChangeableTable, changeRows } from '../iceberg/icebergRowChange';

/**
 * DELETE, UPDATE and MERGE: of Iceberg tables, by who has the rights to it (authorizeStatement.ts). The update count is the number of rows that were changed.
 * @throws SqlError, QueryFailure
 */
export async function changeTable(
  statement: Extract<Statement, { type: 'delete' | 'update' | 'merge' }>,
  run: Run,
): Promise<Answer> {
  const query = await analyzed(statement, run);
  const change = query.typed.rowChange!;
  const open = query.scope.table(change.target);
  if (!open) throw failure('NOT_SUPPORTED', 'This connector does not support modifying table rows');
  // Without any SELECT no column can be named, but the rows of the target are read all the same.
  if (change.scan.columns.length > 0 && !open.table.seesAll)
    throw insufficientPermissions(
      `Insufficient Lake Formation permission(s): Required Select on ${open.table.name}`,
    );
  if (!isChangeable(open))
    throw failure('NOT_SUPPORTED', 'Modifying Hive table rows is only supported for transactional tables');
  if (change.actions.some((action) => action !== 'delete')) assertAllColumns(open);
  const { metadata } = open.iceberg;
  const folders = [dataFolder(metadata), metadataFolder(metadata)];
  await authorizeFolders('s3:PutObject', folders, open.table.storage, run);
  const { database, name } = change.target;
  const rows = await changeRows(query, change, open, tablePointer(database, name, run), run);
  return { kind: 'count', rows, updateType: statement.type.toUpperCase() };
}

const isChangeable = (open: OpenTable): open is ChangeableTable => open.iceberg !== undefined;

/** A row is written anew with the columns that the catalog lists: one that it does not list would be lost. */
function assertAllColumns({ table, iceberg }: ChangeableTable): void {
  const listed = new Set([...iceberg.fields.values()].map(({ id }) => id));
  const missing = currentSchema(iceberg.metadata).fields.find(({ id }) => !listed.has(id));
  if (missing)
    throw failure(
      'NOT_SUPPORTED',
      `Rows of ${table.database}.${table.name} cannot be written: the catalog does not list its column ${missing.name}`,
    );
}
