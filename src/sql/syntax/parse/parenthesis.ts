import type { Expression } from '../ast/expression';
import type { Query } from '../ast/query';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseLambda, startsLambda } from './lambda';
import { parsePostfix } from './primary';
import { continuesQuery, parseQuery, parseQueryAfter, startsQuery } from './query';

/** What stands between parentheses: expressions, or a query (`wrapped` if in parentheses of its own). */
export type Content = { expressions: Expression[] } | { query: Query; wrapped: boolean };

/**
 * Reads what stands behind `(`, up to the `)`, where both a query and expressions may stand.
 *
 * `((((` does not say which of the two it is until the innermost is read: so that is read first, and what follows each
 * `)` decides. That way nothing is read twice, however deep it goes.
 */
export function parseContent(c: Cursor): Content {
  return c.nested(() => {
    c.note('<query>');
    if (startsQuery(c)) return { query: parseQuery(c), wrapped: false };
    if (c.token.key !== '(' || startsLambda(c)) return { expressions: c.list(() => parseExpression(c)) };

    const open = c.advance();
    const inner = parseContent(c);
    c.expect(')');
    let first: Expression;
    if ('query' in inner) {
      if (continuesQuery(c)) return { query: parseQueryAfter(c, inner.query), wrapped: false };
      if (c.is(')')) return { query: inner.query, wrapped: true };
      first = { at: open.at, type: 'subquery', query: inner.query };
    } else first = grouped(open.at, inner.expressions);

    const expressions = [parseExpression(c, parsePostfix(c, first))];
    while (c.accept(',')) expressions.push(parseExpression(c));
    return { expressions };
  });
}

/** `(…)` as a primary expression: a scalar subquery, a row, a lambda, or an expression in parentheses. */
export function parseParenthesized(c: Cursor): Expression {
  const { at } = c;
  if (startsLambda(c)) return parseLambda(c);
  c.expect('(');
  const content = parseContent(c);
  c.expect(')');
  return 'query' in content
    ? { at, type: 'subquery', query: content.query }
    : grouped(at, content.expressions);
}

function grouped(at: Expression['at'], expressions: Expression[]): Expression {
  return expressions.length === 1
    ? (expressions[0] as Expression)
    : { at, type: 'row', elements: expressions };
}
