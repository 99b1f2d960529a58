import type { Statement } from '../../../sql/syntax/ast/statement';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { requireOnTable } from '../../glue/visibility';
import { databaseNotFoundInHive, ddlTaskFailed, type QueryFailure } from '../execution/failure';
import type { StatementRunner } from '../execution/run';
import { dropWithData, mayDropTable } from '../execution/tableRemoval';
import { hiveDatabaseFor, hiveName, unlessMissing, withHiveErrors } from '../hive/hiveErrors';

/** `DROP DATABASE [IF EXISTS] db [CASCADE]`; the data of its Iceberg tables goes with it. */
export const dropDatabase: StatementRunner<Extract<Statement, { type: 'dropDatabase' }>> = async (
  statement,
  run,
) => {
  const { account } = run.call;
  const name = hiveName(statement.name, undefined).table;
  const missing = databaseNotFoundInHive(name);
  const found = await unlessMissing(
    statement.ifExists,
    (error) => error === missing,
    hiveDatabaseFor(run, name, 'DeleteDatabase', 'DROP', { missing }),
  );
  if (!found) return { kind: 'none' };
  const database = found.Name;
  const tables = account.catalog.tables(database);
  if (tables.length > 0 && !statement.cascade) throw notEmpty(database);
  // All rights first, so that a refusal leaves the database whole.
  const dropped: AuthorizedTable[] = [];
  for (const { Name: table } of tables) {
    const found = await withHiveErrors(run, 'DeleteTable', { database, table }, () =>
      requireOnTable(run.call, database, table, 'DROP'),
    );
    await mayDropTable(found, run);
    dropped.push(found);
  }
  const drop = () => {
    const now = account.catalog.tables(database);
    if (now.some((table) => !tables.some((known) => known.Name === table.Name))) throw notEmpty(database);
    account.catalog.dropDatabase(database);
  };
  await dropWithData(dropped, drop, run);
  return { kind: 'none' };
};

const notEmpty = (database: string): QueryFailure =>
  ddlTaskFailed(
    `InvalidOperationException(message:Database ${database} is not empty. One or more tables exist.)`,
    `Database ${database} is not empty. One or more tables exist.`,
  );
