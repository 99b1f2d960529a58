import { SqlError } from '../../../sql/errors';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { readPrestoView } from '../execution/prestoView';
import type { StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';

/** `SHOW CREATE VIEW v` */
export const showCreateView: StatementRunner<Extract<Statement, { type: 'showCreateView' }>> = async (
  statement,
  run,
) => {
  const table = await hiveTable(run, statement.name);
  if (table.kind !== 'VIEW') {
    throw new SqlError(
      'NOT_SUPPORTED',
      `Relation 'awsdatacatalog.${table.database}.${table.name}' is a table, not a view`,
      statement.at,
    );
  }
  const view = readPrestoView(table.shown);
  const text = `CREATE VIEW "${table.database}"."${table.name}" AS \n${view.originalSql}`;
  return lines(['Create View'], text.split('\n'));
};
