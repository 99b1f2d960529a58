import type { TableStorage } from '../../glue/authorizedTable';
import { readManifestList, type Snapshot } from '../../iceberg';
import { authorizeFiles, type Caller } from '../execution/storageAccess';
import { tableFiles } from '../execution/tableFiles';

/**
 * May the caller read what a snapshot's files are planned by? Metadata that somebody made up can name the manifests of any
 * table, and these hold values: bounds of columns, which show in the files that a condition leaves out and in the error
 * that names the first one, and which a commit copies into the table's own manifests. So manifest list and manifests are
 * authorized like data, before anything of them is used.
 * @throws QueryFailure
 */
export async function authorizeManifests(
  snapshot: Snapshot | undefined,
  storage: TableStorage,
  run: Caller,
): Promise<void> {
  if (snapshot?.['manifest-list'] === undefined) return;
  await authorizeFiles('s3:GetObject', [snapshot['manifest-list']], storage, run);
  const manifests = await readManifestList(snapshot, tableFiles(run.call.account));
  const uris = manifests.map(({ uri }) => uri);
  await authorizeFiles('s3:GetObject', uris, storage, run);
}
