import type {
  BatchDeletePartitionCommandInput,
  BatchDeletePartitionResponse,
  DeletePartitionCommandInput,
  DeletePartitionResponse,
} from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { alterableTable, checkTableNames, checkValues, partitionError } from './partitions';

export const deletePartition: Operation<DeletePartitionCommandInput, DeletePartitionResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  checkValues('partitionValues', input.PartitionValues);
  const table = await alterableTable(call, input.DatabaseName!, input.TableName!);
  call.account.catalog.dropPartition(table.database, table.name, input.PartitionValues!);
  return {};
};

export const batchDeletePartition: Operation<
  BatchDeletePartitionCommandInput,
  BatchDeletePartitionResponse
> = async (input, call) => {
  checkTableNames(input);
  new Constraints().list('partitionsToDelete', input.PartitionsToDelete, { max: 25 }).check();
  const doomed = input.PartitionsToDelete!;
  doomed.forEach((item, i) => void checkValues(`partitionsToDelete.${i + 1}.member.values`, item?.Values));
  const table = await alterableTable(call, input.DatabaseName!, input.TableName!);
  const Errors = doomed.flatMap(({ Values }) => {
    try {
      call.account.catalog.dropPartition(table.database, table.name, Values!);
      return [];
    } catch (error) {
      return [partitionError(Values!, error)];
    }
  });
  return { Errors };
};
