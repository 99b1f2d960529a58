import { createInterface } from 'node:readline/promises';
import { CliError } from '../cliError';

/**
 * Asks before something is destroyed.
 * @param expected what must be typed to go on
 * @throws CliError for any other answer, and where nobody can answer
 */
export async function confirm(question: string, expected: string, refusal: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const nobody = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)));
    const answer = await Promise.race([terminal.question(question), nobody]);
    if (answer === undefined) process.stderr.write('\n');
    if (answer?.trim() !== expected) throw new CliError(refusal, '--yes goes on without asking.');
  } finally {
    terminal.close();
  }
}
