import type { Position } from '../../errors';
import type { Token, TokenKind } from './token';

/**
 * Whose quotes: in Trino's grammar `"x"` is a name and a quote is doubled to stand for itself; on the Hive side
 * `"x"` is a string, and a backslash escapes.
 */
export type Dialect = 'trino' | 'hive';

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const DIGIT_WORD = /\d[A-Za-z0-9_]+/y;
const SYMBOL = /<>|!=|<=|>=|\|\||->|[-+*/%=<>()[\],.?;:]/y;
const BLANK = /[ \t\r\n]+/y;
const LINE_COMMENT = /--[^\r\n]*/y;

/**
 * Cuts a text into tokens, without blanks and comments; the last one is `<EOF>`. Never fails: what begins no token (an
 * unclosed quote, an unclosed comment, `@`) is a token of one character that no grammar rule takes, as in Trino.
 * Linear in the length of the text. Columns count UTF-16 units.
 */
export function tokenize(text: string, dialect: Dialect = 'trino'): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  // An unclosed comment is looked for once: else `/*/*/*…` would be quadratic.
  let commentsClose = true;

  const match = (pattern: RegExp): number => {
    pattern.lastIndex = offset;
    return pattern.test(text) ? pattern.lastIndex : offset;
  };
  const newLines = (end: number): void => {
    for (let at = text.indexOf('\n', offset); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      line++;
      lineStart = at + 1;
    }
  };
  const push = (kind: TokenKind, end: number, key = ''): void => {
    const at: Position = { line, column: offset - lineStart + 1 };
    const value = text.slice(offset, end);
    tokens.push({ kind, text: value, key, at, start: offset, end });
    if (
      kind === 'string' ||
      kind === 'quoted' ||
      kind === 'unicodeString' ||
      kind === 'binary' ||
      kind === 'backquoted'
    ) {
      newLines(end);
    }
    offset = end;
  };

  while (offset < text.length) {
    const char = text[offset] as string;
    if (char === ' ' || char === '\n' || char === '\t' || char === '\r') {
      const end = match(BLANK);
      newLines(end);
      offset = end;
      continue;
    }
    if (char === '-' && text[offset + 1] === '-') {
      offset = match(LINE_COMMENT);
      continue;
    }
    if (char === '/' && text[offset + 1] === '*' && commentsClose) {
      const close = text.indexOf('*/', offset + 2);
      if (close >= 0) {
        newLines(close + 2);
        offset = close + 2;
        continue;
      }
      commentsClose = false;
    }
    if (char === "'" || char === '"' || char === '`') {
      const end = quoteEnd(text, offset, char, dialect === 'hive' && char !== '`');
      if (end < 0) push('unrecognized', offset + 1);
      else push(char === '`' ? 'backquoted' : char === "'" || dialect === 'hive' ? 'string' : 'quoted', end);
      continue;
    }
    if (dialect === 'trino') {
      if ((char === 'U' || char === 'u') && text.startsWith("&'", offset + 1)) {
        const end = quoteEnd(text, offset + 2, "'", false);
        if (end >= 0) {
          push('unicodeString', end);
          continue;
        }
      }
      if ((char === 'X' || char === 'x') && text[offset + 1] === "'") {
        const close = text.indexOf("'", offset + 2);
        if (close >= 0) {
          push('binary', close + 1);
          continue;
        }
      }
    }
    const wordEnd = match(WORD);
    if (wordEnd > offset) {
      push('word', wordEnd, text.slice(offset, wordEnd).toUpperCase());
      continue;
    }
    const numberEnd = match(NUMBER);
    if (numberEnd > offset) {
      const digitWordEnd = match(DIGIT_WORD);
      const value = text.slice(offset, numberEnd);
      if (digitWordEnd > numberEnd) push('digitWord', digitWordEnd);
      else push(/[eE]/.test(value) ? 'double' : value.includes('.') ? 'decimal' : 'integer', numberEnd);
      continue;
    }
    const symbolEnd = match(SYMBOL);
    if (symbolEnd > offset) {
      const symbol = text.slice(offset, symbolEnd);
      push('symbol', symbolEnd, symbol === '!=' ? '<>' : symbol);
      continue;
    }
    push('unrecognized', offset + ((text.codePointAt(offset) as number) > 0xffff ? 2 : 1));
  }
  tokens.push({
    kind: 'end',
    text: '<EOF>',
    key: '<EOF>',
    at: { line, column: offset - lineStart + 1 },
    start: offset,
    end: offset,
  });
  return tokens;
}

/**
 * Where a quoted thing that opens at `start` ends, or -1. A doubled quote stands for itself; where the text ends in
 * the middle of such a pair (`'a''b`), the first of the pair closes, as the longest token that there is.
 */
function quoteEnd(text: string, start: number, quote: string, backslash: boolean): number {
  let closed = -1;
  for (let at = start + 1; at < text.length; at++) {
    if (backslash && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote || backslash) return at + 1;
      closed = at + 1;
      at++;
    }
  }
  return closed;
}
