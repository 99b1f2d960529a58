import { type Position, SqlError } from '../../errors';

/** The value of `'it''s'` or `"a""b"`. */
export function unquote(text: string): string {
  const quote = text[0] as string;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

/**
 * The value of `U&'d\0061t\+000061'`, with another escape character after UESCAPE.
 *
 * @throws SqlError with Trino's texts for a wrong escape character or sequence
 */
export function unquoteUnicode(text: string, marker: string, at: Position): string {
  const fail = (reason: string): never => {
    throw new SqlError('SYNTAX_ERROR', reason, at);
  };
  if (marker === '') fail('Empty Unicode escape character');
  if (marker.length !== 1) fail('Invalid Unicode escape character');
  if (!/^[!-~]$/.test(marker) || /[0-9a-fA-F+'"]/.test(marker)) fail('Invalid Unicode escape character');
  const source = text.slice(3, -1).replaceAll("''", "'");
  let value = '';
  for (let at = 0; at < source.length; ) {
    if (source[at] !== marker) {
      value += source[at++];
    } else if (source[at + 1] === marker) {
      value += marker;
      at += 2;
    } else {
      const long = source[at + 1] === '+';
      const start = at + (long ? 2 : 1);
      const digits = source.slice(start, start + (long ? 6 : 4));
      if (start + (long ? 6 : 4) > source.length) fail(`Incomplete escape sequence: ${digits}`);
      if (!/^[0-9a-fA-F]+$/.test(digits))
        fail(`Invalid hexadecimal digit: ${/[^0-9a-fA-F]/.exec(digits)?.[0] ?? ''}`);
      const point = Number.parseInt(digits, 16);
      if (point > 0x10ffff) fail(`Invalid escaped character: ${digits}`);
      if (point >= 0xd800 && point <= 0xdfff)
        fail("Invalid escaped character: Escaped character is a surrogate. Use '\\+123456' instead.");
      value += String.fromCodePoint(point);
      at = start + digits.length;
    }
  }
  return value;
}
