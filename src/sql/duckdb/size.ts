import { SqlError } from '../errors';

/**
 * Characters of generated SQL at most: a short text can stand for a hundred megabytes. A text of 262,144 bytes, which is
 * the longest that Athena takes, becomes at most some two million.
 */
const MOST_CHARACTERS = 5_000_000;

/** What Trino says of a statement that its analyzer cannot hold (StatementAnalyzer). */
export const TOO_LARGE = 'statement is too large (stack overflow during analysis)';

/** Refuses SQL that nobody should read, DuckDB least of all. @throws SqlError STACK_OVERFLOW */
export function checkSize(sql: string): void {
  if (sql.length > MOST_CHARACTERS) throw new SqlError('STACK_OVERFLOW', TOO_LARGE);
}
