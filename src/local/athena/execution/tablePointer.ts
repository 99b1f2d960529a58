import type { TableInput } from '@aws-sdk/client-glue';
import { AwsError } from '../../errors';
import { AuthorizedTable } from '../../glue/authorizedTable';
import type { CatalogTable } from '../../glue/catalog';
import { tableLocation } from '../../glue/tableKind';
import { currentSchema, currentSnapshot, glueColumns, readMetadata, type TablePointer } from '../../iceberg';
import { learnFieldIds } from '../../lakeformation/fieldIds';
import { folderOf, plainAddress } from '../../s3/address';
import { authorizeManifests } from '../iceberg/authorizeManifests';
import { failure } from './failure';
import { pendingRemovals, READER_GRACE_MS, type Removal } from './pendingRemovals';
import { authorizeFiles, type Caller } from './storageAccess';
import { tableFiles } from './tableFiles';

/**
 * An Iceberg table's place in the catalog: its state is the entry's `metadata_location`, and the swap is the catalog's
 * compare-and-swap by VersionId. Archiving is skipped, as every Iceberg client asks Glue to. It is read with the caller's
 * rights, by which a commit copies what the table's manifests say.
 * @param alongside writes to the store in the transaction of each swap
 */
export function tablePointer(
  database: string,
  name: string,
  run: Caller,
  alongside?: () => void,
): TablePointer {
  const { account } = run.call;
  const { catalog } = account;
  return {
    async read() {
      const entry = catalog.table(database, name);
      const location = entry?.Parameters?.metadata_location;
      if (!entry || !location)
        throw failure('TABLE_NOT_FOUND', `Table 'awsdatacatalog.${database}.${name}' does not exist`);
      // It may stand at other metadata than when the statement began.
      const { storage } = await AuthorizedTable.of(run.call, entry);
      await authorizeFiles('s3:GetObject', [location], storage, run);
      const metadata = await readMetadata(location, tableFiles(account));
      await authorizeManifests(currentSnapshot(metadata), storage, run);
      return { location, metadata, version: entry.VersionId };
    },
    async swap(base, next, obsolete) {
      const removable = await removableFiles(obsolete, database, name, run);
      const table = catalog.table(database, name);
      if (!table || table.VersionId !== base.version) return false;
      const note = () => {
        alongside?.();
        if (removable) pendingRemovals(account).note({ ...removable, due: Date.now() + READER_GRACE_MS });
      };
      const input = icebergInput(table, next.location, base.location, glueColumns(next.metadata));
      try {
        // Column grants stand for the columns that had their names before.
        learnFieldIds(account.store, table, currentSchema(base.metadata));
        catalog.replaceTable(database, input, base.version, new Date(), {
          skipArchive: true,
          alongside: note,
        });
        return true;
      } catch (error) {
        if (error instanceof AwsError && error.code === 'ConcurrentModificationException') return false;
        throw error;
      }
    },
  };
}

/**
 * The files that a commit may remove for its caller: metadata can name any file as a former one of its own, so only those
 * in the table's folder, and none where the caller may not remove files. What stays is an orphan, which VACUUM finds.
 */
async function removableFiles(
  obsolete: string[],
  database: string,
  name: string,
  run: Caller,
): Promise<Pick<Removal, 'location' | 'files' | 'isFormerMetadata'> | undefined> {
  const entry = obsolete.length > 0 && run.call.account.catalog.table(database, name);
  if (!entry) return undefined;
  const location = folderOf(tableLocation(entry));
  const files = obsolete.map(plainAddress).filter((uri) => uri.startsWith(location));
  if (files.length === 0) return undefined;
  try {
    const { storage } = await AuthorizedTable.of(run.call, entry);
    await authorizeFiles('s3:DeleteObject', files, storage, run);
  } catch {
    return undefined;
  }
  return { location, files, isFormerMetadata: true };
}

/** The catalog's entry at a new metadata file; what else it says stays. */
function icebergInput(
  table: CatalogTable,
  location: string,
  previous: string,
  columns: ReturnType<typeof glueColumns>,
): TableInput {
  return {
    Name: table.Name,
    Description: table.Description,
    Owner: table.Owner,
    Retention: table.Retention,
    TableType: table.TableType,
    PartitionKeys: table.PartitionKeys,
    StorageDescriptor: { ...table.StorageDescriptor, Columns: columns },
    Parameters: { ...table.Parameters, metadata_location: location, previous_metadata_location: previous },
  };
}
