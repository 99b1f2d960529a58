import type { Partition, PartitionError, PartitionInput } from '@aws-sdk/client-glue';
import { AwsError } from '../errors';
import type { CatalogTable } from './catalog';
import { Constraints } from './constraints';
import {
  insufficientPermission,
  requireLocation,
  requireOnTable,
  requireVisibleTable,
  showsColumn,
  type Viewer,
  visibleDatabase,
} from './visibility';

/** @throws AwsError ValidationException */
export function checkTableNames({
  DatabaseName,
  TableName,
}: {
  DatabaseName?: unknown;
  TableName?: unknown;
}): void {
  new Constraints().text('databaseName', DatabaseName).text('tableName', TableName).check();
}

/** @throws AwsError ValidationException */
export function checkPartitionInput(path: string, input: PartitionInput | undefined): void {
  new Constraints().structure(path, input).check();
  const constraints = new Constraints()
    .list(`${path}.values`, input!.Values)
    .strings(`${path}.parameters`, input!.Parameters)
    .optionalText(`${path}.storageDescriptor.location`, input!.StorageDescriptor?.Location, {
      min: 0,
      max: 2056,
    });
  (input!.Values ?? []).forEach(
    (value, i) =>
      void constraints.text(`${path}.values.${i + 1}.member`, value, { min: 0, max: 1024, lines: true }),
  );
  constraints.check();
}

/** @throws AwsError ValidationException */
export function checkValues(path: string, values: string[] | undefined): void {
  const constraints = new Constraints().list(path, values);
  (values ?? []).forEach(
    (value, i) => void constraints.text(`${path}.${i + 1}.member`, value, { min: 0, max: 1024, lines: true }),
  );
  constraints.check();
}

/**
 * A table whose partitions the caller may see. Their values are data of the partition keys, so a caller from whom a key
 * is hidden gets none of them.
 * @throws AwsError AccessDeniedException, EntityNotFoundException
 */
export function tableOfPartitions(viewer: Viewer, database: string, name: string): CatalogTable {
  const table = requireVisibleTable(viewer, database, name);
  const access = viewer.account.lakeFormation.tableAccess(viewer.principal.grantee, table);
  if (!(table.PartitionKeys ?? []).every((key) => showsColumn(access, key)))
    throw insufficientPermission('SELECT', table.Name);
  return table;
}

/** A partition with only the columns that the caller may see. */
export function visiblePartition(viewer: Viewer, table: CatalogTable, partition: Partition): Partition {
  const access = viewer.account.lakeFormation.tableAccess(viewer.principal.grantee, table);
  const storage = partition.StorageDescriptor;
  if (!storage) return partition;
  const Columns = (storage.Columns ?? []).filter((column) => showsColumn(access, column));
  return { ...partition, StorageDescriptor: { ...storage, Columns } };
}

/** A table whose partitions the caller may change, with the places that the partitions point at. */
export function alterableTable(
  viewer: Viewer,
  database: string,
  name: string,
  inputs: PartitionInput[] = [],
): CatalogTable {
  const table = requireOnTable(viewer, database, name, 'ALTER');
  const inDatabase = visibleDatabase(viewer, table.DatabaseName);
  const own = table.StorageDescriptor?.Location?.replace(/\/*$/, '/');
  for (const { StorageDescriptor } of inputs)
    if (!own || !StorageDescriptor?.Location?.startsWith(own))
      requireLocation(viewer, StorageDescriptor?.Location, inDatabase);
  return table;
}

/** What a batch operation answers for one partition that failed. @throws the error, when it is none of AWS's */
export function partitionError(PartitionValues: string[], error: unknown): PartitionError {
  if (!(error instanceof AwsError)) throw error;
  return { PartitionValues, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } };
}
