/** What the tables of the catalog need of the files in a folder. */
import type { Account } from '../../account';
import type { CatalogTable } from '../../glue/catalog';
import { tableKind, tableLocation } from '../../glue/tableKind';
import { neededFiles, readMetadata } from '../../iceberg';
import { folderOf, plainAddress } from '../../s3/address';
import { tableFiles } from './tableFiles';

/** Tells of a file's address whether it is needed. */
export type IsNeeded = (uri: string) => boolean;

/** A table that others change all the time is read so often, until its whole folder counts as needed. */
const ATTEMPTS = 5;

/**
 * Tells whether a table needs a file: an Iceberg table by any of its snapshots, any other table (and one whose metadata
 * cannot be read) by its folder, where that lies in this one. A table that is dropped meanwhile needs nothing.
 * @param location a folder, such as a table's own, with one slash at its end
 */
export async function sharedFiles(account: Account, location: string): Promise<IsNeeded> {
  const needed = new Set<string>();
  const folders: string[] = [];
  // All of the catalog at one moment: what comes then takes a while, in which tables come and go.
  for (const { table, own } of tablesIn(location, account)) {
    if (tableKind(table) !== 'ICEBERG') {
      folders.push(...own);
      continue;
    }
    folders.push(...own.filter((folder) => folder !== location));
    const uris = await filesOf(table, account);
    if (uris === 'unknown') folders.push(...own);
    else for (const uri of uris) needed.add(plainAddress(uri));
  }
  return (uri) => needed.has(uri) || folders.some((folder) => uri.startsWith(folder));
}

/** Addresses of the metadata files that tables of the catalog stand at. */
export function currentMetadataFiles(account: Account): Set<string> {
  const found = new Set<string>();
  for (const { Parameters } of allTables(account))
    if (Parameters?.metadata_location) found.add(plainAddress(Parameters.metadata_location));
  return found;
}

async function filesOf(table: CatalogTable, account: Account): Promise<Iterable<string> | 'unknown'> {
  const files = tableFiles(account);
  let entry: CatalogTable | undefined = table;
  for (let attempt = 1; attempt <= ATTEMPTS && entry; attempt++) {
    const at: string | undefined = entry.Parameters?.metadata_location;
    try {
      return at === undefined
        ? 'unknown'
        : await neededFiles({ location: at, metadata: await readMetadata(at, files) }, files);
    } catch {
      // A commit or VACUUM of others may have come between.
      entry = account.catalog.table(table.DatabaseName, table.Name);
      if (entry?.Parameters?.metadata_location === at) return 'unknown';
    }
  }
  return entry ? 'unknown' : [];
}

/** All tables that have files, with their folders that lie in a location. */
function tablesIn(location: string, account: Account): { table: CatalogTable; own: string[] }[] {
  return allTables(account)
    .filter((table) => tableKind(table) !== 'VIEW')
    .map((table) => ({
      table,
      own: foldersOf(table, account).filter((folder) => folder.startsWith(location)),
    }));
}

const allTables = ({ catalog }: Account): CatalogTable[] =>
  catalog.databases().flatMap(({ Name }) => catalog.tables(Name));

function foldersOf(table: CatalogTable, { catalog }: Account): string[] {
  const partitions = catalog.partitions(table.DatabaseName, table.Name);
  return [tableLocation(table), ...partitions.map((partition) => partition.StorageDescriptor?.Location ?? '')]
    .filter((location) => location !== '')
    .map(folderOf);
}
