import type {
  BatchCreatePartitionCommandInput,
  BatchCreatePartitionResponse,
  CreatePartitionCommandInput,
  CreatePartitionResponse,
} from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { alterableTable, checkPartitionInput, checkTableNames, partitionError } from './partitions';

export const createPartition: Operation<CreatePartitionCommandInput, CreatePartitionResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  checkPartitionInput('partitionInput', input.PartitionInput);
  const table = await alterableTable(call, input.DatabaseName!, input.TableName!, [
    { input: input.PartitionInput! },
  ]);
  call.account.catalog.addPartitions(table.database, table.name, [input.PartitionInput!], call.now);
  return {};
};

/** Each partition stands for itself: those that are there already are told, the others are made. */
export const batchCreatePartition: Operation<
  BatchCreatePartitionCommandInput,
  BatchCreatePartitionResponse
> = async (input, call) => {
  checkTableNames(input);
  new Constraints().list('partitionInputList', input.PartitionInputList, { max: 100 }).check();
  const inputs = input.PartitionInputList!;
  inputs.forEach((partition, i) => void checkPartitionInput(`partitionInputList.${i + 1}.member`, partition));
  const table = await alterableTable(
    call,
    input.DatabaseName!,
    input.TableName!,
    inputs.map((partition) => ({ input: partition })),
  );
  const Errors = inputs.flatMap((partition) => {
    try {
      call.account.catalog.addPartitions(table.database, table.name, [partition], call.now);
      return [];
    } catch (error) {
      return [partitionError(partition.Values!, error)];
    }
  });
  return { Errors };
};
