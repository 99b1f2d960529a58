import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { IcebergError, readMetadata, type TableMetadata } from '../../iceberg';
import { failure } from '../execution/failure';
import type { Run } from '../execution/run';
import { authorizeFiles } from '../execution/storageAccess';
import { tableFiles } from '../execution/tableFiles';

/** The metadata of an Iceberg table, read with the caller's rights. @throws QueryFailure */
export async function icebergMetadata(table: AuthorizedTable, run: Run): Promise<TableMetadata> {
  const name = `${table.database}.${table.name}`;
  const uri = table.metadataLocation;
  if (!uri) {
    throw failure('ICEBERG_INVALID_METADATA', `Table is missing [metadata_location] property: ${name}`);
  }
  await authorizeFiles('s3:GetObject', [uri], table.storage, run);
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
