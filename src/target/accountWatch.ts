import path from 'node:path';
import { CliError } from '../cliError';
import { accountFolder, accountProcess } from '../local/control';
import type { Target } from './target';

const LOOK_MS = 500;
/** Another command may be starting it again; that takes less than so many looks. */
const LOOKS = 4;

/**
 * Watches over the local account while long work stands on it: Terraform alone would try for minutes to reach one that
 * is gone.
 * @returns a signal that is aborted with a CliError when the account ends, and what ends the watch
 */
export function watchAccount({ name, home }: Pick<Target, 'name' | 'home'>): {
  signal: AbortSignal;
  end(): void;
} {
  const gone = new AbortController();
  if (name !== 'local') return { signal: gone.signal, end: () => {} };
  const place = { home: path.dirname(home) };
  let missed = 0;
  const timer = setInterval(() => {
    missed = accountProcess(place) === undefined ? missed + 1 : 0;
    if (missed < LOOKS) return;
    clearInterval(timer);
    gone.abort(
      new CliError(
        `The local account has ended (its log: ${path.join(accountFolder(place), 'gateway.log')}). What was done is kept.`,
        'Run the same command again: it starts the account, and goes on from here.',
      ),
    );
  }, LOOK_MS);
  timer.unref();
  return { signal: gone.signal, end: () => clearInterval(timer) };
}
