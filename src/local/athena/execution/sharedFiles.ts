/** What other tables of the catalog need of the files in a table's folder. */
import type { CatalogTable } from '../../glue/catalog';
import { tableKind, tableLocation } from '../../glue/tableKind';
import { neededFiles, readMetadata } from '../../iceberg';
import type { TableName } from '../../lakeformation/lakeFormation';
import { folderOf, plainAddress } from '../../s3/address';
import type { Run } from './run';
import { tableFiles } from './tableFiles';

/**
 * Tells whether another table needs a file: an Iceberg table by any of its snapshots, any other table (and one whose
 * metadata cannot be read) by its folder, where that lies in this table's.
 */
export async function sharedFiles(
  table: TableName,
  location: string,
  run: Run,
): Promise<(uri: string) => boolean> {
  const files = tableFiles(run.call.account);
  const needed = new Set<string>();
  const folders: string[] = [];
  for (const other of otherTables(table, run)) {
    const own = foldersOf(other, run).filter((folder) => folder.startsWith(location));
    if (tableKind(other) !== 'ICEBERG') {
      folders.push(...own);
      continue;
    }
    folders.push(...own.filter((folder) => folder !== location));
    try {
      const at = other.Parameters!.metadata_location!;
      const state = { location: at, metadata: await readMetadata(at, files) };
      for (const uri of await neededFiles(state, files)) needed.add(plainAddress(uri));
    } catch {
      folders.push(...own);
    }
  }
  return (uri) => needed.has(uri) || folders.some((folder) => uri.startsWith(folder));
}

function otherTables(table: TableName, run: Run): CatalogTable[] {
  const { catalog } = run.call.account;
  return catalog
    .databases()
    .flatMap(({ Name }) => catalog.tables(Name))
    .filter(
      (other) =>
        tableKind(other) !== 'VIEW' && (other.DatabaseName !== table.database || other.Name !== table.table),
    );
}

function foldersOf(table: CatalogTable, run: Run): string[] {
  const { catalog } = run.call.account;
  const partitions = catalog.partitions(table.DatabaseName, table.Name);
  return [tableLocation(table), ...partitions.map((partition) => partition.StorageDescriptor?.Location ?? '')]
    .filter((location) => location !== '')
    .map(folderOf);
}
