import type { Expression } from '../ast/expression';
import type { Identifier } from '../ast/node';
import type { Statement } from '../ast/statement';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseQuery } from './query';
import { parseTableName } from './tableName';

/** `INSERT INTO name [(a, b)] query` */
export function parseInsert(c: Cursor): Statement {
  const { at } = c.expect('INSERT');
  c.expect('INTO');
  const target = parseTableName(c);
  // `(a, b) SELECT …` are columns, `(SELECT …)` is the query.
  const columns = c.is('(') && c.isName(c.peek(1)) ? { columns: c.columnList() } : {};
  return { at, type: 'insert', target, ...columns, query: parseQuery(c) };
}

/** `DELETE FROM name [WHERE …]` */
export function parseDelete(c: Cursor): Statement {
  const { at } = c.expect('DELETE');
  c.expect('FROM');
  return { at, type: 'delete', target: parseTableName(c), ...parseWhere(c) };
}

/** `UPDATE name SET a = 1, b = 2 [WHERE …]` */
export function parseUpdate(c: Cursor): Statement {
  const { at } = c.expect('UPDATE');
  const target = parseTableName(c);
  c.expect('SET');
  return { at, type: 'update', target, assignments: parseAssignments(c), ...parseWhere(c) };
}

/** `a = 1, b = 2` */
export function parseAssignments(c: Cursor): { column: Identifier; value: Expression }[] {
  return c.list(() => {
    const column = c.identifier();
    c.expect('=');
    return { column, value: parseExpression(c) };
  });
}

function parseWhere(c: Cursor): { where?: Expression } {
  return c.accept('WHERE') ? { where: parseExpression(c) } : {};
}
