import type { Statement } from '../../../sql/syntax/ast/statement';
import { isIceberg, shownColumns } from '../execution/catalogView';
import type { StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';

/** Hive pads names to this many characters. */
const WIDTH = 20;

/** `SHOW COLUMNS IN t`: the columns that the caller may see, partition keys last. */
export const showColumns: StatementRunner<Extract<Statement, { type: 'showColumns' }>> = async (
  statement,
  run,
) => {
  const table = await hiveTable(run, statement.name);
  const access = run.call.account.lakeFormation.tableAccess(run.call.principal.grantee, table);
  const columns = [
    ...shownColumns(table.StorageDescriptor?.Columns, access),
    ...shownColumns(table.PartitionKeys, access),
  ];
  const width = isIceberg(table) ? 0 : WIDTH;
  return lines(
    ['field'],
    columns.map((column) => (column.Name ?? '').padEnd(width)),
  );
};
