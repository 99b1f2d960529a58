import type {
  GetQueryRuntimeStatisticsCommandInput,
  GetQueryRuntimeStatisticsCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { ended } from '../execution/execution';
import { queriesOf } from '../execution/queries';
import { invalidRequest } from './requestError';
import { text, validateRequest } from './validateRequest';

/** The timeline, and the rows of finished queries. Stages of a distributed plan do not exist here and are not made up. */
export const getQueryRuntimeStatistics: Operation<
  GetQueryRuntimeStatisticsCommandInput,
  Omit<GetQueryRuntimeStatisticsCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { QueryExecutionId: text(128, true) });
  const execution = queriesOf(call.account).get(input.QueryExecutionId!);
  if (!ended(execution.state)) {
    throw invalidRequest(
      `Query has not yet finished. Current state: ${execution.state}`,
      'INVALID_QUERY_EXECUTION_STATE',
    );
  }
  const { times, result } = execution;
  return {
    QueryRuntimeStatistics: {
      Timeline: {
        QueryQueueTimeInMillis: times.queue,
        ServicePreProcessingTimeInMillis: times.preProcessing,
        QueryPlanningTimeInMillis: times.planning,
        EngineExecutionTimeInMillis: times.engine,
        ServiceProcessingTimeInMillis: times.service,
        TotalExecutionTimeInMillis: (execution.completed ?? execution.submitted) - execution.submitted,
      },
      Rows: result
        ? {
            InputRows: execution.inputRows,
            InputBytes: execution.scannedBytes,
            OutputRows: result.rows,
            OutputBytes: result.bytes,
          }
        : undefined,
    },
  };
};
