import type { GetPartitionsCommandInput, GetPartitionsResponse, Partition } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { gluePage } from './gluePage';
import { partitionFilter } from './partitionExpression';
import { checkTableNames, tableOfPartitions } from './partitions';
import { shownPartition } from './shown';

export const getPartitions: Operation<GetPartitionsCommandInput, GetPartitionsResponse> = async (
  input,
  call,
) => {
  checkTableNames(input);
  new Constraints()
    .optionalText('expression', input.Expression, { min: 0, max: 2048, lines: true })
    .number('maxResults', input.MaxResults, { min: 1, max: 1000 })
    .number('segment.segmentNumber', input.Segment?.SegmentNumber, { min: 0, max: 9 })
    .number('segment.totalSegments', input.Segment?.TotalSegments, { min: 1, max: 10 })
    .check();
  const table = await tableOfPartitions(call, input.DatabaseName!, input.TableName!);
  const meets = input.Expression?.trim() ? partitionFilter(input.Expression, table.shownKeys) : () => true;
  const { SegmentNumber = 0, TotalSegments = 1 } = input.Segment ?? {};
  const wanted = call.account.catalog
    .partitions(table.database, table.name)
    // A client that scans in segments gets each partition in exactly one of them.
    .filter((_, i) => i % TotalSegments === SegmentNumber)
    .filter(({ Values = [] }) => meets(Values));
  const { items, NextToken } = gluePage(wanted, orderKey, input, 1000);
  const shown = items.map((partition) => shownPartition(table.shownPartition(partition), call));
  return { Partitions: input.ExcludeColumnSchema ? shown.map(withoutColumns) : shown, NextToken };
};

/** Sorts as the catalog lists partitions: by one value after the other. */
const orderKey = ({ Values = [] }: Partition): string => Values.join('\u0000');

function withoutColumns(partition: Partition): Partition {
  const { Columns: _, ...storage } = partition.StorageDescriptor ?? {};
  return partition.StorageDescriptor ? { ...partition, StorageDescriptor: storage } : partition;
}
