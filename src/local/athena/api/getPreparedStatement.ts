import type {
  BatchGetPreparedStatementCommandInput,
  BatchGetPreparedStatementCommandOutput,
  DeletePreparedStatementCommandInput,
  DeletePreparedStatementCommandOutput,
  GetPreparedStatementCommandInput,
  GetPreparedStatementCommandOutput,
  ListPreparedStatementsCommandInput,
  ListPreparedStatementsCommandOutput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { page } from './page';
import { preparedStatements, statementName, toPreparedStatement } from './preparedStatement';
import { nextToken, validateRequest, workGroupName } from './validateRequest';
import { workGroup } from './workGroup';

export const getPreparedStatement: Operation<
  GetPreparedStatementCommandInput,
  Omit<GetPreparedStatementCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { StatementName: statementName, WorkGroup: workGroupName(true) });
  const group = workGroup(call.account, input.WorkGroup!).name;
  return {
    PreparedStatement: toPreparedStatement(preparedStatements(call.account).get(group, input.StatementName!)),
  };
};

export const batchGetPreparedStatement: Operation<
  BatchGetPreparedStatementCommandInput,
  Omit<BatchGetPreparedStatementCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    PreparedStatementNames: { type: 'list', required: true, of: statementName },
    WorkGroup: workGroupName(true),
  });
  const group = workGroup(call.account, input.WorkGroup!).name;
  const answer: Required<Omit<BatchGetPreparedStatementCommandOutput, '$metadata'>> = {
    PreparedStatements: [],
    UnprocessedPreparedStatementNames: [],
  };
  for (const name of input.PreparedStatementNames!) {
    const found = preparedStatements(call.account).find(group, name);
    if (found) answer.PreparedStatements.push(toPreparedStatement(found));
    else {
      answer.UnprocessedPreparedStatementNames.push({
        StatementName: name,
        ErrorCode: 'STATEMENT_NOT_FOUND',
        ErrorMessage: `PreparedStatement ${name} was not found in workGroup ${group}`,
      });
    }
  }
  return answer;
};

export const deletePreparedStatement: Operation<
  DeletePreparedStatementCommandInput,
  Omit<DeletePreparedStatementCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { StatementName: statementName, WorkGroup: workGroupName(true) });
  const group = workGroup(call.account, input.WorkGroup!).name;
  const statements = preparedStatements(call.account);
  statements.remove(statements.get(group, input.StatementName!));
  return {};
};

export const listPreparedStatements: Operation<
  ListPreparedStatementsCommandInput,
  Omit<ListPreparedStatementsCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    WorkGroup: workGroupName(true),
    NextToken: nextToken,
    MaxResults: { type: 'integer', min: 1, max: 50 },
  });
  const group = workGroup(call.account, input.WorkGroup!).name;
  const found = page(
    preparedStatements(call.account).inGroup(group),
    (statement) => statement.name,
    input,
    50,
  );
  return {
    PreparedStatements: found.items.map((statement) => ({
      StatementName: statement.name,
      LastModifiedTime: new Date(statement.modified),
    })),
    NextToken: found.NextToken,
  };
};
