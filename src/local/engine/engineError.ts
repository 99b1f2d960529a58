import { SqlError } from '../../sql/errors';
import { type ErrorLog, type InternalError, internalError } from '../internalError';
import type { Fate } from './connections';
import { type FileFault, fileFault } from './fileFault';

/** Turns DuckDB's message into the error that the user is told, or undefined when it knows none. */
export type TranslateError = (message: string) => SqlError | undefined;

/**
 * All that leaves the engine: an error with Athena's name, a file without its path, or a number. DuckDB's own message is
 * in none of them, so no caller can tell it on by mistake.
 */
export type EngineError = SqlError | FileFault | InternalError;

/** How a message of DuckDB becomes an {@link EngineError}. */
export interface ErrorBoundary {
  translate?: TranslateError;
  log?: ErrorLog;
}

/** @throws nothing: gives the error to throw for what was thrown while `sql` ran */
export function engineError(
  thrown: unknown,
  sql: string,
  { translate, log }: ErrorBoundary = {},
): EngineError {
  if (thrown instanceof SqlError) return thrown;
  const message = messageOf(thrown);
  if (/No space left on device|Disk quota exceeded/.test(message))
    return new SqlError(
      'INSUFFICIENT_STORAGE',
      'The disk of the local account is full. Free space, then try again.',
    );
  const files = fileFault(message);
  // Messages with a path are about files, whatever else they say.
  if (files && /["']\//.test(message)) return files;
  return (
    translate?.(message) ?? raised(message) ?? files ?? internalError('the query engine', thrown, [sql], log)
  );
}

/** Errors that generated SQL raises on purpose, where no translation is given: `error('HIVE_BAD_DATA: …')`. */
function raised(message: string): SqlError | undefined {
  const [, name, text] = /^Invalid Input Error: ([A-Z][A-Z0-9]+_[A-Z0-9_]+): (.*)$/s.exec(message) ?? [];
  return name && text !== undefined ? new SqlError(name, text.trimEnd()) : undefined;
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** DuckDB invalidates the whole database after an internal or fatal error. */
export function fateAfter(thrown: unknown): Fate {
  return /^(INTERNAL|FATAL) Error/.test(messageOf(thrown)) ? 'dead' : 'reusable';
}
