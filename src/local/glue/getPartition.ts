import type {
  BatchGetPartitionCommandInput,
  BatchGetPartitionResponse,
  GetPartitionCommandInput,
  GetPartitionResponse,
  PartitionValueList,
} from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { partitionNotFound } from './catalog';
import { Constraints } from './constraints';
import { checkTableNames, checkValues, tableOfPartitions, visiblePartition } from './partitions';
import { shownPartition } from './shown';

export const getPartition: Operation<GetPartitionCommandInput, GetPartitionResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  checkValues('partitionValues', input.PartitionValues);
  const table = tableOfPartitions(call, input.DatabaseName!, input.TableName!);
  const found = call.account.catalog.partition(table.DatabaseName, table.Name, input.PartitionValues!);
  if (!found) throw partitionNotFound();
  return { Partition: shownPartition(visiblePartition(call, table, found), call) };
};

/** The partitions that are there; what is not there is told as unprocessed by nobody, as in Glue. */
export const batchGetPartition: Operation<BatchGetPartitionCommandInput, BatchGetPartitionResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  new Constraints().list('partitionsToGet', input.PartitionsToGet, { max: 1000 }).check();
  const wanted: PartitionValueList[] = input.PartitionsToGet!;
  wanted.forEach((item, i) => void checkValues(`partitionsToGet.${i + 1}.member.values`, item?.Values));
  const table = tableOfPartitions(call, input.DatabaseName!, input.TableName!);
  const Partitions = wanted.flatMap(({ Values }) => {
    const found = call.account.catalog.partition(table.DatabaseName, table.Name, Values!);
    return found ? [shownPartition(visiblePartition(call, table, found), call)] : [];
  });
  return { Partitions, UnprocessedKeys: [] };
};
