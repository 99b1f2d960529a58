import type { Expression } from '../ast/expression';
import type { GroupBy, GroupingElement, Select, SelectItem } from '../ast/query';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parsePrimary } from './primary';
import { startsTail } from './query';
import { parseRelation } from './relation';
import { parseWindow } from './window';

/** `SELECT [DISTINCT] … [FROM …] [WHERE …] [GROUP BY …] [HAVING …] [WINDOW …]` */
export function parseSelect(c: Cursor): Select {
  const { at } = c.expect('SELECT');
  c.note("'*'");
  const distinct = c.accept('DISTINCT');
  // ALL is a name too: `SELECT all FROM t`.
  if (!distinct && c.is('ALL') && beginsItem(c)) c.advance();
  const items = c.list(() => parseItem(c));
  const from = c.accept('FROM') ? c.list(() => parseRelation(c)) : [];
  const where = c.accept('WHERE') ? { where: parseExpression(c) } : {};
  const groupBy = c.accept('GROUP') ? { groupBy: parseGroupBy(c) } : {};
  const having = c.accept('HAVING') ? { having: parseExpression(c) } : {};
  const windows: Select['windows'] = [];
  if (c.accept('WINDOW')) {
    c.list(() => {
      const name = c.identifier();
      c.expect('AS');
      windows.push({ name, window: parseWindow(c) });
    });
  }
  return { at, type: 'select', distinct, items, from, ...where, ...groupBy, ...having, windows };
}

/** Whether the token behind ALL can begin a select item, so that ALL is no column. */
function beginsItem(c: Cursor): boolean {
  const next = c.peek(1);
  if (next.kind === 'end') return false;
  return ![
    'FROM',
    'AS',
    ',',
    ')',
    '.',
    '||',
    '=',
    '<>',
    '<',
    '<=',
    '>',
    '>=',
    '/',
    '%',
    'WHERE',
    'GROUP',
    'UNION',
    'ORDER',
  ].includes(next.key);
}

function parseItem(c: Cursor): SelectItem {
  const { at } = c;
  if (c.accept('*')) return { at, type: 'star' };
  const { key } = c.token;
  c.rule('<expression>');
  // `.*` may only follow a primary expression; NOT and signs are none.
  let expression: Expression;
  if (key === 'NOT' || key === '-' || key === '+') expression = parseExpression(c);
  else {
    const primary = parsePrimary(c);
    if (c.token.key === '.') {
      c.expect('.', '*');
      return { at, type: 'star', of: primary, ...(c.accept('AS') ? { aliases: c.columnList() } : {}) };
    }
    expression = parseExpression(c, primary);
  }
  if (c.accept('AS')) return { at, type: 'expression', expression, alias: c.identifier() };
  if (!c.isName()) c.note('<identifier>');
  if (!c.isName() || startsTail(c) || startsWindows(c)) return { at, type: 'expression', expression };
  return { at, type: 'expression', expression, alias: c.identifier() };
}

/** Whether WINDOW begins the clause: `WINDOW w AS (`. */
export function startsWindows(c: Cursor): boolean {
  return c.token.key === 'WINDOW' && c.isName(c.peek(1)) && c.peek(2).key === 'AS';
}

function parseGroupBy(c: Cursor): GroupBy {
  const { at } = c.expect('BY');
  const distinct = c.accept('DISTINCT');
  if (!distinct && c.token.key === 'ALL' && beginsItem(c)) c.advance();
  return { at, distinct, elements: c.list(() => parseElement(c)) };
}

function parseElement(c: Cursor): GroupingElement {
  const { at } = c;
  if (c.accept('ROLLUP')) return { at, type: 'rollup', expressions: parseOptionalList(c) };
  if (c.accept('CUBE')) return { at, type: 'cube', expressions: parseOptionalList(c) };
  if (c.are('GROUPING', 'SETS')) {
    c.expect('GROUPING', 'SETS');
    return { at, type: 'sets', sets: c.parenthesized(() => parseSet(c)) };
  }
  return { at, type: 'simple', expressions: parseSet(c) };
}

/** `(a, b)`, `()` or one expression. */
function parseSet(c: Cursor): Expression[] {
  const parenthesized = c.is('(');
  if (parenthesized && c.peek(1).key === ')') {
    c.expect('(', ')');
    return [];
  }
  const expression = parseExpression(c);
  return parenthesized && expression.type === 'row' ? expression.elements : [expression];
}

function parseOptionalList(c: Cursor): Expression[] {
  c.expect('(');
  const expressions = c.is(')') ? [] : c.list(() => parseExpression(c));
  c.expect(')');
  return expressions;
}
