import { SqlError } from '../../sql/errors';
import type { Fate } from './connections';

/** Turns DuckDB's message into the error that the user is told, or undefined when it knows none. */
export type TranslateError = (message: string) => Error | undefined;

/** Errors that generated SQL raises on purpose: `error('DIVISION_BY_ZERO: Division by zero')`. */
const RAISED = /^(?:Invalid Input Error|Conversion Error): ([A-Z][A-Z0-9_]{3,}): (.*)$/s;

/** @throws nothing: gives the error to throw for what DuckDB threw */
export function engineError(thrown: unknown, translate?: TranslateError): Error {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const known = translate?.(message);
  if (known) return known;
  const raised = RAISED.exec(message);
  if (raised) return new SqlError(raised[1]!, raised[2]!.trimEnd());
  return unreadableText(message) ?? new Error(message, { cause: thrown });
}

/** Text files are read line by line, so only two things can be wrong with one. DuckDB's own words hold local paths. */
function unreadableText(message: string): SqlError | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (line === undefined) return undefined;
  if (message.includes('Invalid unicode'))
    return new SqlError('HIVE_BAD_DATA', `Line ${line} of a text file is not UTF-8`);
  if (message.includes('Maximum line size'))
    return new SqlError('HIVE_BAD_DATA', `Line ${line} of a text file is too long`);
  return undefined;
}

/** DuckDB invalidates the whole database after an internal or fatal error. */
export function fateAfter(thrown: unknown): Fate {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return /^(INTERNAL|FATAL) Error/.test(message) ? 'dead' : 'reusable';
}
