import { randomUUID } from 'node:crypto';
import type { CreateNamedQueryCommandInput, CreateNamedQueryCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { namedQueries } from './namedQuery';
import { invalidRequest } from './requestError';
import { clientRequestToken, type Shape, text, validateRequest, workGroupName } from './validateRequest';
import { workGroup } from './workGroup';

const shape: Shape = {
  Name: text(128, true),
  Description: text(1024),
  Database: text(255, true),
  QueryString: text(262_144, true),
  ClientRequestToken: clientRequestToken,
  WorkGroup: workGroupName(),
};

export const createNamedQuery: Operation<
  CreateNamedQueryCommandInput,
  Omit<CreateNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, shape);
  const group = workGroup(call.account, input.WorkGroup);
  const queries = namedQueries(call.account);
  const token = input.ClientRequestToken;
  const before = token === undefined ? undefined : queries.withToken(token);
  if (before) {
    const same =
      before.queryString === input.QueryString &&
      before.database === input.Database &&
      before.name === input.Name;
    if (!same) throw invalidRequest('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH');
    return { NamedQueryId: before.id };
  }
  const id = randomUUID();
  queries.put({
    id,
    name: input.Name!,
    description: input.Description,
    database: input.Database!,
    queryString: input.QueryString!,
    workGroup: group.name,
    token,
  });
  return { NamedQueryId: id };
};
