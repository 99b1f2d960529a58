/** What a definition in the catalog says of itself. None of it is secret, but columns are: see authorizedTable.ts. */
import type { Column, TableInput } from '@aws-sdk/client-glue';

export type TableKind = 'ICEBERG' | 'HIVE' | 'VIEW';

type Definition = Pick<TableInput, 'TableType' | 'Parameters' | 'StorageDescriptor'>;

export function tableKind({ TableType, Parameters }: Definition): TableKind {
  if (TableType === 'VIRTUAL_VIEW') return 'VIEW';
  return Parameters?.table_type?.toUpperCase() === 'ICEBERG' ? 'ICEBERG' : 'HIVE';
}

/** A table's own folder: as the catalog says or, where other engines leave that out, the one above its metadata. */
export function tableLocation({ StorageDescriptor, Parameters }: Definition): string {
  const location = StorageDescriptor?.Location;
  if (location) return location;
  return (Parameters?.metadata_location ?? '').replace(/\/metadata\/[^/]*$/, '');
}

/** Iceberg's dropped columns stay in Glue's list, marked. */
export const isCurrent = (column: Column): boolean =>
  column.Parameters?.['iceberg.field.current'] !== 'false';
