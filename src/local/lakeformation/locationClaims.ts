/** Which tables say that a folder in S3 is theirs. */
import type { Catalog } from '../glue/catalog';
import { tableKind } from '../glue/tableKind';
import { folderOf } from '../s3/address';
import type { TableName } from './lakeFormation';

/** A folder (`s3://bucket/key/`) and the tables that have it as a location of theirs. */
export interface Claim {
  folder: string;
  tables: TableName[];
}

/** The locations of all tables and partitions. Keys are literal, as the object store opens them: `a//b` is not `a/b`. */
export interface LocationClaims {
  /** Of all folders that an address lies in (or that it is), the closest first. */
  enclosing(s3Uri: string): Claim[];
  /** Of all folders below an address. */
  below(s3Uri: string): Claim[];
}

/**
 * Opens the claims over a catalog. They are read once, and then those tables only that have changed since: a look-up costs
 * as many steps as the address has folders.
 */
export function openLocationClaims(catalog: Catalog): LocationClaims {
  const byFolder = new Map<string, Map<string, Claimant>>();
  const foldersOfTable = new Map<string, string[]>();
  let moment: number | undefined;

  const forget = (key: string) => {
    for (const folder of foldersOfTable.get(key) ?? []) {
      const tables = byFolder.get(folder);
      tables?.delete(key);
      if (tables?.size === 0) byFolder.delete(folder);
    }
    foldersOfTable.delete(key);
  };
  const refresh = () => {
    const changed = catalog.changedSince(moment);
    moment = changed.moment;
    for (const name of changed.tables) {
      const key = `${name.database}\n${name.table}`;
      forget(key);
      const folders = claimedFolders(name, catalog);
      if (folders.size > 0) foldersOfTable.set(key, [...folders.keys()]);
      for (const [folder, located] of folders) {
        const tables = byFolder.get(folder) ?? new Map<string, Claimant>();
        byFolder.set(folder, tables.set(key, { name, located }));
      }
    }
  };
  /** @param folders where to look, the closest first */
  const claimsOn = (folders: string[]): Claim[] => {
    const claims = folders.flatMap((folder) => {
      const tables = byFolder.get(folder);
      return tables ? [{ folder, tables: [...tables.values()] }] : [];
    });
    // Metadata that lies in some table's own location makes nothing another's.
    const owned = claims.some(({ tables }) => tables.some(({ located }) => located));
    return claims.map(({ folder, tables }) => ({
      folder,
      tables: tables.filter(({ located }) => located || !owned).map(({ name }) => name),
    }));
  };

  return {
    enclosing(s3Uri) {
      refresh();
      const folders: string[] = [];
      const folder = folderOf(s3Uri);
      // Locations are kept without the slashes at their end, so each slash is a place where one may end.
      for (let end = folder.length; end > 's3://'.length; end = folder.lastIndexOf('/', end - 2) + 1)
        folders.push(folder.slice(0, end));
      return claimsOn(folders);
    },
    below(s3Uri) {
      refresh();
      const above = folderOf(s3Uri);
      return claimsOn([...byFolder.keys()].filter((folder) => folder.startsWith(above)));
    },
  };
}

interface Claimant {
  name: TableName;
  /** The definition says that the table is there; else only its metadata is. */
  located: boolean;
}

/**
 * A table's own folders, and those of partitions that lie elsewhere; and where the metadata of an Iceberg table lies, though
 * its location may say otherwise. A view has none.
 */
function claimedFolders({ database, table: name }: TableName, catalog: Catalog): Map<string, boolean> {
  const table = catalog.table(database, name);
  const folders = new Map<string, boolean>();
  if (!table || tableKind(table) === 'VIEW') return folders;
  const storage = table.StorageDescriptor;
  const own = [storage?.Location, ...(storage?.AdditionalLocations ?? [])].flatMap((location) =>
    location ? [folderOf(location)] : [],
  );
  for (const folder of own) folders.set(folder, true);
  const isOwn = (folder: string) => own.some((above) => folder.startsWith(above));
  if (table.PartitionKeys?.length)
    for (const { StorageDescriptor } of catalog.partitions(database, name)) {
      const folder = StorageDescriptor?.Location && folderOf(StorageDescriptor.Location);
      if (folder && !isOwn(folder)) folders.set(folder, true);
    }
  const metadata = table.Parameters?.metadata_location;
  const beside = metadata && folderOf(metadata.replace(/\/[^/]*$/, '').replace(/\/+metadata$/, ''));
  if (beside && !isOwn(beside)) folders.set(beside, own.length === 0);
  return folders;
}
