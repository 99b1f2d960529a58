/** ORDER BY, OFFSET and LIMIT. */

import { SqlError } from '../errors';
import type { Expression } from '../syntax/ast/expression';
import type { Query, SortItem } from '../syntax/ast/query';
import type { ExpressionAnalyzer } from './expression';
import type { NameScope } from './nameScope';

/** A sort key; NULLs come last unless it is said otherwise, whichever the direction. */
export const sortKey = (sql: string, item: SortItem): string =>
  `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${(item.nulls ?? 'last').toUpperCase()}`;

/** ORDER BY, OFFSET, LIMIT. WITH TIES keeps the rows that sort the same as the last one. */
export function tail(
  query: Query,
  keys: string[],
  block: NameScope,
  expressions: ExpressionAnalyzer,
): string {
  const order = keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
  const count = query.limit?.count && expressions.typed(query.limit.count, block).sql;
  if (query.limit?.withTies && keys.length === 0)
    throw new SqlError('MISSING_ORDER_BY', 'FETCH FIRST WITH TIES clause requires ORDER BY', query.limit.at);
  if (query.limit?.withTies && count) return ` QUALIFY rank() OVER (${order.trim()}) <= ${count}${order}`;
  const offset = query.offset ? ` OFFSET ${expressions.typed(query.offset, block).sql}` : '';
  return `${order}${count ? ` LIMIT ${count}` : ''}${offset}`;
}

/** `ORDER BY 2`: the SQL of the second output. @throws SqlError INVALID_COLUMN_REFERENCE */
export function ordinal(node: Expression, width: number, sql: (index: number) => string): string | undefined {
  if (node.type !== 'literal' || node.kind !== 'integer') return undefined;
  const index = Number(node.text);
  if (index < 1 || index > width)
    throw new SqlError(
      'INVALID_COLUMN_REFERENCE',
      `ORDER BY position ${node.text} is not in select list`,
      node.at,
    );
  return sql(index - 1);
}
