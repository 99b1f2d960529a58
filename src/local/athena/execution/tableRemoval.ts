import type { AuthorizedTable } from '../../glue/authorizedTable';
import { folderOf } from '../../s3/address';
import { parseS3Uri } from '../../s3/objectStore';
import { refuseGovernedDdl } from '../iceberg/refuseGovernedDdl';
import type { Run } from './run';
import { sharedFiles } from './sharedFiles';
import { authorizeFolders } from './storageAccess';

/** Objects are removed in steps of S3's DeleteObjects. */
const STEP = 1000;
/** Folders of an Iceberg table that are removed with it. */
const PARTS = ['data/', 'metadata/'];

/** @throws QueryFailure when the table cannot be dropped by the caller with its data */
export async function mayDropTable(table: AuthorizedTable, run: Run): Promise<void> {
  const location = dataLocation(table);
  if (!location) return;
  refuseGovernedDdl(location, run);
  const folders = PARTS.map((part) => `${location.replace(/\/+$/, '')}/${part}`);
  await authorizeFolders('s3:DeleteObject', folders, table.storage, run);
}

/**
 * Removes the data and metadata of an Iceberg table that is no longer in the catalog. Of other tables nothing: what another
 * entry of the catalog still needs of the folder stays.
 */
export async function removeTableData(table: AuthorizedTable, run: Run): Promise<void> {
  const location = dataLocation(table);
  if (!location) return;
  const { objects } = run.call.account;
  const { bucket, key } = parseS3Uri(location);
  if (!objects.bucketExists(bucket)) return;
  const folder = key.replace(/\/+$/, '');
  const isOthers = await sharedFiles(
    { database: table.database, table: table.name },
    folderOf(location),
    run,
  );
  for (const part of PARTS) {
    let keys: string[] = [];
    for await (const object of objects.list(bucket, folder === '' ? part : `${folder}/${part}`)) {
      if (!isOthers(`s3://${bucket}/${object.key}`)) keys.push(object.key);
      if (keys.length === STEP) {
        await objects.delete(bucket, keys);
        keys = [];
      }
    }
    if (keys.length > 0) await objects.delete(bucket, keys);
  }
}

/** The folder of an Iceberg table, where the catalog says one: nothing is removed by a guess. */
const dataLocation = ({ kind, forCommit }: AuthorizedTable): string | undefined =>
  kind === 'ICEBERG' ? forCommit.StorageDescriptor?.Location : undefined;
