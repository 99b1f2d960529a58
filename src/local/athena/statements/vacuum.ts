import type { Statement } from '../../../sql/syntax/ast/statement';
import { dataFolder, metadataFolder } from '../../iceberg';
import type { StatementRunner } from '../execution/run';
import { authorizeFolders, authorizeListing } from '../execution/storageAccess';
import { vacuumTable } from '../iceberg/icebergVacuum';
import { maintainedTable } from '../iceberg/maintainedTable';

/** `VACUUM t`: forgets old snapshots and removes files that nothing needs. */
export const vacuum: StatementRunner<Extract<Statement, { type: 'vacuum' }>> = async (statement, run) => {
  const { open } = await maintainedTable(statement, 'VACUUM', run);
  const { metadata } = open.iceberg;
  const { location, storage } = open.table;
  await authorizeListing(location, storage, run);
  await authorizeFolders('s3:PutObject', [metadataFolder(metadata)], storage, run);
  await authorizeFolders('s3:DeleteObject', [dataFolder(metadata), metadataFolder(metadata)], storage, run);
  await vacuumTable(open, run);
  return { kind: 'none' };
};
