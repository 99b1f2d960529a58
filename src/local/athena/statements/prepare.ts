import type { Statement } from '../../../sql/syntax/ast/statement';
import { AwsError } from '../../errors';
import { preparedStatements } from '../api/preparedStatement';
import { failure } from '../execution/failure';
import type { StatementRunner } from '../execution/run';

const PREPARABLE = new Set(['query', 'insert', 'createTableAs', 'unload']);

/** `PREPARE name FROM statement`: kept in the query's work group. */
export const prepare: StatementRunner<Extract<Statement, { type: 'prepare' }>> = async (statement, run) => {
  if (!PREPARABLE.has(statement.statement.type)) {
    throw failure(
      'NOT_SUPPORTED',
      'Only SELECT, INSERT INTO, CREATE TABLE AS SELECT and UNLOAD can be prepared',
    );
  }
  try {
    preparedStatements(run.call.account).create({
      name: statement.name.name,
      workGroup: run.execution.workGroup,
      queryStatement: statement.text,
      modified: run.call.now.getTime(),
    });
  } catch (error) {
    if (error instanceof AwsError) throw failure('INVALID_PARAMETER_USAGE', error.message);
    throw error;
  }
  return { kind: 'none' };
};

/** `DEALLOCATE PREPARE name` */
export const deallocate: StatementRunner<Extract<Statement, { type: 'deallocate' }>> = async (
  statement,
  run,
) => {
  const name = statement.name.name;
  const found = preparedStatements(run.call.account).remove({ workGroup: run.execution.workGroup, name });
  if (!found) {
    throw failure(
      'NOT_FOUND',
      `PreparedStatement ${name} was not found in workGroup ${run.execution.workGroup}`,
    );
  }
  return { kind: 'none' };
};
