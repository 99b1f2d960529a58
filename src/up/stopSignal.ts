import { Interrupted } from '../interrupted';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborts at the first Ctrl-C, SIGTERM, or end of the terminal, with an {@link Interrupted} as the reason, and says so;
 * Terraform then finishes what it has begun, within seconds. A second one ends the program, and Terraform with it.
 * @param command as a person types it, for the hint
 */
export function stopSignal(command: string): AbortSignal {
  const abort = new AbortController();
  const hint = `Run \`${command}\` again: it goes on from here.`;
  for (const name of SIGNALS)
    process.on(name, () => {
      if (abort.signal.aborted) process.exit(new Interrupted('', undefined, name).status);
      console.error('\nStopping: what has begun is finished first (Ctrl-C again ends it at once).');
      abort.abort(new Interrupted('Stopped. What was done is kept.', hint, name));
    });
  return abort.signal;
}

/** Waits for work that knows no signal; an abort ends the waiting. @throws the signal's reason */
export async function untilStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
