import { SqlError } from '../errors';
import type { Expression } from '../syntax/ast/expression';
import type { Window } from '../syntax/ast/query';
import { isInterval, isNumber } from '../types/typeRules';
import { formatType, type Type } from '../types/types';
import { errorPosition } from './formatExpression';
import type { Typed } from './typed';

type Frame = NonNullable<Window['frame']>;
type Bound = Frame['start'];

/**
 * The frame of a window. Source: Trino, StatementAnalyzer (window frames).
 * @param sorted what the window is ordered by
 * @throws SqlError INVALID_WINDOW_FRAME, MISSING_ORDER_BY, INVALID_ORDER_BY, TYPE_MISMATCH
 */
export function frameSql(
  { unit, start, end }: Frame,
  sorted: Typed[],
  typed: (value: Expression) => Typed,
): string {
  assertDirection(start, end ?? { bound: 'current row' });
  const bound = (b: Bound): string => {
    if (!('value' in b)) return b.bound.toUpperCase();
    if (unit === 'range') assertRange(sorted, errorPosition(b.value));
    return `${frameOffset(typed(b.value))} ${b.bound.toUpperCase()}`;
  };
  return `${unit.toUpperCase()} ${end ? `BETWEEN ${bound(start)} AND ${bound(end)}` : bound(start)}`;
}

/** A frame begins before it ends. */
function assertDirection(start: Bound, end: Bound): void {
  const bad = (text: string) => new SqlError('INVALID_WINDOW_FRAME', `Window frame ${text}`);
  if (start.bound === 'unbounded following') throw bad('start cannot be UNBOUNDED FOLLOWING');
  if (end.bound === 'unbounded preceding') throw bad('end cannot be UNBOUNDED PRECEDING');
  if (start.bound === 'current row' && end.bound === 'preceding')
    throw bad('starting from CURRENT ROW cannot end with PRECEDING');
  if (start.bound === 'following' && (end.bound === 'preceding' || end.bound === 'current row'))
    throw bad(`starting from FOLLOWING cannot end with ${end.bound.toUpperCase()}`);
}

const isOrderable = (type: Type): boolean =>
  isNumber(type) || isInterval(type) || ['date', 'time', 'timestamp', 'unknown'].includes(type.kind);

/** A distance needs one value to count from. */
function assertRange(sorted: Typed[], at: Typed['at']): void {
  const what = 'Window frame of type RANGE PRECEDING or FOLLOWING requires';
  const [key, more] = sorted;
  if (!key) throw new SqlError('MISSING_ORDER_BY', `${what} ORDER BY`, at);
  if (more)
    throw new SqlError(
      'INVALID_ORDER_BY',
      `${what} single sort item in ORDER BY (actual: ${sorted.length})`,
      at,
    );
  if (!isOrderable(key.type))
    throw new SqlError(
      'TYPE_MISMATCH',
      `${what} that sort item type be numeric, datetime or interval (actual: ${formatType(key.type)})`,
      key.at,
    );
}

const BAD_OFFSET = 'Window frame offset value must not be negative or null';

/** How far a frame reaches: a constant is checked here, and others as their rows come. */
function frameOffset(offset: Typed): string {
  if (typeof offset.constant === 'number') {
    if (offset.constant < 0) throw new SqlError('INVALID_WINDOW_FRAME', BAD_OFFSET);
    return offset.sql;
  }
  if (!isNumber(offset.type)) return offset.sql;
  return `t_check(coalesce(${offset.sql} < 0, true), 'INVALID_WINDOW_FRAME: ${BAD_OFFSET}', ${offset.sql})`;
}
