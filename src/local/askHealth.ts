import type { AccountHealth } from './health';

const ANSWER_MS = 2000;

/** Asks the account how it is. @returns undefined when nothing answers at the port, or not as an account does */
export async function askHealth(port: number): Promise<AccountHealth | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_lakehouse/health`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const { status, parts = [], warnings = [] } = (await answer.json()) as Partial<AccountHealth>;
    return status === undefined ? undefined : { status, parts, warnings };
  } catch {
    return undefined;
  }
}

/** Whether all calls are answered: a damaged account serves what it has. */
export const serves = (health: AccountHealth | undefined): health is AccountHealth =>
  health?.status === 'ok' || health?.status === 'damaged';

/** What a starting account is at, as far as it tells; a change of it is progress. */
export const progressOf = ({ parts }: AccountHealth): string =>
  parts
    .filter(({ status }) => status === 'starting')
    .map(({ name, detail }) => detail ?? `${name} starts`)
    .join(', ');
