import type { Property, Statement } from '../ast/statement';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseQuery } from './query';
import { parseTableName } from './tableName';

/** `CREATE TABLE [IF NOT EXISTS] name [(a, b)] [COMMENT '…'] [WITH (…)] AS query [WITH [NO] DATA]` */
export function parseCreateTableAs(c: Cursor): Statement {
  const { at } = c.expect('CREATE');
  c.expect('TABLE');
  const ifNotExists = c.acceptAll('IF', 'NOT', 'EXISTS');
  const name = parseTableName(c);
  const columns = c.is('(') ? { columns: c.columnList() } : {};
  const comment = c.accept('COMMENT') ? { comment: c.string() } : {};
  const properties = c.accept('WITH') ? parseProperties(c) : [];
  c.expect('AS');
  const query = parseQuery(c);
  let withData = true;
  if (c.accept('WITH')) {
    withData = !c.accept('NO');
    c.expect('DATA');
  }
  return {
    at,
    type: 'createTableAs',
    name,
    ifNotExists,
    properties,
    ...columns,
    ...comment,
    query,
    withData,
  };
}

/** `(a = 1, b = ARRAY['x'])` */
export function parseProperties(c: Cursor): Property[] {
  return c.parenthesized(() => {
    const key = c.identifier();
    c.expect('=');
    return { at: key.at, key: key.name, value: parseExpression(c) };
  });
}
