import type {
  BatchUpdatePartitionCommandInput,
  BatchUpdatePartitionResponse,
  UpdatePartitionCommandInput,
  UpdatePartitionResponse,
} from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import {
  alterableTable,
  checkPartitionInput,
  checkTableNames,
  checkValues,
  partitionError,
} from './partitions';

/** Replaces a partition; new values in the input move it. */
export const updatePartition: Operation<UpdatePartitionCommandInput, UpdatePartitionResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  checkValues('partitionValueList', input.PartitionValueList);
  checkPartitionInput('partitionInput', input.PartitionInput);
  const table = await alterableTable(call, input.DatabaseName!, input.TableName!, [
    { input: input.PartitionInput!, values: input.PartitionValueList! },
  ]);
  const { catalog } = call.account;
  catalog.replacePartition(
    table.database,
    table.name,
    input.PartitionValueList!,
    input.PartitionInput!,
    call.now,
  );
  return {};
};

export const batchUpdatePartition: Operation<
  BatchUpdatePartitionCommandInput,
  BatchUpdatePartitionResponse
> = async (input, call) => {
  checkTableNames(input);
  new Constraints().list('entries', input.Entries, { min: 1, max: 100 }).check();
  const entries = input.Entries!;
  entries.forEach((entry, i) => {
    checkValues(`entries.${i + 1}.member.partitionValueList`, entry?.PartitionValueList);
    checkPartitionInput(`entries.${i + 1}.member.partitionInput`, entry.PartitionInput);
  });
  const inputs = entries.map(({ PartitionInput, PartitionValueList }) => ({
    input: PartitionInput!,
    values: PartitionValueList!,
  }));
  const table = await alterableTable(call, input.DatabaseName!, input.TableName!, inputs);
  const Errors = entries.flatMap(({ PartitionValueList, PartitionInput }) => {
    try {
      call.account.catalog.replacePartition(
        table.database,
        table.name,
        PartitionValueList!,
        PartitionInput!,
        call.now,
      );
      return [];
    } catch (error) {
      const { PartitionValues, ErrorDetail } = partitionError(PartitionValueList!, error);
      return [{ PartitionValueList: PartitionValues, ErrorDetail }];
    }
  });
  return { Errors };
};
