import path from 'node:path';
import { CliError } from '../cliError';
import { Interrupted } from '../interrupted';
import { accountFolder, accountProcess } from '../local/control';
import type { Target } from './target';

const LOOK_MS = 500;
/** Another command may be starting it again; that takes less than so many looks. */
const LOOKS = 4;

/** The local account, watched over while long work stands on it. */
export interface AccountWatch {
  /** Aborted with a CliError when the account has ended. */
  signal: AbortSignal;
  /** @returns that CliError in the place of an error that came of the account's end; any other error as it is */
  explain(error: unknown): unknown;
  end(): void;
}

/** Begins a watch: alone, Terraform and the SDK would try for minutes to reach an account that is gone. */
export function watchAccount({ name, home }: Pick<Target, 'name' | 'home'>): AccountWatch {
  const gone = new AbortController();
  if (name !== 'local') return { signal: gone.signal, explain: (error) => error, end: () => {} };
  const place = { home: path.dirname(home) };
  const isGone = () => accountProcess(place) === undefined;
  const reason = new CliError(
    `The local account has ended (its log: ${path.join(accountFolder(place), 'gateway.log')}). What was done is kept.`,
    'Run the same command again: it starts the account, and goes on from here.',
  );
  let missed = 0;
  const timer = setInterval(() => {
    missed = isGone() ? missed + 1 : 0;
    if (missed < LOOKS) return;
    clearInterval(timer);
    gone.abort(reason);
  }, LOOK_MS);
  timer.unref();
  return {
    signal: gone.signal,
    explain: (error) => (error instanceof Interrupted || !isGone() ? error : reason),
    end: () => clearInterval(timer),
  };
}
