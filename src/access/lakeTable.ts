import type { Table } from '@aws-sdk/client-glue';

/** What the catalog says of a table, as far as it bears on who may read it. Names are lower case. */
export interface LakeTable {
  database: string;
  name: string;
  kind: 'ICEBERG' | 'HIVE' | 'VIEW';
  /** With Hive's spelling of the type. */
  columns: { name: string; type: string }[];
  /** The table's folder, `s3://bucket/prefix`; a view has none. */
  location?: string;
  /** A view's text, as the catalog keeps it. */
  viewText?: string;
}

/** A table as Glue shows it to somebody who sees all columns; partition keys are columns too. */
export function lakeTable(table: Table): LakeTable {
  const { Parameters = {}, StorageDescriptor, PartitionKeys = [] } = table;
  const kind =
    table.TableType === 'VIRTUAL_VIEW'
      ? 'VIEW'
      : Parameters.table_type?.toUpperCase() === 'ICEBERG'
        ? 'ICEBERG'
        : 'HIVE';
  // Other engines may leave the location out of an Iceberg table: it is the folder above its metadata.
  const location =
    StorageDescriptor?.Location || Parameters.metadata_location?.replace(/\/metadata\/[^/]*$/, '');
  return {
    database: (table.DatabaseName ?? '').toLowerCase(),
    name: (table.Name ?? '').toLowerCase(),
    kind,
    columns: [...(StorageDescriptor?.Columns ?? []), ...PartitionKeys]
      // Glue goes on listing the columns that an Iceberg table has dropped, with this mark.
      .filter((column) => column.Parameters?.['iceberg.field.current'] !== 'false')
      .map(({ Name = '', Type = 'string' }) => ({ name: Name.toLowerCase(), type: Type })),
    ...(kind !== 'VIEW' && location ? { location: location.replace(/^s3[an]:/, 's3:') } : {}),
    ...(kind === 'VIEW' ? { viewText: table.ViewOriginalText ?? '' } : {}),
  };
}

/** A location that is registered with Lake Formation, by its S3 ARN. */
export interface Registration {
  arn: string;
  /** Only principals that opted in are governed; for all others IAM decides. */
  hybrid: boolean;
}

/** The registration that covers an address: `arn:aws:s3:::lake/db` covers `s3://lake/db/t`, not `s3://lake/db2`. */
export function registrationOf(location: string, registered: Registration[]): Registration | undefined {
  const trimmed = (path: string) => path.replace(/\/\*$/, '').replace(/\/+$/, '');
  const address = `${trimmed(location.replace(/^s3:\/\//, ''))}/`;
  return registered
    .filter(({ arn }) => address.startsWith(`${trimmed(arn.replace(/^arn:[\w-]+:s3:::/, ''))}/`))
    .sort((a, b) => b.arn.length - a.arn.length)[0];
}
