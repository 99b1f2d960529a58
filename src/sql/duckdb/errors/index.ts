import type { SqlError } from '../../errors';
import { ARGUMENTS } from './arguments';
import { ARITHMETIC } from './arithmetic';
import { CASTS } from './casts';
import { PATTERNS } from './patterns';
import { raisedError } from './raised';
import { RESOURCES } from './resources';
import type { Rule } from './rule';

/** The first rule that knows a message tells what it means. */
const RULES: Rule[] = [...RESOURCES, ...PATTERNS, ...CASTS, ...ARGUMENTS, ...ARITHMETIC];

/**
 * DuckDB's message about a query in Athena's words; undefined for what no rule knows, which nobody may be told: it
 * holds DuckDB's words, and at times paths of this machine.
 */
export function translateEngineError(message: string): SqlError | undefined {
  const raised = raisedError(message);
  if (raised) return raised;
  // What follows is the place in generated SQL, which is nobody's business.
  const [told = ''] = message.split(/\n\nLINE \d+: /);
  for (const { pattern, meaning } of RULES) {
    const match = pattern.exec(told);
    const meant = match && meaning(...match.slice(1));
    if (meant) return meant;
  }
  return undefined;
}
