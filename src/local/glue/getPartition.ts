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
import { checkTableNames, checkValues, tableOfPartitions } from './partitions';
import { shownPartition } from './shown';

export const getPartition: Operation<GetPartitionCommandInput, GetPartitionResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  checkValues('partitionValues', input.PartitionValues);
  const table = await tableOfPartitions(call, input.DatabaseName!, input.TableName!);
  const found = call.account.catalog.partition(table.database, table.name, input.PartitionValues!);
  if (!found) throw partitionNotFound();
  return { Partition: shownPartition(table.shownPartition(found), call) };
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
  const table = await tableOfPartitions(call, input.DatabaseName!, input.TableName!);
  const Partitions = wanted.flatMap(({ Values }) => {
    const found = call.account.catalog.partition(table.database, table.name, Values!);
    return found ? [shownPartition(table.shownPartition(found), call)] : [];
  });
  return { Partitions, UnprocessedKeys: [] };
};
