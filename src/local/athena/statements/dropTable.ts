import type { Statement } from '../../../sql/syntax/ast/statement';
import { QueryFailure, tableNotFoundInHive } from '../execution/failure';
import type { StatementRunner } from '../execution/run';
import { dropWithData, mayDropTable } from '../execution/tableRemoval';
import { hiveName, hiveTableFor, unlessMissing } from '../hive/hiveErrors';

/** `DROP TABLE [IF EXISTS] t`: of an Iceberg table the data too, of an external table the catalog's entry only. */
export const dropTable: StatementRunner<Extract<Statement, { type: 'dropTable' }>> = async (
  statement,
  run,
) => {
  const { account } = run.call;
  const named = hiveName(statement.name, run.execution.database);
  const missing = tableNotFoundInHive(named.database, named.table);
  const table = await unlessMissing(
    statement.ifExists,
    (error) => error === missing,
    hiveTableFor(run, statement.name, 'DeleteTable', 'DROP', missing),
  );
  if (!table) return { kind: 'none' };
  if (table.kind === 'VIEW') {
    throw new QueryFailure(
      'FAILED: SemanticException [Error 10132]: Cannot drop a view with DROP TABLE',
      1,
      1003,
      {
        hive: true,
      },
    );
  }
  await mayDropTable(table, run);
  await dropWithData([table], () => account.catalog.dropTable(table.database, table.name), run);
  return { kind: 'none', blankLine: table.kind === 'ICEBERG' };
};
