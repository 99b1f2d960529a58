import { AwsError } from '../../errors';
import type { TableStorage } from '../../glue/authorizedTable';
import { folderOf, plainAddress } from '../../s3/address';
import { parseS3Uri } from '../../s3/objectStore';
import { failure, insufficientPermissions } from './failure';
import type { Run } from './run';

/** Whose rights are asked for. */
export type Caller = Pick<Run, 'call'>;

export type ObjectAction = 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject';

/**
 * May the caller touch these files of a table? The one decision on files, and it is made on each of them.
 *
 * In a registered location Lake Formation lends the rights to the table's own folder, and the caller needs
 * `lakeformation:GetDataAccess`; anywhere else it needs S3 rights of its own. A table's metadata and partitions can name
 * any file, so those outside of the table's folder are never lent: else metadata that somebody made up would open every
 * governed table. And no table opens a file that lies in the governed location of another one, unless the caller may
 * SELECT all of that, too: else who sees a part of a table would read the rest by an own table over the same files.
 * @throws QueryFailure in the words of the table's kind
 */
export async function authorizeFiles(
  action: ObjectAction,
  uris: Iterable<string>,
  storage: TableStorage,
  run: Caller,
): Promise<void> {
  const folders = new Map<string, boolean>();
  const own: string[] = [];
  const lends = lender(storage, run);
  for (const uri of uris) {
    const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
    let lent = folders.get(folder);
    if (lent === undefined) {
      lent = lends(folder);
      folders.set(folder, lent);
    }
    if (!lent) own.push(uri);
  }
  if ([...folders.values()].includes(true)) await dataAccess(run);
  if (own.length > 0) await ownRights(action, own, storage, run);
  for (const folder of folders.keys()) refuseClaimed(folder, storage, run);
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
  if (lender(storage, run)(folderOf(location))) await dataAccess(run);
  else {
    const { bucket, key } = address(folderOf(location), storage);
    await asked(`${storage.kind}_FILESYSTEM_ERROR`, `Failed to list ${named(location, storage)}`, run, () =>
      run.call.authorize('s3:ListBucket', `arn:aws:s3:::${bucket}`, { 's3:prefix': key }),
    );
  }
  refuseClaimed(folderOf(location), storage, run);
}

/** A file's name in an error: it can hold values of hidden columns. */
export const named = (uri: string, { namesFiles, database, name }: TableStorage): string =>
  namesFiles ? uri : `a location of ${database}.${name}`;

/** An address in parts. @throws QueryFailure for one that S3 has not */
export function address(uri: string, storage: TableStorage): { bucket: string; key: string } {
  try {
    return parseS3Uri(uri);
  } catch {
    throw failure(`${storage.kind}_FILESYSTEM_ERROR`, `Not an S3 address: ${named(uri, storage)}`);
  }
}

/** Each file by IAM, with the caller's own policies. */
async function ownRights(
  action: ObjectAction,
  uris: string[],
  storage: TableStorage,
  run: Caller,
): Promise<void> {
  const resources = uris.map((uri) => {
    const { bucket, key } = address(uri, storage);
    return `arn:aws:s3:::${bucket}/${key}`;
  });
  try {
    await run.call.authorizeEach(action, resources);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const told = (resource: string) =>
      error.message.endsWith(` ${resource}`) || error.message.includes(` ${resource} `);
    const refused = uris.length === 1 ? uris[0] : uris.find((_, i) => told(resources[i] ?? ''));
    const what = action === 's3:GetObject' ? 'Error opening' : 'Failed to write';
    const errorName = action === 's3:GetObject' ? 'CANNOT_OPEN_SPLIT' : 'FILESYSTEM_ERROR';
    throw denied(
      `${storage.kind}_${errorName}`,
      `${what} ${named(refused ?? storage.location, storage)}`,
      run,
    );
  }
}

/** Tells of folders whether Lake Formation lends the rights to them. */
function lender({ location }: TableStorage, { call }: Caller): (folder: string) => boolean {
  if (call.account.lakeFormation.registeredLocation(location) === undefined) return () => false;
  const own = folderOf(location);
  return (folder) => plainAddress(folder).startsWith(own);
}

/** @throws QueryFailure when the folder is another table's, and the caller does not see all of that */
function refuseClaimed(folder: string, { database, name }: TableStorage, run: Caller): void {
  const { account, principal } = run.call;
  const own = { database, table: name };
  const [claim] = account.lakeFormation.claimedBy(principal.grantee, folder, own);
  if (!claim) return;
  const entry = account.catalog.table(claim.database, claim.table);
  const visible = entry && account.lakeFormation.tableAccess(principal.grantee, entry).visible;
  throw insufficientPermissions(
    visible
      ? `Insufficient Lake Formation permission(s): Required Select on ${claim.table}`
      : `Insufficient Lake Formation permission(s) on the location of ${database}.${name}`,
  );
}

async function asked(errorName: string, what: string, run: Caller, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw denied(errorName, what, run);
  }
}

const denied = (errorName: string, what: string, { call }: Caller): Error =>
  failure(
    errorName,
    `${what}: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: ${call.requestId}; Proxy: null)`,
  );

/** IAM's part of Lake Formation's lending of credentials. @throws QueryFailure */
async function dataAccess(run: Caller): Promise<void> {
  try {
    await run.call.authorize('lakeformation:GetDataAccess', '*');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw insufficientPermissions(error.message, 'iam');
  }
}
