import type { Statement } from '../ast/statement';
import type { TypedStatement } from '../typed';
import type { Block } from './block';
import { changeTarget, rowChange } from './changeTarget';
import { assertScalar } from './grouping';
import { tellScans } from './pruning';
import type { QueryAnalyzer } from './query';

/** `DELETE FROM t [WHERE …]`: the rows for which the condition is true. */
export function analyzeDelete(
  node: Extract<Statement, { type: 'delete' }>,
  queries: QueryAnalyzer,
): TypedStatement {
  const target = changeTarget(queries, node, 'Deleting from');
  const block: Block = { columns: target.columns, ctes: new Map(), lambdas: [] };
  if (node.where) assertScalar(node.where, 'WHERE clause');
  const where = node.where && queries.expressions.condition(node.where, block, 'WHERE clause').sql;
  if (node.where) tellScans(node.where, block, queries.scope.parameters);
  const [file, position] = target.place;
  const sql = `SELECT ${file} AS c0, ${position} AS c1, 0 AS c2 FROM ${target.sql}${where ? ` WHERE ${where}` : ''}`;
  return rowChange(node, sql, target, ['delete'], queries);
}
