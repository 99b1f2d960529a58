/** GROUP BY, and whether a query block is aggregated at all. */
import type { Expression } from '../ast/expression';
import type { GroupingElement, Select } from '../ast/query';
import { SqlError } from '../errors';
import { AGGREGATES } from '../functions/aggregates';
import type { Block } from './block';
import type { ExpressionAnalyzer } from './expression';

/** GROUP BY: its SQL, and the SQL of each thing that is grouped by. */
export function groups(
  select: Select,
  block: Block,
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
  return { sql: `GROUP BY ${select.groupBy.elements.map(element).join(', ')}`, keys };
}

/** Does an expression hold an aggregate of its own block? Subqueries and window functions have their own. */
export function holdsAggregate(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsAggregate);
  if (typeof node !== 'object' || node === null) return false;
  const { type } = node as { type?: string };
  if (type === 'query') return false;
  if (type === 'grouping') return true;
  if (type === 'call') {
    const call = node as Extract<Expression, { type: 'call' }>;
    if (
      !call.over &&
      (call.star ||
        AGGREGATES.has(
          call.name.parts
            .map((part) => part.name)
            .join('.')
            .toLowerCase(),
        ))
    )
      return true;
  }
  return Object.values(node).some(holdsAggregate);
}
