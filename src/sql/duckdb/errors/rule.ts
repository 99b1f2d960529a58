import { SqlError } from '../../errors';

/**
 * What one of DuckDB's messages means in Athena. The pattern sees the first line of the message, with the category in
 * front (`Out of Range Error: …`); of it only captured values of the user's own data may go into the answer.
 */
export interface Rule {
  pattern: RegExp;
  /** Undefined: the pattern was too wide, and other rules may know the message. */
  meaning: (...captured: string[]) => SqlError | undefined;
}

/** A rule whose answer is always the same error. */
export const fixed = (pattern: RegExp, errorName: string, text: string): Rule => ({
  pattern,
  meaning: () => new SqlError(errorName, text),
});

export const invalidArgument = (text: string): SqlError => new SqlError('INVALID_FUNCTION_ARGUMENT', text);
