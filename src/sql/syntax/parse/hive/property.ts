import type { Expression } from '../../ast/expression';
import type { Property } from '../../ast/statement';
import { parseNumber } from '../literal';
import type { HiveCursor } from './hiveCursor';

/** `('a'='b', 'c'='d')` */
export function parseHiveProperties(c: HiveCursor): Property[] {
  return c.parenthesized(() => {
    const { at } = c;
    const key = parseKey(c);
    c.expect('=');
    return { at, key, value: parseConstant(c) };
  });
}

/** `('a', 'b')` */
export function parseKeys(c: HiveCursor): string[] {
  return c.parenthesized(() => parseKey(c));
}

function parseKey(c: HiveCursor): string {
  return c.isString() ? c.string() : c.list(() => c.identifier().name, '.').join('.');
}

/** `(year = 2020, region = 'eu')`: the values of a partition's keys. */
export function parsePartition(c: HiveCursor): Property[] {
  c.expect('PARTITION');
  return c.parenthesized(() => {
    const { at, name } = c.identifier();
    c.expect('=');
    return { at, key: name, value: parseConstant(c) };
  });
}

function parseConstant(c: HiveCursor): Expression {
  const { at } = c;
  const { key } = c.token;
  if (c.isString()) return { at, type: 'literal', kind: 'string', value: c.string() };
  if (c.accept('-')) return { at, type: 'unary', operator: '-', operand: parseNumber(c, true) };
  if (key === 'TRUE' || key === 'FALSE') {
    c.advance();
    return { at, type: 'literal', kind: 'boolean', value: key === 'TRUE' };
  }
  if ((key === 'DATE' || key === 'TIMESTAMP') && c.isString(c.peek(1))) {
    const word = c.advance().text;
    const typeName = { at, base: word.toLowerCase(), arguments: [], text: word };
    return { at, type: 'literal', kind: 'typed', typeName, value: c.string() };
  }
  return parseNumber(c);
}
