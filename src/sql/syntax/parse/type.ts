import type { Identifier, TypeName } from '../ast/node';
import type { Cursor } from './cursor';
import { parseIntervalField } from './literal';

/** Other spellings of Trino's types. */
const SYNONYMS: Record<string, string> = { int: 'integer', dec: 'decimal' };

/**
 * A type in Trino's spelling: `decimal(10, 2)`, `row(a integer, varchar)`, `timestamp(3) with time zone`,
 * `interval day to second`, and the old forms `array<integer>`, `map<a, b>`, `integer array`.
 */
export function parseTypeName(c: Cursor): TypeName {
  return c.nested(() => {
    c.rule('<type>');
    const start = c.token;
    let type = parseBase(c);
    // `integer ARRAY`, `integer ARRAY[3]`: an array of what stands before.
    while (c.is('ARRAY')) {
      c.advance();
      if (c.accept('[')) {
        c.integer();
        c.expect(']');
      }
      type = { at: start.at, base: 'array', arguments: [type], text: c.since(start) };
    }
    return type;
  });
}

function parseBase(c: Cursor): TypeName {
  const start = c.token;
  const { at } = c;
  const make = (
    base: string,
    args: TypeName['arguments'] = [],
    fieldNames?: TypeName['fieldNames'],
  ): TypeName => ({
    at,
    base,
    arguments: args,
    ...(fieldNames ? { fieldNames } : {}),
    text: c.since(start),
  });
  const next = c.peek(1).key;

  switch (c.token.key) {
    case 'ROW':
      if (next === '(') {
        c.advance();
        const fields = c.parenthesized(() => parseField(c));
        return make(
          'row',
          fields.map((field) => field.type),
          fields.map((field) => field.name),
        );
      }
      break;
    case 'INTERVAL':
      if (['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'].includes(next)) {
        c.advance();
        const from = parseIntervalField(c);
        return make(`interval ${from}${c.accept('TO') ? ` to ${parseIntervalField(c)}` : ''}`);
      }
      break;
    case 'TIME':
    case 'TIMESTAMP': {
      const base = c.advance().key.toLowerCase();
      const precision = c.accept('(') ? [parseArgument(c)] : [];
      if (precision.length > 0) c.expect(')');
      if (c.acceptAll('WITHOUT', 'TIME', 'ZONE')) return make(base, precision);
      if (c.acceptAll('WITH', 'TIME', 'ZONE')) return make(`${base} with time zone`, precision);
      return make(base, precision);
    }
    case 'DOUBLE':
      if (next === 'PRECISION') {
        c.expect('DOUBLE', 'PRECISION');
        return make('double');
      }
      break;
    case 'ARRAY':
    case 'MAP':
      if (next === '<') {
        const base = c.advance().key.toLowerCase();
        c.expect('<');
        const args = [parseTypeName(c)];
        if (base === 'map') {
          c.expect(',');
          args.push(parseTypeName(c));
        }
        c.expect('>');
        return make(base, args);
      }
      break;
  }
  const { name, quoted } = c.identifier();
  const base = quoted ? name.toLowerCase() : name;
  const args = c.is('(') ? c.parenthesized(() => parseArgument(c)) : [];
  return make(SYNONYMS[base] ?? base, args);
}

function parseArgument(c: Cursor): TypeName | number {
  if (c.token.kind === 'integer') return c.integer();
  c.note('<integer>');
  return parseTypeName(c);
}

/** A field of a row: `name type` or a type alone. */
function parseField(c: Cursor): { name?: Identifier; type: TypeName } {
  if (!isNamedField(c)) return { type: parseTypeName(c) };
  const name = c.identifier();
  return { name, type: parseTypeName(c) };
}

/** Two names in a row are a field's name and its type, but for the types of several words. */
function isNamedField(c: Cursor): boolean {
  const [first, second, third] = [c.token, c.peek(1), c.peek(2)];
  if (!c.isName(first) || !c.isName(second)) return false;
  if (first.key === 'DOUBLE' && second.key === 'PRECISION') return c.isName(third);
  if (first.key === 'INTERVAL' && /^(YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)$/.test(second.key)) return false;
  if ((first.key === 'TIME' || first.key === 'TIMESTAMP') && second.key === 'WITHOUT') return false;
  // `integer array` is an array of integers; `integer array(…)` is a field called integer.
  return second.key !== 'ARRAY' || third.key === '(' || third.key === '<';
}
