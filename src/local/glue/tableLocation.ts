import type { TableInput } from '@aws-sdk/client-glue';
import type { CatalogDatabase, CatalogTable } from './catalog';
import { requireLocation, type Viewer } from './visibility';

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
  for (const address of addresses(next)) if (!known.has(address)) requireLocation(viewer, address, database);
}

/** An Iceberg table is where its metadata says, whatever its storage descriptor says. */
function addresses({
  StorageDescriptor: storage,
  Parameters,
}: Pick<TableInput, 'StorageDescriptor' | 'Parameters'>): string[] {
  const found = [storage?.Location, ...(storage?.AdditionalLocations ?? []), Parameters?.metadata_location];
  return found.filter((address) => address !== undefined && address !== '') as string[];
}
