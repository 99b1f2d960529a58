import { AwsError } from '../errors';
import { parseS3Uri } from '../s3/objectStore';
import { failure, insufficientPermissions } from './failure';
import type { Run } from './run';

type Action = 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject';

/**
 * May the caller touch the files below a location? In a registered location Lake Formation lends the rights, and the
 * caller needs `lakeformation:GetDataAccess`; anywhere else it needs S3 rights of its own.
 * @throws QueryFailure in the words of the table's kind
 */
export async function authorizeStorage(
  action: Action,
  location: string,
  kind: 'ICEBERG' | 'HIVE',
  run: Run,
): Promise<void> {
  const { call } = run;
  if (call.account.lakeFormation.registeredLocation(location) !== undefined) {
    await dataAccess(run);
    return;
  }
  await ownRight(action, location, kind, run);
}

/**
 * What is lent for a table is its own folder. A table's metadata can name any file, so those that lie elsewhere are
 * read (and written) with the caller's own S3 rights: else metadata that somebody made up would open every governed table.
 * @throws QueryFailure
 */
export async function authorizeFilesOutside(
  location: string,
  uris: Iterable<string>,
  kind: 'ICEBERG' | 'HIVE',
  run: Run,
  action: Action = 's3:GetObject',
): Promise<void> {
  const home = folderOf(location);
  const folders = new Set<string>();
  for (const uri of uris)
    if (!folderOf(uri).startsWith(home)) folders.add(uri.slice(0, uri.lastIndexOf('/') + 1));
  for (const folder of folders) await ownRight(action, folder, kind, run);
}

/** An address with one slash at its end, always of the scheme `s3`. */
const folderOf = (uri: string): string => `${uri.replace(/^s3[an]:/, 's3:').replace(/\/+$/, '')}/`;

async function ownRight(action: Action, location: string, kind: 'ICEBERG' | 'HIVE', run: Run): Promise<void> {
  const { call } = run;
  const { bucket, key } = parseS3Uri(location);
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  try {
    await call.authorize(action, `arn:aws:s3:::${bucket}/${folder}*`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure(
      action === 's3:GetObject' ? `${kind}_CANNOT_OPEN_SPLIT` : `${kind}_FILESYSTEM_ERROR`,
      `${action === 's3:GetObject' ? 'Error opening' : 'Failed to write'} ${location}: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: ${call.requestId}; Proxy: null)`,
    );
  }
}

/** IAM's part of Lake Formation's lending of credentials. @throws QueryFailure */
async function dataAccess(run: Run): Promise<void> {
  try {
    await run.call.authorize('lakeformation:GetDataAccess', '*');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw insufficientPermissions(error.message, 'iam');
  }
}
