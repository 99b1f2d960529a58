import type { GetPartitionIndexesCommandInput, GetPartitionIndexesResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { checkTableNames } from './partitions';
import { visibleTable } from './visibility';

/** No table has a partition index: partitions are found fast without. */
export const getPartitionIndexes: Operation<
  GetPartitionIndexesCommandInput,
  GetPartitionIndexesResponse
> = async (input, call) => {
  checkTableNames(input);
  await visibleTable(call, input.DatabaseName!, input.TableName!);
  return { PartitionIndexDescriptorList: [] };
};
