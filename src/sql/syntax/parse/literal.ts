import type { IntervalField, Literal } from '../ast/expression';
import type { Cursor } from './cursor';

const FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;
const LARGEST_BIGINT = 9223372036854775807n;

/**
 * A number without its sign. A whole number must be a bigint, as in Trino; behind a minus sign the smallest one is.
 */
export function parseNumber(c: Cursor, negative = false): Literal {
  const { at } = c;
  const { kind } = c.token;
  if (kind !== 'integer' && kind !== 'decimal' && kind !== 'double') return c.fail();
  const text = c.token.text.replaceAll('_', '');
  if (kind === 'integer' && isTooLarge(text, negative)) {
    c.blame(`Invalid numeric literal: ${negative ? '-' : ''}${text}`);
  }
  c.advance();
  return { at, type: 'literal', kind, text };
}

function isTooLarge(text: string, negative: boolean): boolean {
  const digits = text.replace(/^0+/, '');
  if (digits.length !== 19) return digits.length > 19;
  return BigInt(digits) > LARGEST_BIGINT + (negative ? 1n : 0n);
}

/** `X'65 66'` */
export function parseBinary(c: Cursor): Literal {
  const { at, text } = c.token;
  const hex = text
    .slice(2, -1)
    .replace(/[ \r\n\t]/g, '')
    .toUpperCase();
  if (hex.length % 2 !== 0) c.blame('Binary literal must contain an even number of digits');
  if (!/^[0-9A-F]*$/.test(hex)) c.blame('Binary literal can only contain hexadecimal digits');
  c.advance();
  return { at, type: 'literal', kind: 'binary', hex };
}

/** Whether `INTERVAL '…' DAY` comes next; `INTERVAL 'x'` alone is a literal of a type of that name. */
export function isInterval(c: Cursor): boolean {
  if (c.token.key !== 'INTERVAL') return false;
  const sign = c.peek(1).key === '+' || c.peek(1).key === '-' ? 1 : 0;
  return c.isString(c.peek(1 + sign)) && (FIELDS as readonly string[]).includes(c.peek(2 + sign).key);
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
  return c.oneOf(...FIELDS).toLowerCase() as IntervalField;
}
