import type { Statement } from '../../../sql/syntax/ast/statement';
import { formatType } from '../../../sql/types/types';
import { failure } from '../execution/failure';
import { analyzed } from '../execution/plannedQuery';
import type { StatementRunner } from '../execution/run';
import { columnInfo } from '../results/columnInfo';

/** `EXPLAIN query`: what is put out and what is read. The engine's own plan is not Trino's and is not shown as such. */
export const explain: StatementRunner<Extract<Statement, { type: 'explain' }>> = async (statement, run) => {
  const { statement: explained } = statement;
  if (statement.analyze)
    throw failure('NOT_SUPPORTED', 'EXPLAIN ANALYZE is not supported by the local account');
  if (statement.options.length > 0)
    throw failure('NOT_SUPPORTED', 'EXPLAIN options are not supported by the local account');
  if (explained.type !== 'query' && explained.type !== 'insert') {
    throw failure('NOT_SUPPORTED', 'EXPLAIN of this statement is not supported by the local account');
  }
  const { typed } = await analyzed(explained, run);
  const { output, scans } = typed.query;
  run.meter.planned();
  const lines = [
    `Output[columnNames = [${output.map((column) => column.name).join(', ')}]]`,
    `    Layout: [${output.map((column) => `${column.name}:${formatType(column.type)}`).join(', ')}]`,
    ...scans.flatMap(({ relation, columns }) => [
      `  TableScan[table = ${relation.catalog}:${relation.database}:${relation.name}]`,
      `      Layout: [${columns
        .map((name) => {
          const type = relation.columns.find((column) => column.name === name)?.type;
          return `${name}:${type ? formatType(type) : 'unknown'}`;
        })
        .join(', ')}]`,
    ]),
  ];
  return {
    kind: 'lines',
    columns: [columnInfo('Query Plan', { kind: 'varchar' })],
    lines,
    header: true,
    updateCount: null,
  };
};
