import type { Statement } from '../../../sql/syntax/ast/statement';
import type { StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';

/** `SHOW TBLPROPERTIES t [('key')]` */
export const showTableProperties: StatementRunner<
  Extract<Statement, { type: 'showTableProperties' }>
> = async (statement, run) => {
  const table = await hiveTable(run, statement.name);
  const parameters = table.shown.Parameters ?? {};
  if (statement.property !== undefined) {
    const value =
      parameters[statement.property] ??
      `Table ${table.database}.${table.name} does not have property: ${statement.property}`;
    return lines(['prpt_name', 'prpt_value'], [value]);
  }
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return lines(
    ['prpt_name', 'prpt_value'],
    sorted.map(([key, value]) => `${key}\t${value}`),
  );
};
