import type { PartitionError, PartitionInput } from '@aws-sdk/client-glue';
import { AwsError } from '../errors';
import { folderOf } from '../s3/address';
import type { AuthorizedTable, Viewer } from './authorizedTable';
import { Constraints } from './constraints';
import { refuseRevealingPartition } from './revealingChange';
import {
  insufficientPermission,
  requireLocation,
  requireOnTable,
  requireUnclaimed,
  visibleDatabase,
  visibleTable,
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
export async function tableOfPartitions(
  viewer: Viewer,
  database: string,
  name: string,
): Promise<AuthorizedTable> {
  const table = await visibleTable(viewer, database, name);
  if (!table.showsAllKeys) throw insufficientPermission('SELECT', table.name);
  return table;
}

/**
 * A table whose partitions the caller may change, with the places that the partitions point at. The values of hidden keys
 * could be guessed by changes, so keys must be shown for these, too.
 * @param inputs what is to be in the table then
 * @throws AwsError AccessDeniedException; InvalidInputException when a hidden column could show by it
 */
export async function alterableTable(
  viewer: Viewer,
  database: string,
  name: string,
  inputs: { input: PartitionInput; values?: string[] }[] = [],
): Promise<AuthorizedTable> {
  const table = await requireOnTable(viewer, database, name, 'ALTER');
  if (!table.showsAllKeys) throw insufficientPermission('SELECT', table.name);
  const inDatabase = visibleDatabase(viewer, table.database);
  const own = table.location && folderOf(table.location);
  for (const { input, values } of inputs) {
    const { Location: address } = input.StorageDescriptor ?? {};
    if (!address || !own || !folderOf(address).startsWith(own)) requireLocation(viewer, address, inDatabase);
    const known = values && viewer.account.catalog.partition(table.database, table.name, values);
    if (!known || known.StorageDescriptor?.Location !== address)
      requireUnclaimed(viewer, address, { database: table.database, table: table.name });
    refuseRevealingPartition(viewer.account, table.forCommit, input, known);
  }
  return table;
}

/** What a batch operation answers for one partition that failed. @throws the error, when it is none of AWS's */
export function partitionError(PartitionValues: string[], error: unknown): PartitionError {
  if (!(error instanceof AwsError)) throw error;
  return { PartitionValues, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } };
}
