import type {
  BatchGetQueryExecutionCommandInput,
  BatchGetQueryExecutionCommandOutput,
  GetQueryExecutionCommandInput,
  GetQueryExecutionCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { executionNotFound, toQueryExecution } from '../execution/execution';
import { queriesOf } from '../execution/queries';
import { hidden, unprocessed } from './unprocessed';
import { text, validateRequest } from './validateRequest';
import { workGroupArn } from './workGroup';

/** How long an answer waits for the query's end, so that clients that poll once a second are as fast as the query. */
const HOLD_MS = 1000;

export const getQueryExecution: Operation<
  GetQueryExecutionCommandInput,
  Omit<GetQueryExecutionCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { QueryExecutionId: text(128, true) });
  const queries = queriesOf(call.account);
  queries.get(input.QueryExecutionId!);
  await queries.settle(input.QueryExecutionId!, HOLD_MS);
  return { QueryExecution: toQueryExecution(queries.get(input.QueryExecutionId!)) };
};

export const batchGetQueryExecution: Operation<
  BatchGetQueryExecutionCommandInput,
  Omit<BatchGetQueryExecutionCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    QueryExecutionIds: { type: 'list', required: true, min: 1, max: 50, of: text(128) },
  });
  const queries = queriesOf(call.account);
  const answer: Required<Omit<BatchGetQueryExecutionCommandOutput, '$metadata'>> = {
    QueryExecutions: [],
    UnprocessedQueryExecutionIds: [],
  };
  for (const id of input.QueryExecutionIds!) {
    try {
      const execution = queries.get(id);
      await call.authorize('athena:BatchGetQueryExecution', workGroupArn(call, execution.workGroup));
      answer.QueryExecutions.push(toQueryExecution(execution));
    } catch (error) {
      answer.UnprocessedQueryExecutionIds.push({
        QueryExecutionId: id,
        ...unprocessed(hidden(error, executionNotFound(id))),
      });
    }
  }
  return answer;
};
