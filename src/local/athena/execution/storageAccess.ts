import { AwsError } from '../../errors';
import { folderOf, plainAddress } from '../../s3/address';
import { parseS3Uri } from '../../s3/objectStore';
import { authorizeObject, type ObjectAction } from './authorizeObject';
import { failure, insufficientPermissions } from './failure';
import type { Run } from './run';

/** Whose rights are asked for. */
export type Caller = Pick<Run, 'call'>;

/** The table whose files a statement is about to touch. */
export interface TableStorage {
  /** The table's own folder, as the catalog says. */
  location: string;
  kind: 'ICEBERG' | 'HIVE';
}

/**
 * May the caller touch these files of a table? In a registered location Lake Formation lends the rights to the table's
 * own folder, and the caller needs `lakeformation:GetDataAccess`; anywhere else it needs S3 rights of its own. A table's
 * metadata and partitions can name any file, so those outside of the table's folder are never lent: else metadata that
 * somebody made up would open every governed table.
 *
 * IAM is asked about one file of each folder.
 * @throws QueryFailure in the words of the table's kind
 */
export async function authorizeFiles(
  action: ObjectAction,
  uris: Iterable<string>,
  storage: TableStorage,
  run: Caller,
): Promise<void> {
  const ofFolder = new Map<string, string>();
  let lent = false;
  for (const uri of uris) {
    if (isLent(uri, storage, run)) lent = true;
    else {
      const folder = uri.slice(0, uri.lastIndexOf('/'));
      if (!ofFolder.has(folder)) ofFolder.set(folder, uri);
    }
  }
  if (lent) await dataAccess(run);
  for (const uri of ofFolder.values()) {
    const what = `${action === 's3:GetObject' ? 'Error opening' : 'Failed to write'} ${uri}`;
    const name = action === 's3:GetObject' ? 'CANNOT_OPEN_SPLIT' : 'FILESYSTEM_ERROR';
    await asked(`${storage.kind}_${name}`, what, run, () =>
      authorizeObject(run.call, action, parseS3Uri(uri)),
    );
  }
}

/** May the caller put files into (or remove files from) these folders of a table? @throws QueryFailure */
export async function authorizeFolders(
  action: ObjectAction,
  folders: string[],
  storage: TableStorage,
  run: Caller,
): Promise<void> {
  const files = folders.map((folder) => `${folderOf(folder)}file`);
  await authorizeFiles(action, files, storage, run);
}

/** May the caller list the files below a location? @throws QueryFailure */
export async function authorizeListing(location: string, storage: TableStorage, run: Caller): Promise<void> {
  if (isLent(folderOf(location), storage, run)) return dataAccess(run);
  const { bucket, key } = parseS3Uri(folderOf(location));
  await asked(`${storage.kind}_FILESYSTEM_ERROR`, `Failed to list ${location}`, run, () =>
    run.call.authorize('s3:ListBucket', `arn:aws:s3:::${bucket}`, { 's3:prefix': key }),
  );
}

function isLent(uri: string, { location }: TableStorage, run: Caller): boolean {
  const registered = run.call.account.lakeFormation.registeredLocation(location) !== undefined;
  return registered && plainAddress(uri).startsWith(folderOf(location));
}

async function asked(errorName: string, what: string, run: Caller, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure(
      errorName,
      `${what}: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: ${run.call.requestId}; Proxy: null)`,
    );
  }
}

/** IAM's part of Lake Formation's lending of credentials. @throws QueryFailure */
async function dataAccess(run: Caller): Promise<void> {
  try {
    await run.call.authorize('lakeformation:GetDataAccess', '*');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw insufficientPermissions(error.message, 'iam');
  }
}
