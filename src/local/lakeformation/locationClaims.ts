/** Which tables say that a folder in S3 is theirs. */
import type { Catalog, CatalogTable } from '../glue/catalog';
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
  const byFolder = new Map<string, Map<string, TableName>>();
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
      if (folders.length > 0) foldersOfTable.set(key, folders);
      for (const folder of folders) {
        const tables = byFolder.get(folder) ?? new Map<string, TableName>();
        byFolder.set(folder, tables.set(key, name));
      }
    }
  };
  const claimOf = (folder: string): Claim[] => {
    const tables = byFolder.get(folder);
    return tables ? [{ folder, tables: [...tables.values()] }] : [];
  };

  return {
    enclosing(s3Uri) {
      refresh();
      const claims: Claim[] = [];
      const folder = folderOf(s3Uri);
      // Locations are kept without the slashes at their end, so each slash is a place where one may end.
      for (let end = folder.length; end > 's3://'.length; end = folder.lastIndexOf('/', end - 2) + 1)
        claims.push(...claimOf(folder.slice(0, end)));
      return claims;
    },
    below(s3Uri) {
      refresh();
      const above = folderOf(s3Uri);
      return [...byFolder.keys()].filter((folder) => folder.startsWith(above)).flatMap(claimOf);
    },
  };
}

/** A table's own folders, and those of partitions that lie elsewhere. A view has none. */
function claimedFolders({ database, table: name }: TableName, catalog: Catalog): string[] {
  const table = catalog.table(database, name);
  if (!table || table.TableType === 'VIRTUAL_VIEW') return [];
  const folders = new Set(tableLocations(table).map(folderOf));
  const own = [...folders];
  if (table.PartitionKeys?.length)
    for (const { StorageDescriptor } of catalog.partitions(database, name)) {
      const folder = StorageDescriptor?.Location && folderOf(StorageDescriptor.Location);
      if (folder && !own.some((above) => folder.startsWith(above))) folders.add(folder);
    }
  return [...folders];
}

/** Where a definition says that a table is; the files of an Iceberg table may also be those that its metadata lies with. */
function tableLocations({ StorageDescriptor: storage, Parameters }: CatalogTable): string[] {
  const metadata = Parameters?.metadata_location;
  const found = [
    storage?.Location,
    ...(storage?.AdditionalLocations ?? []),
    metadata?.replace(/\/+metadata\/+[^/]*$/, '').replace(/\/[^/]*\.metadata\.json(\.gz)?$/, ''),
  ];
  return found.filter((address): address is string => address !== undefined && address !== '');
}
