import type {
  DeleteNamedQueryCommandInput,
  DeleteNamedQueryCommandOutput,
  UpdateNamedQueryCommandInput,
  UpdateNamedQueryCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { namedQueries } from './namedQuery';
import { text, validateRequest } from './validateRequest';

export const updateNamedQuery: Operation<
  UpdateNamedQueryCommandInput,
  Omit<UpdateNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    NamedQueryId: text(128, true),
    Name: text(128, true),
    Description: { type: 'text', min: 0, max: 1024 },
    QueryString: text(262_144, true),
  });
  const queries = namedQueries(call.account);
  const query = queries.get(input.NamedQueryId!);
  queries.put({
    ...query,
    name: input.Name!,
    queryString: input.QueryString!,
    description: input.Description === undefined ? query.description : input.Description || undefined,
  });
  return {};
};

export const deleteNamedQuery: Operation<
  DeleteNamedQueryCommandInput,
  Omit<DeleteNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { NamedQueryId: text(128, true) });
  const queries = namedQueries(call.account);
  queries.remove(queries.get(input.NamedQueryId!));
  return {};
};
