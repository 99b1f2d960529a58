import type {
  CreatePreparedStatementCommandInput,
  CreatePreparedStatementCommandOutput,
  UpdatePreparedStatementCommandInput,
  UpdatePreparedStatementCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { bodyShape, preparedStatements } from './preparedStatement';
import { validateRequest } from './validateRequest';
import { workGroup } from './workGroup';

export const createPreparedStatement: Operation<
  CreatePreparedStatementCommandInput,
  Omit<CreatePreparedStatementCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, bodyShape);
  preparedStatements(call.account).create({
    name: input.StatementName!,
    workGroup: workGroup(call.account, input.WorkGroup!).name,
    queryStatement: input.QueryStatement!,
    description: input.Description,
    modified: call.now.getTime(),
  });
  return {};
};

export const updatePreparedStatement: Operation<
  UpdatePreparedStatementCommandInput,
  Omit<UpdatePreparedStatementCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, bodyShape);
  const group = workGroup(call.account, input.WorkGroup!).name;
  const statements = preparedStatements(call.account);
  const before = statements.get(group, input.StatementName!);
  statements.put({
    ...before,
    queryStatement: input.QueryStatement!,
    description: input.Description ?? before.description,
    modified: call.now.getTime(),
  });
  return {};
};
