import type {
  BatchGetNamedQueryCommandInput,
  BatchGetNamedQueryCommandOutput,
  GetNamedQueryCommandInput,
  GetNamedQueryCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { namedQueries, namedQueryNotFound, toNamedQuery } from './namedQuery';
import { hidden, unprocessed } from './unprocessed';
import { text, validateRequest } from './validateRequest';
import { workGroupArn } from './workGroup';

export const getNamedQuery: Operation<
  GetNamedQueryCommandInput,
  Omit<GetNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { NamedQueryId: text(128, true) });
  return { NamedQuery: toNamedQuery(namedQueries(call.account).get(input.NamedQueryId!)) };
};

export const batchGetNamedQuery: Operation<
  BatchGetNamedQueryCommandInput,
  Omit<BatchGetNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { NamedQueryIds: { type: 'list', required: true, min: 1, max: 50, of: text(128) } });
  const answer: Required<Omit<BatchGetNamedQueryCommandOutput, '$metadata'>> = {
    NamedQueries: [],
    UnprocessedNamedQueryIds: [],
  };
  for (const id of input.NamedQueryIds!) {
    try {
      const query = namedQueries(call.account).get(id);
      await call.authorize('athena:BatchGetNamedQuery', workGroupArn(call, query.workGroup));
      answer.NamedQueries.push(toNamedQuery(query));
    } catch (error) {
      answer.UnprocessedNamedQueryIds.push({
        NamedQueryId: id,
        ...unprocessed(hidden(error, namedQueryNotFound(id))),
      });
    }
  }
  return answer;
};
