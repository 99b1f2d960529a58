import type { Statement } from '../../../sql/syntax/ast/statement';
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
  const columns = [...table.shownColumns, ...table.shownKeys];
  const width = table.kind === 'ICEBERG' ? 0 : WIDTH;
  return lines(
    ['field'],
    columns.map((column) => (column.Name ?? '').padEnd(width)),
  );
};
