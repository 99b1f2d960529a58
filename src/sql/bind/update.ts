import { SqlError } from '../errors';
import type { TypedStatement } from '../ir/typedStatement';
import { extractScanPredicates } from '../rewrite/extractScanPredicates';
import type { Identifier } from '../syntax/ast/node';
import type { Statement } from '../syntax/ast/statement';
import { coercible } from '../types/typeRules';
import { formatType } from '../types/types';
import { coerced } from './cast';
import { dmlTarget, rowChange, type Target } from './dmlTarget';
import { assertScalar } from './grouping';
import { lower, type NameScope } from './nameScope';
import type { QueryAnalyzer } from './query';

/** `UPDATE t SET a = …, b = … [WHERE …]`: each row with its new values. Error texts are Trino's. */
export function analyzeUpdate(
  node: Extract<Statement, { type: 'update' }>,
  queries: QueryAnalyzer,
): TypedStatement {
  const target = dmlTarget(queries, node, 'Updating');
  const places = node.assignments.map(({ column }) => placeOf(column, target));
  const twice = places.findIndex((place, i) => places.indexOf(place) < i);
  if (twice >= 0) {
    const { column } = node.assignments[twice]!;
    throw new SqlError(
      'DUPLICATE_COLUMN_NAME',
      `UPDATE SET column name is specified more than once: ${lower(column.name)}`,
      column.at,
    );
  }
  const block: NameScope = { columns: target.columns, ctes: new Map(), lambdas: [] };
  if (node.where) assertScalar(node.where, 'WHERE clause');
  const where = node.where && queries.expressions.condition(node.where, block, 'WHERE clause').sql;
  if (node.where) extractScanPredicates(node.where, block, queries.scope.parameters);
  const values = node.assignments.map(({ value }) => {
    assertScalar(value, 'UPDATE SET clause');
    return queries.expressions.typed(value, block);
  });
  const types = places.map((place) => target.relation.columns[place]!.type);
  if (!values.every((value, i) => coercible(value.type, types[i]!)))
    throw new SqlError(
      'TYPE_MISMATCH',
      `UPDATE table column types don't match SET expressions: Table: [${types.map(formatType).join(', ')}], Expressions: [${values.map((value) => formatType(value.type)).join(', ')}]`,
      node.at,
    );
  const outputs = target.columns.map((column, i) => {
    const set = places.indexOf(i);
    if (set >= 0) return coerced(values[set]!, types[set]!);
    column.use?.();
    return column.sql;
  });
  const items = [...target.place, '0', ...outputs].map((sql, i) => `${sql} AS c${i}`);
  const sql = `SELECT ${items.join(', ')} FROM ${target.sql}${where ? ` WHERE ${where}` : ''}`;
  return rowChange(node, sql, target, ['update'], queries);
}

function placeOf(column: Identifier, target: Target): number {
  const name = lower(column.name);
  const place = target.columns.findIndex((candidate) => candidate.name === name);
  if (place < 0)
    throw new SqlError('COLUMN_NOT_FOUND', `The UPDATE SET target column ${name} doesn't exist`, column.at);
  return place;
}
