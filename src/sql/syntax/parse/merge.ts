import type { Merge, MergeCase } from '../ast/statement';
import type { Cursor } from './cursor';
import { parseAssignments } from './dml';
import { parseExpression } from './expression';
import { parseRelation } from './relation';
import { parseTableName } from './tableName';

/** `MERGE INTO target [[AS] alias] USING source ON … WHEN …` */
export function parseMerge(c: Cursor): Merge {
  const { at } = c.expect('MERGE');
  c.expect('INTO');
  const target = parseTableName(c);
  const alias = c.accept('AS') || c.isName() ? { alias: c.identifier() } : {};
  c.expect('USING');
  const source = parseRelation(c);
  c.expect('ON');
  const on = parseExpression(c);
  const cases = [parseCase(c)];
  while (c.is('WHEN')) cases.push(parseCase(c));
  return { at, type: 'merge', target, ...alias, source, on, cases };
}

function parseCase(c: Cursor): MergeCase {
  const { at } = c.expect('WHEN');
  const matched = !c.accept('NOT');
  c.expect('MATCHED');
  const and = c.accept('AND') ? { and: parseExpression(c) } : {};
  c.expect('THEN');
  if (matched) {
    if (c.oneOf('DELETE', 'UPDATE') === 'DELETE') return { at, when: 'matched', ...and, action: 'delete' };
    c.expect('SET');
    return { at, when: 'matched', ...and, action: 'update', assignments: parseAssignments(c) };
  }
  c.expect('INSERT');
  const columns = c.is('(') ? c.columnList() : [];
  c.expect('VALUES');
  return {
    at,
    when: 'not matched',
    ...and,
    action: 'insert',
    columns,
    values: c.parenthesized(() => parseExpression(c)),
  };
}
