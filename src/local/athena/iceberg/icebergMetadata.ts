import { AwsError } from '../../errors';
import type { CatalogTable } from '../../glue/catalog';
import { IcebergError, readMetadata, type TableMetadata } from '../../iceberg';
import { tableLocation } from '../execution/catalogView';
import { failure } from '../execution/failure';
import type { Run } from '../execution/run';
import { authorizeFiles } from '../execution/storageAccess';
import { tableFiles } from '../execution/tableFiles';

/** The metadata of an Iceberg table, read with the caller's rights. @throws QueryFailure */
export async function icebergMetadata(table: CatalogTable, run: Run): Promise<TableMetadata> {
  const name = `${table.DatabaseName}.${table.Name}`;
  const uri = table.Parameters?.metadata_location;
  if (!uri) {
    throw failure('ICEBERG_INVALID_METADATA', `Table is missing [metadata_location] property: ${name}`);
  }
  await authorizeFiles('s3:GetObject', [uri], { location: tableLocation(table), kind: 'ICEBERG' }, run);
  try {
    return await readMetadata(uri, tableFiles(run.call.account));
  } catch (error) {
    if (error instanceof AwsError) {
      throw failure('ICEBERG_MISSING_METADATA', `Metadata not found in metadata location for table ${name}`);
    }
    if (error instanceof IcebergError) throw failure('ICEBERG_BAD_DATA', error.message);
    throw error;
  }
}
