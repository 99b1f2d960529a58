import type { TypedStatement } from '../ir/typedStatement';
import { extractScanPredicates } from '../rewrite/extractScanPredicates';
import type { Statement } from '../syntax/ast/statement';
import { dmlTarget, rowChange } from './dmlTarget';
import { assertScalar } from './grouping';
import type { NameScope } from './nameScope';
import type { QueryAnalyzer } from './query';

/** `DELETE FROM t [WHERE …]`: the rows for which the condition is true. */
export function analyzeDelete(
  node: Extract<Statement, { type: 'delete' }>,
  queries: QueryAnalyzer,
): TypedStatement {
  const target = dmlTarget(queries, node, 'Deleting from');
  const block: NameScope = { columns: target.columns, ctes: new Map(), lambdas: [] };
  if (node.where) assertScalar(node.where, 'WHERE clause');
  const where = node.where && queries.expressions.condition(node.where, block, 'WHERE clause').sql;
  if (node.where) extractScanPredicates(node.where, block, queries.scope.parameters);
  const [file, position] = target.place;
  const sql = `SELECT ${file} AS c0, ${position} AS c1, 0 AS c2 FROM ${target.sql}${where ? ` WHERE ${where}` : ''}`;
  return rowChange(node, sql, target, ['delete'], queries);
}
