import { runInNewContext } from 'node:vm';
import { AwsError } from '../errors';

const LIMIT_MS = 500;

/**
 * The names that a pattern of GetTables takes: a regular expression over the whole name, in which a `*` on its own is a
 * wildcard (`cust*`), as clients use it.
 *
 * A pattern that backtracks without end is cut off: the match runs in a context of its own that has a time limit.
 * @throws AwsError InvalidInputException for what is no pattern
 */
export function matchingNames(names: string[], pattern: string): Set<string> {
  const source = `^(?:${pattern.replace(/(^|[^.\])\\])\*/g, '$1.*')})$`;
  try {
    const matched: unknown = runInNewContext(
      'const expression = new RegExp(source, "i"); names.filter((name) => expression.test(name)).join("\\n")',
      { source, names },
      { timeout: LIMIT_MS },
    );
    return new Set(String(matched).split('\n'));
  } catch {
    throw new AwsError('InvalidInputException', `Invalid expression: ${pattern}`);
  }
}
