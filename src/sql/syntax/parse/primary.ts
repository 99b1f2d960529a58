import { SqlError } from '../../errors';
import type { Case, CurrentValue, Expression } from '../ast/expression';
import type { Name } from '../ast/node';
import { parseCall, startsCall } from './call';
import type { Cursor } from './cursor';
import { parseExpression, parseValue } from './expression';
import { parseLambda, startsLambda } from './lambda';
import { isInterval, parseBinary, parseInterval, parseNumber } from './literal';
import { parseParenthesized } from './parenthesis';
import { parseQuery } from './query';
import { parseSpecialCall } from './specialCall';
import { parseTypeName } from './type';

/** A primary expression with the subscripts and fields behind it. */
export function parsePrimary(c: Cursor): Expression {
  c.rule('<expression>');
  return parsePostfix(c, parseFirst(c));
}

/** `base[1].field …`; leaves `.*` to the select list. */
export function parsePostfix(c: Cursor, base: Expression): Expression {
  let result = base;
  for (;;) {
    const { at } = result;
    if (c.is('.') && c.peek(1).key !== '*') {
      c.advance();
      if (!c.isName()) c.note("'*'");
      result = { at, type: 'dereference', base: result, field: c.identifier() };
    } else if (c.accept('[')) {
      const index = parseValue(c);
      c.expect(']');
      result = { at, type: 'subscript', base: result, index };
    } else return result;
  }
}

const CURRENT: Record<string, { value: CurrentValue['value']; precision: boolean }> = {
  CURRENT_DATE: { value: 'date', precision: false },
  CURRENT_TIME: { value: 'time', precision: true },
  CURRENT_TIMESTAMP: { value: 'timestamp', precision: true },
  LOCALTIME: { value: 'localtime', precision: true },
  LOCALTIMESTAMP: { value: 'localtimestamp', precision: true },
  CURRENT_USER: { value: 'user', precision: false },
  CURRENT_CATALOG: { value: 'catalog', precision: false },
  CURRENT_SCHEMA: { value: 'schema', precision: false },
};

function parseFirst(c: Cursor): Expression {
  const { token } = c;
  const { at, key } = token;
  switch (token.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
      return parseNumber(c);
    case 'string':
    case 'unicodeString':
      return { at, type: 'literal', kind: 'string', value: c.string() };
    case 'binary':
      return parseBinary(c);
    case 'symbol':
      if (key === '(') return parseParenthesized(c);
      if (key !== '?') return c.fail();
      c.advance();
      return { at, type: 'parameter', index: c.nextParameter() };
    case 'word':
      return parseWord(c);
    case 'quoted':
    case 'backquoted':
    case 'digitWord':
      return parseNamed(c);
    default:
      return c.fail();
  }
}

function parseWord(c: Cursor): Expression {
  const { at, key } = c.token;
  const current = Object.hasOwn(CURRENT, key) ? CURRENT[key] : undefined;
  if (current) {
    c.advance();
    const { value } = current;
    if (!current.precision || !c.accept('(')) return { at, type: 'current', value };
    const precision = c.integer();
    c.expect(')');
    return { at, type: 'current', value, precision };
  }
  const next = c.peek(1).key;
  switch (key) {
    case 'NULL':
      c.advance();
      return { at, type: 'literal', kind: 'null' };
    case 'TRUE':
    case 'FALSE':
      c.advance();
      return { at, type: 'literal', kind: 'boolean', value: key === 'TRUE' };
    case 'CASE':
      return parseCase(c);
    case 'CAST':
      return parseCast(c, false);
    case 'TRY_CAST':
      if (next === '(') return parseCast(c, true);
      break;
    case 'EXISTS': {
      c.expect('EXISTS', '(');
      const query = parseQuery(c);
      c.expect(')');
      return { at, type: 'exists', query };
    }
    case 'EXTRACT': {
      c.expect('EXTRACT', '(');
      const field = c.identifier().name.toLowerCase();
      c.expect('FROM');
      const operand = parseValue(c);
      c.expect(')');
      return { at, type: 'extract', field, operand };
    }
    case 'GROUPING': {
      c.expect('GROUPING', '(');
      const columns = c.is(')') ? [] : c.list(() => columnOf(c.qualifiedName()));
      c.expect(')');
      return { at, type: 'grouping', columns };
    }
    case 'ARRAY':
      if (next === '[') {
        c.expect('ARRAY', '[');
        const elements = c.is(']') ? [] : c.list(() => parseExpression(c));
        c.expect(']');
        return { at, type: 'array', elements };
      }
      break;
    case 'ROW':
      // `row()` is a call like any other; the grammar wants an element.
      if (next === '(' && c.peek(2).key !== ')') {
        c.advance();
        return { at, type: 'row', elements: c.parenthesized(() => parseExpression(c)) };
      }
      break;
    case 'INTERVAL':
      if (isInterval(c)) return parseInterval(c);
      break;
    case 'DOUBLE':
      if (next === 'PRECISION' && c.isString(c.peek(2))) {
        const start = c.token;
        c.expect('DOUBLE', 'PRECISION');
        const typeName = { at, base: 'double', arguments: [], text: c.since(start) };
        return { at, type: 'literal', kind: 'typed', typeName, value: c.string() };
      }
      break;
    case 'CURRENT_PATH':
    case 'CURRENT_ROLE':
      throw new SqlError('NOT_SUPPORTED', `${key} is not supported`, at);
  }
  return parseSpecialCall(c) ?? parseNamed(c);
}

/** What begins with a name: a typed literal, a lambda, a call, or a column. */
function parseNamed(c: Cursor): Expression {
  const { at, token } = c;
  if (!c.isName()) return c.fail();
  if (c.isString(c.peek(1))) {
    const { name } = c.identifier();
    const base = name.toLowerCase();
    const typeName = { at, base: base === 'int' ? 'integer' : base, arguments: [], text: token.text };
    return { at, type: 'literal', kind: 'typed', typeName, value: c.string() };
  }
  if (startsLambda(c)) return parseLambda(c);
  if (startsCall(c)) return parseCall(c);
  return { at, type: 'column', name: c.identifier() };
}

function parseCase(c: Cursor): Case {
  return c.nested(() => {
    const { at } = c.expect('CASE');
    const operand = c.is('WHEN') ? {} : { operand: parseExpression(c) };
    const branches: Case['branches'] = [];
    do {
      c.expect('WHEN');
      const when = parseExpression(c);
      c.expect('THEN');
      // biome-ignore lint/suspicious/noThenProperty: SQL's own word, in a tree that nobody awaits
      branches.push({ when, then: parseExpression(c) });
    } while (c.is('WHEN'));
    const otherwise = c.accept('ELSE') ? { otherwise: parseExpression(c) } : {};
    c.expect('END');
    return { at, type: 'case', ...operand, branches, ...otherwise };
  });
}

function parseCast(c: Cursor, safe: boolean): Expression {
  const { at } = c.advance();
  c.expect('(');
  const operand = parseExpression(c);
  c.expect('AS');
  const to = parseTypeName(c);
  c.expect(')');
  return { at, type: 'cast', operand, to, safe };
}

function columnOf(name: Name): Expression {
  const [first, ...fields] = name.parts;
  let result: Expression = { at: name.at, type: 'column', name: first as Name['parts'][number] };
  for (const field of fields) result = { at: name.at, type: 'dereference', base: result, field };
  return result;
}
