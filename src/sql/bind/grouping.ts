/** GROUP BY, and whether a query block is aggregated at all. */

import { SqlError } from '../errors';
import { AGGREGATES } from '../functions/aggregates';
import type { Expression, FunctionCall } from '../syntax/ast/expression';
import type { GroupingElement, Select } from '../syntax/ast/query';
import type { ExpressionAnalyzer } from './expression';
import { errorPosition, formatExpression } from './formatExpression';
import type { NameScope } from './nameScope';

/** Source: Trino, `max_grouping_sets`. */
const MOST_SETS = 2048;

function setsOf(element: GroupingElement): number {
  if (element.type === 'cube') return 2 ** element.expressions.length;
  if (element.type === 'rollup') return element.expressions.length + 1;
  return element.type === 'sets' ? element.sets.length : 1;
}

/** GROUP BY: its SQL, and the SQL of each thing that is grouped by. */
export function groups(
  select: Select,
  block: NameScope,
  expressions: ExpressionAnalyzer,
): { sql: string; keys: Set<string> } {
  const keys = new Set<string>();
  if (!select.groupBy) return { sql: '', keys };
  const key = (node: Expression): string => {
    let target = node;
    if (node.type === 'literal' && node.kind === 'integer') {
      const item = select.items[Number(node.text) - 1];
      if (item?.type !== 'expression')
        throw new SqlError(
          'INVALID_COLUMN_REFERENCE',
          `GROUP BY position ${node.text} is not in select list`,
          node.at,
        );
      target = item.expression;
    }
    assertScalar(target, 'GROUP BY clause');
    const { sql } = expressions.typed(target, block);
    keys.add(sql);
    return sql;
  };
  const element = (of: GroupingElement): string => {
    switch (of.type) {
      case 'simple':
        return of.expressions.map(key).join(', ');
      case 'rollup':
      case 'cube':
        return `${of.type.toUpperCase()} (${of.expressions.map(key).join(', ')})`;
      case 'sets':
        return `GROUPING SETS (${of.sets.map((set) => `(${set.map(key).join(', ')})`).join(', ')})`;
    }
  };
  const sets = select.groupBy.elements.reduce((product, of) => product * setsOf(of), 1);
  if (sets > MOST_SETS)
    throw new SqlError(
      'TOO_MANY_GROUPING_SETS',
      `GROUP BY has ${sets > Number.MAX_SAFE_INTEGER ? 'too many' : sets} grouping sets but can contain at most ${MOST_SETS}`,
      errorPosition(
        select.groupBy.elements.flatMap((of) => ('expressions' in of ? of.expressions : of.sets.flat()))[0]!,
      ),
    );
  return { sql: `GROUP BY ${select.groupBy.elements.map(element).join(', ')}`, keys };
}

/** Does an expression hold an aggregate of its own block? */
export const holdsAggregate = (node: Expression): boolean => operationsIn(node).aggregates.length > 0;

/** @throws SqlError EXPRESSION_NOT_SCALAR when a clause that sees single rows holds an aggregate or a window function */
export function assertScalar(node: Expression, clause: string): void {
  const { aggregates, windows } = operationsIn(node);
  const found = [...aggregates, ...windows];
  if (found.length > 0)
    throw new SqlError(
      'EXPRESSION_NOT_SCALAR',
      `${clause} cannot contain aggregations, window functions or grouping operations: [${found.map(formatExpression).join(', ')}]`,
      errorPosition(node),
    );
}

interface Operations {
  /** Calls of aggregates, and GROUPING. */
  aggregates: Expression[];
  windows: Expression[];
}

/** Aggregates and window functions of an expression's own block: subqueries have their own. */
export function operationsIn(node: unknown, found: Operations = { aggregates: [], windows: [] }): Operations {
  if (Array.isArray(node)) for (const part of node) operationsIn(part, found);
  else if (typeof node === 'object' && node !== null) {
    const { type } = node as { type?: string };
    if (type === 'query') return found;
    if (type === 'grouping') found.aggregates.push(node as Expression);
    if (type === 'call') {
      const call = node as FunctionCall;
      const name = call.name.parts.map((part) => part.name.toLowerCase()).join('.');
      if (call.over) found.windows.push(call);
      else if (call.star || AGGREGATES.has(name)) found.aggregates.push(call);
    }
    for (const part of Object.values(node)) operationsIn(part, found);
  }
  return found;
}
