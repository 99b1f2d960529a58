import type { Statement } from '../../../sql/ast/statement';
import { dataFolder, metadataFolder } from '../../iceberg';
import { tableLocation } from '../catalogView';
import { vacuumTable } from '../icebergVacuum';
import { maintainedTable } from '../maintainedTable';
import type { StatementRunner } from '../run';
import { authorizeFolders, authorizeListing } from '../storageAccess';
import { tablePointer } from '../tablePointer';

/** `VACUUM t`: forgets old snapshots and removes files that nothing needs. */
export const vacuum: StatementRunner<Extract<Statement, { type: 'vacuum' }>> = async (statement, run) => {
  const { open } = await maintainedTable(statement, 'VACUUM', ['SELECT', 'DELETE'], run);
  const { metadata } = open.iceberg;
  const location = tableLocation(open.table);
  const storage = { location, kind: 'ICEBERG' } as const;
  await authorizeListing(location, storage, run);
  await authorizeFolders('s3:PutObject', [metadataFolder(metadata)], storage, run);
  await authorizeFolders('s3:DeleteObject', [dataFolder(metadata), metadataFolder(metadata)], storage, run);
  const { DatabaseName: database, Name: name } = open.table;
  await vacuumTable(open, tablePointer(database, name, run), run);
  return { kind: 'none' };
};
