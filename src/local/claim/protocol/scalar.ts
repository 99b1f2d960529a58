import type { MemberShape, Shape } from '../serviceModel';
import { serializationError } from '../wireError';

const INTEGERS = new Set(['integer', 'long', 'short', 'byte', 'biginteger']);
const NUMBERS = new Set(['float', 'double', 'bigdecimal']);

/** Is a value of this type written as one text? */
export const isScalar = ({ type }: Shape): boolean =>
  type !== 'structure' && type !== 'list' && type !== 'map';

/**
 * Reads a value that a form, a header, a path or an element of XML holds as text.
 * @throws AwsError SerializationException for a text that is none of the type's
 */
export function readScalar(
  text: string,
  shape: Shape,
  member: Pick<MemberShape, 'timestampFormat'> = {},
): unknown {
  const { type } = shape;
  if (INTEGERS.has(type)) {
    if (!/^[+-]?\d{1,19}$/.test(text.trim())) throw wrong(text, 'an Integer');
    return Number(text);
  }
  if (NUMBERS.has(type)) {
    const value = Number(text.trim());
    if (text.trim() === '' || (Number.isNaN(value) && text.trim() !== 'NaN')) throw wrong(text, 'a Double');
    return value;
  }
  if (type === 'boolean') {
    const value = text.trim().toLowerCase();
    if (value !== 'true' && value !== 'false') throw wrong(text, 'a Boolean');
    return value === 'true';
  }
  if (type === 'blob') return readBase64(text);
  if (type === 'timestamp') return readTimestamp(text, member.timestampFormat ?? shape.timestampFormat);
  return text;
}

/** @throws AwsError SerializationException */
export function readBase64(text: string): Uint8Array {
  const compact = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) throw wrong(text, 'a Blob');
  return new Uint8Array(Buffer.from(compact, 'base64'));
}

/** A moment: ISO 8601, RFC 822 or seconds since 1970, which no text can be two of. @throws AwsError SerializationException */
export function readTimestamp(value: string | number, _format?: string): Date {
  const seconds =
    typeof value === 'number' ? value : /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
  const date = seconds === undefined ? new Date(value) : new Date(seconds * 1000);
  const year = Number.isNaN(date.getTime()) ? -1 : date.getUTCFullYear();
  // Python's datetime, which moto counts with, knows no other years.
  if (year < 1 || year > 9999) throw wrong(String(value), 'a Timestamp');
  return date;
}

const wrong = (text: string, wanted: string) =>
  serializationError(`'${text.slice(0, 100)}' can not be converted to ${wanted}`);
