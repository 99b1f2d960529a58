import { SqlError } from '../../errors';
import type { Expression, FunctionCall } from '../ast/expression';
import type { Name } from '../ast/node';
import { parseSuffixes, plainCall } from './call';
import type { Cursor } from './cursor';
import { parseExpression, parseValue } from './expression';
import { parseSortItems } from './sortItem';

/**
 * The functions with a grammar of their own, as calls like any other: `position(a IN b)` has the arguments a, b;
 * `trim(LEADING a FROM b)` b, a; `normalize(s, NFC)` s, 'NFC'. Undefined where none of them begins.
 */
export function parseSpecialCall(c: Cursor): FunctionCall | undefined {
  const isCall = c.peek(1).key === '(';
  switch (c.token.key) {
    case 'POSITION':
      return isCall ? parsePosition(c) : undefined;
    case 'TRIM':
      return parseTrim(c);
    case 'NORMALIZE':
      return parseNormalize(c);
    case 'LISTAGG':
      return parseListagg(c);
    case 'JSON_EXISTS':
    case 'JSON_VALUE':
    case 'JSON_QUERY':
    case 'JSON_ARRAY':
      return parseJsonCall(c);
    case 'JSON_OBJECT':
      return parseJsonObject(c);
  }
  return undefined;
}

/** Takes the function's word and the `(`. */
function open(c: Cursor): Name {
  const { at, key } = c.advance();
  c.expect('(');
  return { at, parts: [{ at, name: key.toLowerCase(), quoted: false }] };
}

function parsePosition(c: Cursor): FunctionCall {
  const call = plainCall(open(c), [parseValue(c)]);
  if (c.accept('IN')) call.arguments.push(parseValue(c));
  else while (c.accept(',')) call.arguments.push(parseExpression(c));
  c.expect(')');
  return call;
}

function parseTrim(c: Cursor): FunctionCall {
  const call = plainCall(open(c), []);
  for (const side of ['LEADING', 'TRAILING', 'BOTH']) {
    const next = c.peek(1).key;
    if (!call.trim && c.token.key === side && next !== ')' && next !== ',') {
      c.advance();
      call.trim = side.toLowerCase() as NonNullable<FunctionCall['trim']>;
    }
  }
  if (call.trim && c.accept('FROM')) call.arguments = [parseValue(c)];
  else {
    const first = parseValue(c);
    if (c.accept('FROM')) call.arguments = [parseValue(c), first];
    else if (call.trim) c.fail();
    else call.arguments = c.accept(',') ? [first, parseValue(c)] : [first];
  }
  c.expect(')');
  return call;
}

function parseNormalize(c: Cursor): FunctionCall {
  const call = plainCall(open(c), [parseValue(c)]);
  if (c.accept(',')) {
    const { at } = c;
    call.arguments.push({
      at,
      type: 'literal',
      kind: 'string',
      value: c.oneOf('NFC', 'NFD', 'NFKC', 'NFKD'),
    });
  }
  c.expect(')');
  return call;
}

function parseListagg(c: Cursor): FunctionCall {
  const call = plainCall(open(c), []);
  if (c.accept('DISTINCT')) call.distinct = true;
  else if (c.is('ALL')) c.advance();
  call.arguments.push(parseExpression(c));
  if (c.accept(',')) {
    const { at } = c;
    call.arguments.push({ at, type: 'literal', kind: 'string', value: c.string() });
  }
  if (c.accept('ON')) {
    c.expect('OVERFLOW');
    if (!c.accept('ERROR')) {
      c.expect('TRUNCATE');
      const filler = c.isString() ? { filler: c.string() } : {};
      const withCount = c.oneOf('WITH', 'WITHOUT') === 'WITH';
      c.expect('COUNT');
      call.onOverflow = { ...filler, withCount };
    }
  }
  c.expect(')', 'WITHIN', 'GROUP', '(', 'ORDER', 'BY');
  call.withinGroup = parseSortItems(c);
  c.expect(')');
  return parseSuffixes(c, call);
}

function parseJsonCall(c: Cursor): FunctionCall {
  const call = plainCall(open(c), []);
  if (!c.is(')')) call.arguments = c.list(() => parseExpression(c));
  return endJson(c, call);
}

function parseJsonObject(c: Cursor): FunctionCall {
  const call = plainCall(open(c), []);
  if (!c.is(')')) {
    c.list(() => {
      call.arguments.push(...parseMember(c));
    });
  }
  return endJson(c, call);
}

/** `'key' : value`, `'key' VALUE value`, `KEY 'key' VALUE value` */
function parseMember(c: Cursor): Expression[] {
  if (c.token.key === 'KEY' && ![':', 'VALUE', '.', '(', '['].includes(c.peek(1).key)) c.advance();
  const key = parseExpression(c);
  if (!c.accept(':')) c.expect('VALUE');
  return [key, parseExpression(c)];
}

function endJson(c: Cursor, call: FunctionCall): FunctionCall {
  if (!c.is(')') && c.token.kind === 'word') {
    throw new SqlError(
      'NOT_SUPPORTED',
      `${c.token.key} in ${call.name.parts[0]?.name} is not supported`,
      c.at,
    );
  }
  c.expect(')');
  return call;
}
