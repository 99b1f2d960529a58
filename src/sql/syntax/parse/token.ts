import type { Position } from '../../errors';

/**
 * What a token is. `word` is an unquoted identifier or keyword; `digitWord` is one that starts with a digit
 * (`1st`), which only the Hive side takes as a name; `unrecognized` is one character that begins nothing.
 */
export type TokenKind =
  | 'word'
  | 'digitWord'
  | 'quoted'
  | 'backquoted'
  | 'string'
  | 'unicodeString'
  | 'binary'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'symbol'
  | 'unrecognized'
  | 'end';

export interface Token {
  kind: TokenKind;
  /** As written; `<EOF>` at the end. */
  text: string;
  /** What the grammar compares: a word in upper case, a symbol (`!=` is `<>`), and nothing for all else. */
  key: string;
  at: Position;
  /** Offsets in the text, in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
}
