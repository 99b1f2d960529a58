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
  return new Error(message, { cause: thrown });
}

/** DuckDB invalidates the whole database after an internal or fatal error. */
export function fateAfter(thrown: unknown): Fate {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return /^(INTERNAL|FATAL) Error/.test(message) ? 'dead' : 'reusable';
}
