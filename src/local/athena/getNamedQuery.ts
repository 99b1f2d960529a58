import type {
  BatchGetNamedQueryCommandInput,
  BatchGetNamedQueryCommandOutput,
  GetNamedQueryCommandInput,
  GetNamedQueryCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { checkFrame, text } from './frame';
import { namedQueries, onTheWire } from './namedQuery';
import { unprocessed } from './unprocessed';
import { workGroupArn } from './workGroup';

export const getNamedQuery: Operation<
  GetNamedQueryCommandInput,
  Omit<GetNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, { NamedQueryId: text(128, true) });
  return { NamedQuery: onTheWire(namedQueries(call.account).get(input.NamedQueryId!)) };
};

export const batchGetNamedQuery: Operation<
  BatchGetNamedQueryCommandInput,
  Omit<BatchGetNamedQueryCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, { NamedQueryIds: { type: 'list', required: true, min: 1, max: 50, of: text(128) } });
  const answer: Required<Omit<BatchGetNamedQueryCommandOutput, '$metadata'>> = {
    NamedQueries: [],
    UnprocessedNamedQueryIds: [],
  };
  for (const id of input.NamedQueryIds!) {
    try {
      const query = namedQueries(call.account).get(id);
      await call.authorize('athena:BatchGetNamedQuery', workGroupArn(call, query.workGroup));
      answer.NamedQueries.push(onTheWire(query));
    } catch (error) {
      answer.UnprocessedNamedQueryIds.push({ NamedQueryId: id, ...unprocessed(error) });
    }
  }
  return answer;
};
