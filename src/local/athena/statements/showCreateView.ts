import { SqlError } from '../../../sql/errors';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { isView } from '../execution/catalogView';
import { readPrestoView } from '../execution/prestoView';
import type { StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';

/** `SHOW CREATE VIEW v` */
export const showCreateView: StatementRunner<Extract<Statement, { type: 'showCreateView' }>> = async (
  statement,
  run,
) => {
  const table = await hiveTable(run, statement.name);
  if (!isView(table)) {
    throw new SqlError(
      'NOT_SUPPORTED',
      `Relation 'awsdatacatalog.${table.DatabaseName}.${table.Name}' is a table, not a view`,
      statement.at,
    );
  }
  const view = readPrestoView(table);
  const text = `CREATE VIEW "${table.DatabaseName}"."${table.Name}" AS \n${view.originalSql}`;
  return lines(['Create View'], text.split('\n'));
};
