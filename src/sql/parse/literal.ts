import type { IntervalField, Literal } from '../ast';
import type { Cursor } from './cursor';

const LARGEST_BIGINT = 9223372036854775807n;

/**
 * A number without its sign. A whole number must be a bigint, as in Trino; behind a minus sign the smallest one is.
 */
export function parseNumber(c: Cursor, negative = false): Literal {
  const { at } = c;
  const { kind } = c.token;
  if (kind !== 'integer' && kind !== 'decimal' && kind !== 'double') return c.fail();
  const text = c.token.text.replaceAll('_', '');
  if (kind === 'integer' && text.length >= 19 && BigInt(text) > LARGEST_BIGINT + (negative ? 1n : 0n)) {
    throw c.error(`Invalid numeric literal: ${negative ? '-' : ''}${text}`);
  }
  c.advance();
  return { at, type: 'literal', kind, text };
}

/** `X'65 66'` */
export function parseBinary(c: Cursor): Literal {
  const { at, text } = c.token;
  const hex = text
    .slice(2, -1)
    .replace(/[ \r\n\t]/g, '')
    .toUpperCase();
  if (hex.length % 2 !== 0) throw c.error('Binary literal must contain an even number of digits');
  if (!/^[0-9A-F]*$/.test(hex)) throw c.error('Binary literal can only contain hexadecimal digits');
  c.advance();
  return { at, type: 'literal', kind: 'binary', hex };
}

export function isInterval(c: Cursor): boolean {
  if (c.token.key !== 'INTERVAL') return false;
  const next = c.peek(1);
  return c.isString(next) || ((next.key === '+' || next.key === '-') && c.isString(c.peek(2)));
}

/** `INTERVAL [+ | -] '2' DAY [TO SECOND]` */
export function parseInterval(c: Cursor): Literal {
  const { at } = c;
  c.expect('INTERVAL');
  const negative = c.accept('-');
  if (!negative) c.accept('+');
  const value = c.string();
  const from = parseIntervalField(c);
  return {
    at,
    type: 'literal',
    kind: 'interval',
    negative,
    value,
    from,
    ...(c.accept('TO') ? { to: parseIntervalField(c) } : {}),
  };
}

export function parseIntervalField(c: Cursor): IntervalField {
  return c.oneOf('YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND').toLowerCase() as IntervalField;
}
