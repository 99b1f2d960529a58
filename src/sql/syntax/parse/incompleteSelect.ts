import type { SqlError } from '../../errors';
import type { Token } from './token';

/**
 * Whether the Hive side can read a query that Trino's grammar refuses at `error`: FROM is a name there, so
 * `SELECT * FROM` and `SELECT FROM t` are whole queries for it. Athena then says that it does not run such
 * queries, and not what Trino's grammar misses.
 */
export function isIncompleteSelect(tokens: Token[], error: SqlError): boolean {
  const first = tokens[0]?.key;
  const open =
    tokens.filter(({ key }) => key === '(').length - tokens.filter(({ key }) => key === ')').length;
  const failed = tokens.findIndex(
    ({ at }) => at.line === error.position?.line && at.column === error.position.column,
  );
  if ((first !== 'SELECT' && first !== 'WITH') || open !== 0 || failed < 1) return false;
  const [before, at] = [tokens[failed - 1]?.key, tokens[failed]?.key];
  return (before === 'FROM' && at === '<EOF>') || (before === 'SELECT' && at === 'FROM');
}
