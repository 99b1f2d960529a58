import { SqlError } from '../../errors';
import { fixed, type Rule } from './rule';

const INVALID = 'INVALID_FUNCTION_ARGUMENT';

/** What DuckDB's regular expressions (RE2) refuse, in the words of Trino's (Joni), or as what only Trino's can do. */
export const PATTERNS: Rule[] = [
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?missing \)/,
    INVALID,
    'end pattern with unmatched parenthesis',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?unexpected \)/,
    INVALID,
    'unmatched close parenthesis',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?missing \]/,
    INVALID,
    'premature end of char-class',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?no argument for repetition operator/,
    INVALID,
    'target of repeat operator is not specified',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?trailing \\/,
    INVALID,
    'end pattern at escape',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?invalid character class range/,
    INVALID,
    'empty range in char class',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?invalid (?:named capture group|capture group name)/,
    INVALID,
    'invalid group name <>',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?duplicate capture group name/,
    INVALID,
    'multiplex defined name',
  ),
  fixed(
    /^Invalid Input Error: (?:Pattern failed to parse, error: ')?invalid UTF-8/,
    INVALID,
    'invalid code point value',
  ),
  {
    pattern:
      /^Invalid Input Error: (?:Pattern failed to parse, error: ')?(?:invalid escape sequence|bad repetition operator|invalid perl operator|invalid repetition size|invalid group|pattern too large|expression nested too deeply)/,
    meaning: () =>
      new SqlError(
        'NOT_SUPPORTED',
        'The local engine does not support a construct of this regular expression',
      ),
  },
  fixed(/Pattern too large|pattern.*too big|compile.*regex/i, INVALID, 'too big regular expression'),
];
