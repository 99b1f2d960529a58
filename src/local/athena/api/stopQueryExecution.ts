import type { StopQueryExecutionCommandInput, StopQueryExecutionCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { queriesOf } from '../execution/queries';
import { text, validateRequest } from './validateRequest';

/** A query that has ended stays as it is, and the call succeeds. */
export const stopQueryExecution: Operation<
  StopQueryExecutionCommandInput,
  Omit<StopQueryExecutionCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { QueryExecutionId: text(128, true) });
  const queries = queriesOf(call.account);
  queries.get(input.QueryExecutionId!);
  await queries.stop(input.QueryExecutionId!);
  return {};
};
