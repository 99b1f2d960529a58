import type { Statement } from '../ast/statement';
import type { Cursor } from './cursor';
import { parseQuery } from './query';
import { unsupported } from './statement';
import { parseTableName } from './tableName';

/** `CREATE [OR REPLACE] VIEW name [(a, b)] [COMMENT '…'] AS query` */
export function parseCreateView(c: Cursor): Statement {
  const { at } = c.expect('CREATE');
  const orReplace = c.accept('OR');
  if (orReplace) c.expect('REPLACE');
  if (!c.is('VIEW')) {
    for (const word of ['MATERIALIZED', 'MULTI', 'PROTECTED']) if (c.is(word)) throw unsupported();
    if (!orReplace) for (const word of ['OR', 'ROLE', 'SCHEMA', 'TABLE']) if (c.is(word)) throw unsupported();
    c.fail();
  }
  c.expect('VIEW');
  const name = parseTableName(c);
  const columns = c.is('(') ? { columns: c.columnList() } : {};
  const comment = c.accept('COMMENT') ? { comment: c.string() } : {};
  if (c.is('SECURITY')) throw unsupported();
  c.expect('AS');
  const start = c.token;
  const query = parseQuery(c);
  return { at, type: 'createView', name, orReplace, ...columns, ...comment, query, text: c.since(start) };
}

/** `DROP VIEW [IF EXISTS] name` */
export function parseDropView(c: Cursor): Statement {
  const { at } = c.expect('DROP');
  for (const word of ['MATERIALIZED', 'ROLE']) if (c.is(word)) throw unsupported();
  for (const word of ['SCHEMA', 'TABLE']) c.note(`'${word}'`);
  c.expect('VIEW');
  const ifExists = c.acceptAll('IF', 'EXISTS');
  return { at, type: 'dropView', name: parseTableName(c), ifExists };
}
