import type { ListNamedQueriesCommandInput, ListNamedQueriesCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { namedQueries } from './namedQuery';
import { page } from './page';
import { nextToken, validateRequest, workGroupName } from './validateRequest';
import { workGroup } from './workGroup';

export const listNamedQueries: Operation<
  ListNamedQueriesCommandInput,
  Omit<ListNamedQueriesCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    NextToken: nextToken,
    MaxResults: { type: 'integer', min: 0, max: 50 },
    WorkGroup: workGroupName(),
  });
  const queries = namedQueries(call.account).inGroup(workGroup(call.account, input.WorkGroup).name);
  const found = page(queries, (query) => query.id, input, 50);
  return { NamedQueryIds: found.items.map((query) => query.id), NextToken: found.NextToken };
};
