import { SqlError } from '../../errors';
import { fixed, invalidArgument, type Rule } from './rule';

const INVALID = 'INVALID_FUNCTION_ARGUMENT';

/** Arguments that a function does not take. Source: Trino's functions, by their answers. */
export const ARGUMENTS: Rule[] = [
  fixed(
    /More than one row returned by a subquery/,
    'SUBQUERY_MULTIPLE_ROWS',
    'Scalar sub-query has returned multiple rows',
  ),
  {
    pattern: /Could not parse string "(.*?)" according to format specifier/s,
    meaning: (value) => invalidArgument(`Invalid format: "${value}"`),
  },
  {
    pattern: /Unknown TimeZone '(.*?)'/s,
    meaning: (zone) => invalidArgument(`'${zone}' is not a valid time zone`),
  },
  {
    pattern: /JSON path error near '(.*?)'/s,
    meaning: (path) => invalidArgument(`Invalid JSON path: '${path}'`),
  },
  fixed(/Failed to parse format specifier|Unrecognized format for strftime/, INVALID, 'Invalid format'),
  fixed(/Map keys must be unique/, INVALID, 'Duplicate keys are not allowed'),
  fixed(/Map keys can not be NULL/i, INVALID, 'map key cannot be null'),
  fixed(/map key list does not align/, INVALID, 'Key and value arrays must be the same length'),
  fixed(/Escape string must be empty or one character/, INVALID, 'Escape string must be a single character'),
  fixed(
    /Like pattern must not end with escape character/,
    INVALID,
    "Escape character must be followed by '%', '_' or the escape character itself",
  ),
  {
    pattern: /Invalid UTF8 Codepoint (-?\d+)/i,
    meaning: (code) => invalidArgument(`Not a valid Unicode code point: ${code}`),
  },
  fixed(/Invalid input for hex digit/, INVALID, 'invalid hex character'),
  fixed(/as base64/, INVALID, 'Illegal base64 character'),
  fixed(
    /for formatting a value of type|argument index .*out of range|invalid (?:format string|type specifier|format specifier)|format string/i,
    INVALID,
    'Invalid format string',
  ),
  fixed(
    /frame .*(?:negative|NULL)|ROWS.*must not be|Invalid (?:ROWS|RANGE|GROUPS) PRECEDING|Window (?:RANGE|ROWS)/i,
    'INVALID_WINDOW_FRAME',
    'Window frame offset value must not be negative or null',
  ),
  fixed(/Argument for ntile must be greater than zero/, INVALID, 'Buckets must be greater than 0'),
  fixed(
    /TRY can not be used/,
    'NOT_SUPPORTED',
    'TRY of an expression that depends on chance is not supported',
  ),
  fixed(
    /initial value type must be the same/,
    'NOT_SUPPORTED',
    'The local engine reduces an array only to a value of the type of its elements',
  ),
  fixed(
    /DECIMAL type width must be/,
    'NOT_SUPPORTED',
    'The local engine does not support decimals of this scale here',
  ),
  {
    pattern: /^(?:Binder|Not implemented|Invalid Input) Error: .*must be (?:a )?(?:constant|foldable)/i,
    meaning: () => new SqlError('NOT_SUPPORTED', 'This argument must be a constant'),
  },
];
