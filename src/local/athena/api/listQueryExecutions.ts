import type {
  ListQueryExecutionsCommandInput,
  ListQueryExecutionsCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { executions } from '../execution/execution';
import { page } from './page';
import { nextToken, validateRequest, workGroupName } from './validateRequest';
import { workGroup } from './workGroup';

export const listQueryExecutions: Operation<
  ListQueryExecutionsCommandInput,
  Omit<ListQueryExecutionsCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    NextToken: nextToken,
    MaxResults: { type: 'integer', min: 0, max: 50 },
    WorkGroup: workGroupName(),
  });
  const history = executions(call.account).inGroup(workGroup(call.account, input.WorkGroup).name);
  const found = page(history, (entry) => entry.key, input, 50);
  return { QueryExecutionIds: found.items.map((entry) => entry.id), NextToken: found.NextToken };
};
