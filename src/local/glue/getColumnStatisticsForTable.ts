import type {
  GetColumnStatisticsForTableCommandInput,
  GetColumnStatisticsForTableResponse,
} from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { checkTableNames } from './partitions';
import { insufficientPermission, visibleTable } from './visibility';

/**
 * The catalog keeps no column statistics, so each column answers that it has none. They tell of the data (least and
 * greatest values), so only who may SELECT every column that is named gets that far.
 */
export const getColumnStatisticsForTable: Operation<
  GetColumnStatisticsForTableCommandInput,
  GetColumnStatisticsForTableResponse
> = async (input, call) => {
  checkTableNames(input);
  new Constraints().list('columnNames', input.ColumnNames, { max: 100 }).check();
  const table = await visibleTable(call, input.DatabaseName!, input.TableName!);
  const readable = new Set(table.readableColumns.map(({ name }) => name));
  if (!input.ColumnNames!.every((name) => readable.has(String(name).toLowerCase())))
    throw insufficientPermission('SELECT', table.name);
  const ErrorDetail = {
    ErrorCode: 'EntityNotFoundException',
    ErrorMessage: 'Statistics do not exist for the column.',
  };
  return {
    ColumnStatisticsList: [],
    Errors: input.ColumnNames!.map((ColumnName) => ({ ColumnName, Error: ErrorDetail })),
  };
};
