import type { Column, IcebergInput, TableInput } from '@aws-sdk/client-glue';
import { SqlError } from '../../sql/errors';
import { hiveColumnType } from '../athena/execution/columnType';
import { QueryFailure } from '../athena/execution/failure';
import { tableFiles } from '../athena/execution/tableFiles';
import type { Call } from '../call';
import { AwsError } from '../errors';
import { glueColumns, IcebergError, newTable, type TableMetadata, writeMetadata } from '../iceberg';
import { parseS3Uri } from '../s3/objectStore';
import { Constraints } from './constraints';

/** A table whose first metadata file is written, and how to take that file away again when the table cannot be entered. */
export interface WrittenTable {
  input: TableInput;
  undo(): Promise<void>;
}

/**
 * CreateTable with `OpenTableFormatInput.IcebergInput`: Glue itself makes the table's first metadata file at its
 * location, and enters the table with the file's address and the columns' Iceberg field ids. The columns keep the
 * spelling in which they came, so that the client reads back what it sent.
 *
 * @throws AwsError InvalidInputException for what cannot be an Iceberg table; AccessDeniedException when the caller may
 *   not write there (in a registered location Lake Formation has decided already)
 */
export async function writeIcebergTable(
  iceberg: IcebergInput,
  table: TableInput,
  call: Call,
): Promise<WrittenTable> {
  const metadata = plan(iceberg, table, call.now);
  const location = metadata.location;
  if (call.account.lakeFormation.registeredLocation(location) === undefined) {
    const { bucket, key } = parseS3Uri(`${location}/metadata/file`);
    await call.authorize('s3:PutObject', `arn:aws:s3:::${bucket}/${key}`);
  }
  const files = tableFiles(call.account);
  const metadataLocation = await refusedAsInput(() => writeMetadata(metadata, files));
  const fields = glueColumns(metadata);
  const Columns = table.StorageDescriptor!.Columns!.map(
    (column, i): Column => ({ ...column, Parameters: { ...column.Parameters, ...fields[i]!.Parameters } }),
  );
  return {
    input: {
      ...table,
      Parameters: { ...table.Parameters, table_type: 'ICEBERG', metadata_location: metadataLocation },
      StorageDescriptor: { ...table.StorageDescriptor, Columns },
    },
    undo: async () => files.remove?.([metadataLocation]),
  };
}

function plan(iceberg: IcebergInput, table: TableInput, now: Date): TableMetadata {
  const path = 'openTableFormatInput.icebergInput';
  new Constraints()
    .oneOf(`${path}.metadataOperation`, iceberg.MetadataOperation, ['CREATE'])
    .optionalText(`${path}.version`, iceberg.Version)
    .check();
  if (iceberg.CreateIcebergTableInput) throw invalid('CreateIcebergTableInput is not supported.');
  if ((iceberg.Version ?? '2') !== '2')
    throw invalid(`Iceberg format version ${iceberg.Version} is not supported.`);
  if (table.PartitionKeys?.length) throw invalid('PartitionKeys are not supported for Iceberg tables.');
  const { Location, Columns = [] } = table.StorageDescriptor ?? {};
  if (!Location || !/^s3:\/\/[^/]+\/./.test(Location))
    throw invalid('An S3 location must be specified for an Iceberg table.');
  if (Columns.length === 0) throw invalid('An Iceberg table must have at least one column.');
  const names = Columns.map(({ Name }) => Name!.toLowerCase());
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw invalid(`Duplicate column name: ${repeated}`);
  return asInput(() =>
    newTable({
      location: Location,
      columns: Columns.map(({ Type, Comment }, i) => ({
        name: names[i]!,
        type: hiveColumnType(Type ?? ''),
        ...(Comment ? { comment: Comment } : {}),
      })),
      now,
    }),
  );
}

const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);

/** What the types or the format refuse was the request's fault. */
function asInput<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SqlError || error instanceof IcebergError || error instanceof QueryFailure)
      throw invalid(error.message);
    throw error;
  }
}

/** A bucket that is not there is told as Glue tells it: the location is wrong. */
async function refusedAsInput<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AwsError
      ? invalid(`Unable to write metadata to the location: ${error.message}`)
      : error;
  }
}
