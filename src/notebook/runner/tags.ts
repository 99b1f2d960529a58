import { CliError } from '../../cliError';
import type { CodeCell } from './notebook';

/** What is expected of a cell. */
export interface Expectation {
  /** The cell must fail, with an error of this name; `true`: with any. */
  raises?: string | true;
  /** Headless runs leave it out. */
  skip: boolean;
  timeoutSeconds: number;
}

const DEFAULT_SECONDS = 120;
/** Of a cell with the tag `slow`. */
const SLOW_SECONDS = 600;

/**
 * Reads a cell's tags: `raises-exception` with `raises=Name`, `skip-ci`, `slow`, `timeout=SECONDS`. Others are Jupyter's
 * or the book's, and are no matter here.
 * @param where for the error: lesson and cell
 * @throws CliError for a tag that cannot be meant so
 */
export function expectationOf(cell: CodeCell, where: string): Expectation {
  const tags = cell.metadata.tags ?? [];
  const value = (name: string) => tags.find((tag) => tag.startsWith(`${name}=`))?.slice(name.length + 1);
  const timeout = value('timeout');
  if (timeout !== undefined && !(Number(timeout) > 0))
    throw new CliError(`${where}: the tag timeout=${timeout} is not a number of seconds.`);
  const name = value('raises');
  // nbclient and Jupyter go by `raises-exception` alone: with `raises=` alone they would stop at a planned failure.
  if (name !== undefined && !tags.includes('raises-exception'))
    throw new CliError(`${where}: the tag raises=${name} needs the tag raises-exception beside it.`);
  return {
    raises: tags.includes('raises-exception') ? name || true : undefined,
    skip: tags.includes('skip-ci'),
    timeoutSeconds: timeout ? Number(timeout) : tags.includes('slow') ? SLOW_SECONDS : DEFAULT_SECONDS,
  };
}
