import type { SortItem } from '../ast/query';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';

/** What stands behind ORDER BY. */
export function parseSortItems(c: Cursor): SortItem[] {
  return c.list(() => {
    const { at } = c;
    const expression = parseExpression(c);
    const descending = c.accept('DESC');
    if (!descending) c.accept('ASC');
    if (!c.accept('NULLS')) return { at, expression, descending };
    const nulls = c.oneOf('FIRST', 'LAST') === 'FIRST' ? 'first' : 'last';
    return { at, expression, descending, nulls };
  });
}
