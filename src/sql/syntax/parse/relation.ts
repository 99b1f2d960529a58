import { SqlError } from '../../errors';
import type { Query, TableExpression } from '../ast/query';
import type { Cursor } from './cursor';
import { parseExpression, parseValue } from './expression';
import { continuesQuery, parseQuery, parseQueryAfter, startsQuery, startsTail } from './query';
import { startsWindows } from './select';
import { parseTableName } from './tableName';

/** A table with all that is joined to it. `taken` is a first table that has been taken, without alias. */
export function parseRelation(c: Cursor, taken?: TableExpression): TableExpression {
  return c.nested(() => {
    let left = parseSampled(c, taken);
    for (;;) {
      const { at } = left;
      if (c.accept('CROSS')) {
        c.expect('JOIN');
        left = { at, type: 'join', kind: 'cross', left, right: parseSampled(c) };
      } else if (c.accept('NATURAL')) {
        const kind = parseKind(c) ?? c.fail();
        left = { at, type: 'join', kind, left, right: parseSampled(c), condition: { natural: true } };
      } else {
        const kind = parseKind(c);
        if (!kind) return left;
        // `a JOIN b JOIN c ON … ON …`: the right side takes joins of its own.
        const right = parseRelation(c);
        left = { at, type: 'join', kind, left, right, condition: parseCondition(c) };
      }
    }
  });
}

/** `[INNER | LEFT [OUTER] | …] JOIN`, or nothing. */
function parseKind(c: Cursor): 'inner' | 'left' | 'right' | 'full' | undefined {
  for (const side of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (!c.accept(side)) continue;
    c.accept('OUTER');
    c.expect('JOIN');
    return side.toLowerCase() as 'left' | 'right' | 'full';
  }
  if (c.accept('INNER')) c.expect('JOIN');
  else if (!c.accept('JOIN')) return undefined;
  return 'inner';
}

type Condition = NonNullable<Extract<TableExpression, { type: 'join' }>['condition']>;

function parseCondition(c: Cursor): Condition {
  if (c.accept('USING')) return { using: c.columnList() };
  c.expect('ON');
  return { on: parseExpression(c) };
}

function parseSampled(c: Cursor, taken?: TableExpression): TableExpression {
  const table = parseAliased(c, taken ?? parseTable(c));
  if (!c.accept('TABLESAMPLE')) return table;
  const method = c.oneOf('BERNOULLI', 'SYSTEM') === 'SYSTEM' ? 'system' : 'bernoulli';
  c.expect('(');
  const percentage = parseExpression(c);
  c.expect(')');
  return { at: table.at, type: 'sampled', table, method, percentage };
}

function parseAliased(c: Cursor, table: TableExpression): TableExpression {
  if (c.token.key === 'MATCH_RECOGNIZE' && c.peek(1).key === '(') {
    throw new SqlError('NOT_SUPPORTED', 'MATCH_RECOGNIZE is not supported', c.at);
  }
  const explicit = c.accept('AS');
  if (!explicit && !c.isName()) c.note('<identifier>');
  if (!explicit && (!c.isName() || startsClause(c))) return table;
  const alias = c.identifier();
  return { at: table.at, type: 'aliased', table, alias, ...(c.is('(') ? { columns: c.columnList() } : {}) };
}

/** Words that are names too, where they begin what follows a table. */
function startsClause(c: Cursor): boolean {
  const next = c.peek(1).key;
  if (c.token.key === 'TABLESAMPLE') return next === 'BERNOULLI' || next === 'SYSTEM';
  return startsTail(c) || startsWindows(c);
}

function parseTable(c: Cursor): TableExpression {
  const { at } = c;
  if (c.are('LATERAL', '(')) {
    c.expect('LATERAL', '(');
    const query = parseQuery(c);
    c.expect(')');
    return { at, type: 'subqueryTable', query, lateral: true };
  }
  if (c.accept('UNNEST')) {
    const expressions = c.parenthesized(() => parseExpression(c));
    const withOrdinality = c.accept('WITH');
    if (withOrdinality) c.expect('ORDINALITY');
    return { at, type: 'unnest', expressions, withOrdinality };
  }
  if (c.is('(')) {
    const inner = parseParenthesis(c);
    return inner.type === 'query' ? { at, type: 'subqueryTable', query: inner, lateral: false } : inner;
  }
  const name = parseTableName(c);
  if (!c.accept('FOR')) return { at, type: 'table', name };
  const kind = c.oneOf('TIMESTAMP', 'VERSION').toLowerCase() as 'timestamp' | 'version';
  c.expect('AS', 'OF');
  return { at, type: 'table', name, asOf: { kind, value: parseValue(c) } };
}

/** `(query)` or `(relation)`: as for expressions, the innermost parentheses are read first, and nothing twice. */
function parseParenthesis(c: Cursor): Query | TableExpression {
  return c.nested(() => {
    const { at } = c.expect('(');
    let result: Query | TableExpression;
    if (startsQuery(c)) result = parseQuery(c);
    else if (c.token.key === '(') {
      const inner = parseParenthesis(c);
      if (inner.type !== 'query') result = parseRelation(c, inner);
      else if (continuesQuery(c)) result = parseQueryAfter(c, inner);
      else if (c.is(')')) result = inner;
      else result = parseRelation(c, { at, type: 'subqueryTable', query: inner, lateral: false });
    } else {
      c.note('<query>');
      result = parseRelation(c);
    }
    c.expect(')');
    return result;
  });
}
