import { SqlError } from '../../sql/errors';
import { type ErrorLog, type InternalError, internalError } from '../internalError';
import { FileFault, type ToldFault, toldFault } from './fileFault';
import { escapeGlob } from './sqlText';

/** Turns DuckDB's message into the error that the user is told, or undefined when it knows none. */
export type TranslateError = (message: string) => SqlError | undefined;

/** What was thrown while a query ran, as data: it crosses from the engine's process to the gateway. */
export type EngineFailure =
  | { kind: 'sql'; errorName: string; text: string }
  | ({ kind: 'file' } & ToldFault)
  /** Words for the log only. */
  | { kind: 'internal'; message: string };

/**
 * All that leaves the engine: an error with Athena's name, a file without its path, or a number. DuckDB's own message is
 * in none of them, so no caller can tell it on by mistake.
 */
export type EngineError = SqlError | FileFault | InternalError;

/**
 * @param translate knows the errors of generated SQL; asked first, with DuckDB's message
 * @param files that the query may open
 */
export function describeFailure(
  thrown: unknown,
  translate?: TranslateError,
  files: readonly string[] = [],
): EngineFailure {
  if (thrown instanceof SqlError) return described(thrown);
  const message = messageOf(thrown);
  // Only errors of files: the values of a query may hold the same words.
  if (/^IO Error: .*(?:No space left on device|Disk quota exceeded)/s.test(message))
    return {
      kind: 'sql',
      errorName: 'INSUFFICIENT_STORAGE',
      text: 'The disk of the local account is full. Free space, then try again.',
    };
  const missing = missingFile(message, files);
  if (missing !== undefined) return { kind: 'file', fault: 'missing', path: missing };
  const fault = toldFault(message);
  // Messages with a path are about files, whatever else they say.
  if (fault && /["']\//.test(message)) return { kind: 'file', ...fault };
  const known = translate?.(message) ?? raised(message);
  if (known) return described(known);
  return fault ? { kind: 'file', ...fault } : { kind: 'internal', message };
}

const described = ({ errorName, text }: SqlError): EngineFailure => ({ kind: 'sql', errorName, text });

/**
 * The error to throw for a failure.
 * @param sql what was run, for the log
 */
export function engineError(failure: EngineFailure, sql: string, log?: ErrorLog): EngineError {
  switch (failure.kind) {
    case 'sql':
      return new SqlError(failure.errorName, failure.text);
    case 'file':
      return new FileFault(failure.fault, failure.path, failure.line);
    case 'internal':
      return internalError('the query engine', failure.message, [sql], log);
  }
}

/** Errors that generated SQL raises on purpose, where no translation is given: `error('HIVE_BAD_DATA: …')`. */
function raised(message: string): SqlError | undefined {
  const [, name, text] = /^Invalid Input Error: ([A-Z][A-Z0-9]+_[A-Z0-9_]+): (.*)$/s.exec(message) ?? [];
  return name && text !== undefined ? new SqlError(name, text.trimEnd()) : undefined;
}

/** DuckDB takes a file that is gone for a folder, and a locked DuckDB may not look into that. */
function missingFile(message: string, files: readonly string[]): string | undefined {
  const [, path] = /^Permission Error: Cannot access file "(.*)\/\*\*\/\*\.\w+"/.exec(message) ?? [];
  return path === undefined ? undefined : files.find((file) => file === path || escapeGlob(file) === path);
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** DuckDB invalidates the whole database after an internal or fatal error. */
export const isFatal = (thrown: unknown): boolean => /^(INTERNAL|FATAL) Error/.test(messageOf(thrown));
