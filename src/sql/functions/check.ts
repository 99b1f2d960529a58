import { literal } from '../duckdb/text';

/**
 * A value whose arguments are checked when the statement runs: where `wrong` holds, INVALID_FUNCTION_ARGUMENT with a text
 * is raised in its place (inside of TRY it is NULL).
 * @param text Trino's, or SQL that makes it where it tells a value
 */
export function checked(wrong: string, text: string | { sql: string }, value: string): string {
  const told =
    typeof text === 'string'
      ? literal(`INVALID_FUNCTION_ARGUMENT: ${text}`)
      : `'INVALID_FUNCTION_ARGUMENT: ' || ${text.sql}`;
  return `t_check(${wrong}, ${told}, ${value})`;
}
