import { createInterface } from 'node:readline/promises';
import { CliError } from '../cliError';
import type { Target } from '../target/target';

/**
 * Asks for the number of an AWS account before something happens to it.
 * @param what happens there: a sentence that begins "This …" and names no account
 * @throws CliError for any other answer, and where nobody can answer
 */
export const confirmAccount = (
  { accountId, region }: Pick<Target, 'accountId' | 'region'>,
  what: string,
  refusal: string,
): Promise<void> =>
  confirm(
    `${what}\nAWS account ${accountId}, ${region}. Type the account's number to go on: `,
    accountId,
    refusal,
  );

/**
 * Asks before something is destroyed, or costs money.
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
