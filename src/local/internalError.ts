import { randomInt } from 'node:crypto';

/**
 * A failure whose words are for the account's log only: they may hold paths of this machine, texts of DuckDB or Node, and
 * generated SQL. It carries nothing but a number, by which the log is searched.
 */
export class InternalError extends Error {
  constructor(readonly number: string) {
    super(`An internal error occurred; the account's log says more (error ${number})`);
    this.name = 'InternalError';
  }
}

/** Writes one entry of the account's log; `console.error` but in tests. */
export type ErrorLog = (entry: string, ...details: unknown[]) => void;

/**
 * Writes a failure down under a new number, and gives the error that may be told.
 * @param what the thing that failed, for the log
 * @param details what else explains it, such as the SQL
 */
export function internalError(
  what: string,
  thrown: unknown,
  details: unknown[] = [],
  log: ErrorLog = console.error,
): InternalError {
  if (thrown instanceof InternalError) return thrown;
  const error = new InternalError(String(randomInt(1, 10 ** 9)).padStart(9, '0'));
  log(`error ${error.number}: ${what}:`, thrown, ...details);
  return error;
}
