import type { Statement } from '../../../sql/ast/statement';
import { SqlError } from '../../../sql/errors';
import { isView } from '../catalogView';
import { hiveTable, lines } from '../hiveSide';
import { readPrestoView } from '../prestoView';
import type { StatementRunner } from '../run';

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
