import { SqlError } from '../../../sql/errors';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { formatType } from '../../../sql/types/types';
import { AwsError } from '../../errors';
import { tableKind } from '../../glue/tableKind';
import { hiveTypeText } from '../execution/columnType';
import { analyzed } from '../execution/plannedQuery';
import { type PrestoView, prestoViewInput } from '../execution/prestoView';
import type { StatementRunner } from '../execution/run';
import { engineName } from '../execution/trinoErrors';

/** `CREATE [OR REPLACE] VIEW v AS query`: the query's text is kept; whoever reads the view needs the rights to its tables. */
export const createView: StatementRunner<Extract<Statement, { type: 'createView' }>> = async (
  statement,
  run,
) => {
  const { account, principal, now } = run.call;
  const { database, table: name } = engineName(statement.name, run.execution.database);
  const { typed } = await analyzed(statement, run);
  const { output } = typed.query;
  if (statement.columns && statement.columns.length !== output.length) {
    throw new SqlError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${statement.columns.length} entries but relation has ${output.length} columns`,
      statement.at,
    );
  }
  const view: PrestoView = {
    originalSql: statement.text,
    catalog: 'awsdatacatalog',
    schema: (run.execution.database ?? 'default').toLowerCase(),
    columns: output.map((column) => ({ name: column.name, type: formatType(column.type) })),
  };
  const input = prestoViewInput(
    name,
    view,
    output.map((column) => ({ Name: column.name, Type: hiveTypeText(column.type) })),
  );
  const existing = account.catalog.table(database, name);
  if (existing && statement.orReplace) {
    if (tableKind(existing) !== 'VIEW') {
      throw new SqlError(
        'TABLE_ALREADY_EXISTS',
        `Table already exists: 'awsdatacatalog.${database}.${name}'`,
        statement.at,
      );
    }
    account.catalog.replaceTable(database, input, existing.VersionId, now);
    return { kind: 'none' };
  }
  try {
    account.store.transaction(() => {
      account.catalog.createTable(database, input, { grantee: principal.grantee, now });
      account.lakeFormation.created(principal.grantee, { database, table: name });
    });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'AlreadyExistsException')) throw error;
    throw new SqlError(
      'TABLE_ALREADY_EXISTS',
      `View already exists: 'awsdatacatalog.${database}.${name}'`,
      statement.at,
    );
  }
  return { kind: 'none' };
};
