import type { Statement } from '../../../sql/syntax/ast/statement';
import { dataFolder, metadataFolder } from '../../iceberg';
import { tableLocation } from '../execution/catalogView';
import { partitionsOf } from '../execution/partitionCondition';
import type { StatementRunner } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { tablePointer } from '../execution/tablePointer';
import { compactTable } from '../iceberg/icebergCompaction';
import { maintainedTable } from '../iceberg/maintainedTable';

/** `OPTIMIZE t REWRITE DATA USING BIN_PACK [WHERE …]`; the condition is of partition columns. */
export const optimize: StatementRunner<Extract<Statement, { type: 'optimize' }>> = async (statement, run) => {
  const { query, open } = await maintainedTable(statement, 'OPTIMIZE', ['SELECT', 'INSERT', 'DELETE'], run);
  const { metadata } = open.iceberg;
  const storage = { location: tableLocation(open.table), kind: 'ICEBERG' } as const;
  await authorizeFolders('s3:PutObject', [dataFolder(metadata), metadataFolder(metadata)], storage, run);
  const tasks = await partitionsOf(query, open, run);
  const { DatabaseName: database, Name: name } = open.table;
  await compactTable(tasks, open, tablePointer(database, name, run), run);
  return { kind: 'none' };
};
