import type { Expression } from '../ast/expression';
import type { CommonTable, Limit, Query, QueryBody, SetOperation } from '../ast/query';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseNumber } from './literal';
import { parseSelect } from './select';
import { parseSortItems } from './sortItem';
import { parseTableName } from './tableName';

/** Whether the token some places on begins a query (one in parentheses aside). */
export function startsQuery(c: Cursor, ahead = 0): boolean {
  const { key } = c.peek(ahead);
  return key === 'SELECT' || key === 'WITH' || key === 'VALUES' || key === 'TABLE';
}

/** Whether what comes next makes a query in parentheses the first part of a larger query. */
export function continuesQuery(c: Cursor): boolean {
  const { key } = c.token;
  return key === 'UNION' || key === 'INTERSECT' || key === 'EXCEPT' || key === 'ORDER' || startsTail(c);
}

/** LIMIT, OFFSET and FETCH are names too: here they begin what ends a query. */
export function startsTail(c: Cursor): boolean {
  const next = c.peek(1);
  switch (c.token.key) {
    case 'LIMIT':
      return next.kind === 'integer' || next.key === '?' || next.key === 'ALL';
    case 'OFFSET':
      return next.kind === 'integer' || next.key === '?';
    case 'FETCH':
      return next.key === 'FIRST' || next.key === 'NEXT';
    default:
      return false;
  }
}

/** `[WITH …] body [ORDER BY …] [OFFSET …] [LIMIT … | FETCH …]` */
export function parseQuery(c: Cursor): Query {
  return c.nested(() => {
    c.rule('<query>');
    const { at } = c;
    let recursive = false;
    let common: CommonTable[] = [];
    if (c.accept('WITH')) {
      recursive = c.accept('RECURSIVE');
      common = c.list(() => parseCommonTable(c));
    }
    return { ...parseQueryNoWith(c), at, recursive, with: common };
  });
}

/** The rest of a query whose first part is a query in parentheses that has been taken. */
export function parseQueryAfter(c: Cursor, first: Query): Query {
  return parseQueryNoWith(c, first);
}

function parseCommonTable(c: Cursor): CommonTable {
  const name = c.identifier();
  const columns = c.is('(') ? { columns: c.columnList() } : {};
  c.expect('AS', '(');
  const query = parseQuery(c);
  c.expect(')');
  return { at: name.at, name, ...columns, query };
}

function parseQueryNoWith(c: Cursor, first?: Query): Query {
  const at = first?.at ?? c.at;
  const body = parseUnion(c, first);
  let orderBy: Query['orderBy'] = [];
  if (c.accept('ORDER')) {
    c.expect('BY');
    orderBy = parseSortItems(c);
  }
  let offset: Expression | undefined;
  if (c.accept('OFFSET')) {
    offset = parseRowCount(c);
    if (!c.accept('ROW')) c.accept('ROWS');
  }
  const limit = parseLimit(c);
  // A query in parentheses, and nothing around it, is that query.
  if (body.type === 'query' && orderBy.length === 0 && !offset && !limit) return body;
  const tail = { ...(offset ? { offset } : {}), ...(limit ? { limit } : {}) };
  return { at, type: 'query', recursive: false, with: [], body, orderBy, ...tail };
}

function parseLimit(c: Cursor): Limit | undefined {
  const { at } = c;
  if (c.accept('LIMIT')) {
    return c.accept('ALL') ? { at, withTies: false } : { at, count: parseRowCount(c), withTies: false };
  }
  if (!c.accept('FETCH')) return undefined;
  c.oneOf('FIRST', 'NEXT');
  const countAt = c.at;
  const one: Expression = { at: countAt, type: 'literal', kind: 'integer', text: '1' };
  const counted = !c.is('ROW') && !c.is('ROWS');
  const count = counted ? parseRowCount(c) : one;
  c.oneOf('ROW', 'ROWS');
  const withTies = c.oneOf('ONLY', 'WITH') === 'WITH';
  if (withTies) c.expect('TIES');
  return { at, count, withTies };
}

/** A number or a parameter. */
function parseRowCount(c: Cursor): Expression {
  const { at } = c;
  if (c.token.kind === 'integer') return parseNumber(c);
  c.note('<integer>');
  c.expect('?');
  return { at, type: 'parameter', index: c.nextParameter() };
}

function parseUnion(c: Cursor, first?: Query): QueryBody {
  let left = parseIntersect(c, first);
  while (c.is('UNION') || c.is('EXCEPT')) {
    const operatorAt = c.at;
    const operator = c.advance().key.toLowerCase() as SetOperation['operator'];
    const distinct = parseQuantifier(c);
    left = {
      at: left.at,
      operatorAt,
      type: 'setOperation',
      operator,
      distinct,
      left,
      right: parseIntersect(c),
    };
  }
  return left;
}

/** INTERSECT binds tighter than UNION and EXCEPT. */
function parseIntersect(c: Cursor, first?: Query): QueryBody {
  let left = first ? withoutParentheses(first) : parseQueryPrimary(c);
  while (c.is('INTERSECT')) {
    const operatorAt = c.advance().at;
    const distinct = parseQuantifier(c);
    left = {
      at: left.at,
      operatorAt,
      type: 'setOperation',
      operator: 'intersect',
      distinct,
      left,
      right: parseQueryPrimary(c),
    };
  }
  return left;
}

function parseQuantifier(c: Cursor): boolean {
  return !c.accept('ALL') && (c.accept('DISTINCT') || true);
}

function parseQueryPrimary(c: Cursor): QueryBody {
  const { at } = c;
  if (c.is('SELECT')) return parseSelect(c);
  if (c.accept('VALUES')) return { at, type: 'values', rows: c.list(() => parseExpression(c)) };
  if (c.accept('TABLE')) return { at, type: 'tableQuery', name: parseTableName(c) };
  c.expect('(');
  const query = c.nested(() => parseQueryNoWith(c));
  c.expect(')');
  return withoutParentheses(query);
}

/** Parentheses around a bare SELECT (or VALUES, or set operation) say nothing more. */
function withoutParentheses(query: Query): QueryBody {
  const bare = query.with.length === 0 && query.orderBy.length === 0 && !query.offset && !query.limit;
  return bare ? query.body : query;
}
