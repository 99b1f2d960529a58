import type { TableInput } from '@aws-sdk/client-glue';
import type { Viewer } from './authorizedTable';
import { type CatalogDatabase, type CatalogTable, foldName } from './catalog';
import { requireLocation, requireUnclaimed } from './visibility';

/**
 * Everything that a definition points at must be a place that the caller may use; what the table pointed at before is
 * not asked for again.
 * @throws AwsError AccessDeniedException
 */
export function requireTableLocations(
  viewer: Viewer,
  database: CatalogDatabase,
  next: TableInput,
  old?: CatalogTable,
): void {
  const known = new Set(old ? addresses(old) : []);
  const own = { database: database.Name, table: foldName(next.Name ?? '') };
  for (const address of addresses(next)) {
    if (known.has(address)) continue;
    requireLocation(viewer, address, database);
    requireUnclaimed(viewer, address, own);
  }
}

/** An Iceberg table is where its metadata says, whatever its storage descriptor says. */
function addresses({
  StorageDescriptor: storage,
  Parameters,
}: Pick<TableInput, 'StorageDescriptor' | 'Parameters'>): string[] {
  const found = [storage?.Location, ...(storage?.AdditionalLocations ?? []), Parameters?.metadata_location];
  return found.filter((address) => address !== undefined && address !== '') as string[];
}
