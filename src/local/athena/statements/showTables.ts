import type { Statement } from '../../../sql/syntax/ast/statement';
import { visibleTables } from '../../glue/visibility';
import { hiveNames } from '../api/namePattern';
import type { Run, StatementRunner } from '../execution/run';
import { hiveDatabase, hiveDatabaseSeen, lines, withHiveErrors } from '../hive/hiveErrors';

/** `SHOW TABLES [IN db] ['*x*']`: tables and views that the caller may see. */
export const showTables: StatementRunner<Extract<Statement, { type: 'showTables' }>> = async (
  statement,
  run,
) => lines(['tab_name'], await names(run, statement));

/** `SHOW VIEWS [IN db] [LIKE '*x*']` */
export const showViews: StatementRunner<Extract<Statement, { type: 'showViews' }>> = async (statement, run) =>
  lines(['views'], await names(run, statement, true));

async function names(
  run: Run,
  statement: { database?: { name: string }; like?: string },
  viewsOnly = false,
): Promise<string[]> {
  const database = (await hiveDatabaseSeen(run, hiveDatabase(statement.database, run))).Name;
  const tables = await withHiveErrors(run, 'GetTables', { database }, () =>
    visibleTables(run.call, database),
  );
  const found = tables.filter((table) => !viewsOnly || table.kind === 'VIEW').map(({ name }) => name);
  return statement.like === undefined ? found : hiveNames(found, statement.like);
}
