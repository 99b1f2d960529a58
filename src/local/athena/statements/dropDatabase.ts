import type { Statement } from '../../../sql/syntax/ast/statement';
import { requireOnTable } from '../../glue/visibility';
import { ddlTaskFailed, type QueryFailure } from '../execution/failure';
import type { StatementRunner } from '../execution/run';
import { mayDropTable, removeTableData } from '../execution/tableRemoval';
import { hiveDatabaseFor, hiveName, withHiveErrors } from '../hive/hiveErrors';

/** `DROP DATABASE [IF EXISTS] db [CASCADE]`; the data of its Iceberg tables goes with it. */
export const dropDatabase: StatementRunner<Extract<Statement, { type: 'dropDatabase' }>> = async (
  statement,
  run,
) => {
  const { account } = run.call;
  const name = hiveName(statement.name, undefined).table;
  if (statement.ifExists && !account.catalog.database(name)) return { kind: 'none' };
  const database = (await hiveDatabaseFor(run, name, 'DeleteDatabase', 'DROP')).Name;
  const tables = account.catalog.tables(database);
  if (tables.length > 0 && !statement.cascade) throw notEmpty(database);
  // All rights first, so that a refusal leaves the database whole.
  for (const table of tables) {
    await withHiveErrors(run, 'DeleteTable', { database, table: table.Name }, () =>
      requireOnTable(run.call, database, table.Name, 'DROP'),
    );
    await mayDropTable(table, run);
  }
  account.store.transaction(() => {
    const now = account.catalog.tables(database);
    if (now.some((table) => !tables.some((known) => known.Name === table.Name))) throw notEmpty(database);
    account.catalog.dropDatabase(database);
  });
  for (const table of tables) await removeTableData(table, run);
  return { kind: 'none' };
};

const notEmpty = (database: string): QueryFailure =>
  ddlTaskFailed(
    `InvalidOperationException(message:Database ${database} is not empty. One or more tables exist.)`,
    `Database ${database} is not empty. One or more tables exist.`,
  );
