import type { Statement } from '../../../sql/syntax/ast/statement';
import { dataFolder, metadataFolder } from '../../iceberg';
import { partitionsOf } from '../execution/partitionCondition';
import type { StatementRunner } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { tablePointer } from '../execution/tablePointer';
import { compactTable } from '../iceberg/icebergCompaction';
import { maintainedTable } from '../iceberg/maintainedTable';

/** `OPTIMIZE t REWRITE DATA USING BIN_PACK [WHERE …]`; the condition is of partition columns. */
export const optimize: StatementRunner<Extract<Statement, { type: 'optimize' }>> = async (statement, run) => {
  const { query, open } = await maintainedTable(statement, 'OPTIMIZE', run);
  const { metadata } = open.iceberg;
  const { database, name, storage } = open.table;
  await authorizeFolders('s3:PutObject', [dataFolder(metadata), metadataFolder(metadata)], storage, run);
  const tasks = await partitionsOf(query, open, run);
  await compactTable(tasks, open, tablePointer(database, name, run), run);
  return { kind: 'none' };
};
