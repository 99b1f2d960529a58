import { SqlError } from '../../../sql/errors';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { requireOnTable } from '../../glue/visibility';
import type { StatementRunner } from '../execution/run';
import { engineName, withTrinoErrors } from '../execution/trinoErrors';
import { unlessMissing } from '../hive/hiveErrors';

/** `DROP VIEW [IF EXISTS] v` */
export const dropView: StatementRunner<Extract<Statement, { type: 'dropView' }>> = async (statement, run) => {
  const { account } = run.call;
  const { database, table: name } = engineName(statement.name, run.execution.database);
  const missing = new SqlError(
    'TABLE_NOT_FOUND',
    `View 'awsdatacatalog.${database}.${name}' does not exist`,
    statement.at,
  );
  const view = await unlessMissing(
    statement.ifExists,
    (error) => error === missing || (error instanceof SqlError && error.errorName === 'SCHEMA_NOT_FOUND'),
    withTrinoErrors(
      run,
      'DeleteTable',
      { database, table: name },
      statement.at,
      () => requireOnTable(run.call, database, name, 'DROP'),
      missing,
    ),
  );
  if (!view) return { kind: 'none' };
  if (view.kind !== 'VIEW') throw missing;
  account.catalog.dropTable(database, name);
  return { kind: 'none' };
};
