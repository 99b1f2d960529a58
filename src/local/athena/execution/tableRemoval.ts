import type { AuthorizedTable } from '../../glue/authorizedTable';
import { refuseGovernedDdl } from '../iceberg/refuseGovernedDdl';
import { pendingRemovals } from './pendingRemovals';
import type { Run } from './run';
import { authorizeFolders } from './storageAccess';

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
 * Takes tables out of the catalog, and the data and metadata of Iceberg tables with them. The catalog changes in one
 * transaction, which also notes the files; these are removed afterwards, or later when that fails or the account is
 * killed. Of other tables nothing goes: what an entry of the catalog still needs of the folders stays.
 * @param drop changes the catalog; when it throws, nothing has happened
 * @throws what `drop` throws
 */
export async function dropWithData(tables: AuthorizedTable[], drop: () => void, run: Run): Promise<void> {
  const { account } = run.call;
  const removals = pendingRemovals(account);
  const noted = account.store.transaction(() => {
    drop();
    const locations = tables.flatMap((table) => dataLocation(table) ?? []);
    return locations.map((location) => removals.note({ location, folders: PARTS }));
  });
  await removals.carryOut(noted);
}

/** The folder of an Iceberg table, where the catalog says one: nothing is removed by a guess. */
const dataLocation = ({ kind, forCommit }: AuthorizedTable): string | undefined =>
  kind === 'ICEBERG' ? forCommit.StorageDescriptor?.Location : undefined;
