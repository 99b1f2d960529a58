import type { DeleteWorkGroupCommandInput, DeleteWorkGroupCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { executions } from '../execution/execution';
import { queriesOf } from '../execution/queries';
import { namedQueries } from './namedQuery';
import { preparedStatements } from './preparedStatement';
import { invalidRequest } from './requestError';
import { tagsOf } from './tags';
import { flag, type Shape, validateRequest, workGroupName } from './validateRequest';
import { PRIMARY, workGroup, workGroupArn, workGroups } from './workGroup';

const shape: Shape = { WorkGroup: workGroupName(true), RecursiveDeleteOption: flag };

export const deleteWorkGroup: Operation<
  DeleteWorkGroupCommandInput,
  Omit<DeleteWorkGroupCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  const { account } = call;
  const name = input.WorkGroup!;
  if (name === PRIMARY) throw invalidRequest('WorkGroup primary cannot be deleted.');
  // A query that still runs would write itself back into a group that is gone.
  if (input.RecursiveDeleteOption) await queriesOf(account).stopAll(workGroup(account, name).name);
  account.store.transaction(() => {
    workGroup(account, name);
    const named = namedQueries(account).inGroup(name);
    const prepared = preparedStatements(account).inGroup(name);
    const history = executions(account).idsInGroup(name);
    if (!input.RecursiveDeleteOption && named.length + prepared.length + history.length > 0) {
      throw invalidRequest('WorkGroup is not empty');
    }
    for (const query of named) namedQueries(account).remove(query);
    for (const statement of prepared) preparedStatements(account).remove(statement);
    for (const id of history) executions(account).remove(id);
    tagsOf(account).remove(workGroupArn(call, name));
    workGroups(account).remove(name);
  });
  return {};
};
