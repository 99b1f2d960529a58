import { SqlError } from '../../errors';

/** Names that generated SQL raises: `error('DIVISION_BY_ZERO: Division by zero')`, and functions in JavaScript throw. */
const RAISED_NAMES = new Set([
  'DIVISION_BY_ZERO',
  'EXCEEDED_LOCAL_MEMORY_LIMIT',
  'HIVE_BAD_DATA',
  'INVALID_ARGUMENTS',
  'INVALID_CAST_ARGUMENT',
  'INVALID_FUNCTION_ARGUMENT',
  'INVALID_WINDOW_FRAME',
  'NOT_SUPPORTED',
  'NUMERIC_VALUE_OUT_OF_RANGE',
]);

/** An error that generated SQL raised on purpose; the text is ours to the last letter. */
export function raisedError(message: string): SqlError | undefined {
  const [, name, text] = /^Invalid Input Error: ([A-Z][A-Z_]+): (.*)$/s.exec(message) ?? [];
  return name && text !== undefined && RAISED_NAMES.has(name)
    ? new SqlError(name, text.trimEnd())
    : undefined;
}
