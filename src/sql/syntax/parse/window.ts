import type { Identifier } from '../ast/node';
import type { FrameBound, Window } from '../ast/query';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseSortItems } from './sortItem';

/** Whether `OVER (` or `OVER w` comes next (OVER alone is a name). */
export function startsOver(c: Cursor): boolean {
  const next = c.peek(1);
  if (c.token.key === 'OVER' && (next.key === '(' || c.isName(next))) return true;
  c.note("'OVER'");
  return false;
}

/** `OVER (…)` or `OVER w` */
export function parseOver(c: Cursor): Window | Identifier {
  c.expect('OVER');
  return c.is('(') ? parseWindow(c) : c.identifier();
}

/** `([w] [PARTITION BY …] [ORDER BY …] [frame])` */
export function parseWindow(c: Cursor): Window {
  const { at } = c.expect('(');
  const named = c.isName() && !startsPartition(c) && !startsFrame(c);
  const base = named ? { base: c.identifier() } : {};
  let partitionBy: Window['partitionBy'] = [];
  if (startsPartition(c)) {
    c.expect('PARTITION', 'BY');
    partitionBy = c.list(() => parseExpression(c));
  } else c.note("'PARTITION'");
  let orderBy: Window['orderBy'] = [];
  if (c.accept('ORDER')) {
    c.expect('BY');
    orderBy = parseSortItems(c);
  }
  const frame = startsFrame(c) ? { frame: parseFrame(c) } : {};
  for (const unit of ['GROUPS', 'RANGE', 'ROWS']) if (!('frame' in frame)) c.note(`'${unit}'`);
  c.expect(')');
  return { at, ...base, partitionBy, orderBy, ...frame };
}

function startsPartition(c: Cursor): boolean {
  return c.token.key === 'PARTITION' && c.peek(1).key === 'BY';
}

/** ROWS, RANGE and GROUPS are names too: `OVER (rows)` and `OVER (rows PARTITION BY x)` extend a window of that name. */
function startsFrame(c: Cursor): boolean {
  if (!['ROWS', 'RANGE', 'GROUPS'].includes(c.token.key)) return false;
  const next = c.peek(1).key;
  return next !== ')' && next !== 'ORDER' && !(next === 'PARTITION' && c.peek(2).key === 'BY');
}

function parseFrame(c: Cursor): NonNullable<Window['frame']> {
  const unit = c.oneOf('ROWS', 'RANGE', 'GROUPS').toLowerCase() as NonNullable<Window['frame']>['unit'];
  if (!c.accept('BETWEEN')) return { unit, start: parseBound(c) };
  const start = parseBound(c);
  c.expect('AND');
  return { unit, start, end: parseBound(c) };
}

function parseBound(c: Cursor): FrameBound {
  const direction = (): 'preceding' | 'following' =>
    c.oneOf('PRECEDING', 'FOLLOWING') === 'PRECEDING' ? 'preceding' : 'following';
  if (c.accept('UNBOUNDED')) return { bound: `unbounded ${direction()}` };
  if (c.acceptAll('CURRENT', 'ROW')) return { bound: 'current row' };
  const value = parseExpression(c);
  return { bound: direction(), value };
}
