import path from 'node:path';
import { CliError } from '../cliError';
import { acquireLock, type Holder, UnwritableFolder } from '../processLock';
import type { Target } from '../target/target';
import { recoverLayers } from './recovery';

export interface OpenOptions {
  /** Ends the waiting for others. */
  signal?: AbortSignal;
  /** Told what is waited for and what is repaired, a sentence each; standard error by default. */
  say?: (text: string) => void;
}

/** What this process has opened, by folder: its own pieces of work do not wait for each other. */
const opened = new Map<string, { users: number; ready: Promise<() => void> }>();

/**
 * Does work on the layers of a target's home, or on the account as a whole, while no other process does: a second
 * command waits for the first, and says for what. What an earlier one was killed over is put right first.
 * @throws CliError when `signal` ends the waiting; what `work` throws
 */
export async function openLayers<T>(
  { home }: Pick<Target, 'home'>,
  { signal, say = (text) => console.error(text) }: OpenOptions,
  work: () => Promise<T>,
): Promise<T> {
  const open = opened.get(home) ?? { users: 0, ready: begin(home, say, signal) };
  opened.set(home, open);
  open.users++;
  try {
    await open.ready;
    return await work();
  } finally {
    if (--open.users === 0) {
      opened.delete(home);
      await open.ready.then(
        (release) => release(),
        () => undefined,
      );
    }
  }
}

async function begin(
  home: string,
  say: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<() => void> {
  try {
    const release = await acquireLock(path.join(home, 'deployment.lock'), {
      command: commandInWords(),
      signal,
      onWait: (holder) => say(waiting(holder)),
    });
    try {
      await recoverLayers({ home }, say, signal);
      return release;
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    throw asCliError(error, signal);
  }
}

/** `Waiting for lakehouse up (pid 4711, since 12:03:11): …`. */
const waiting = ({ command, pid, since }: Holder): string =>
  `Waiting for the end of ${command} (pid ${pid}, since ${new Date(since).toLocaleTimeString('en-GB')}), which works on the same lakehouse. Ctrl-C ends the waiting.`;

function asCliError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof CliError) return error;
  if (signal?.aborted) return new CliError('Stopped while it waited: nothing was begun.', undefined, 130);
  return error instanceof UnwritableFolder ? new CliError(error.message) : error;
}

/** What this process does, as a person would type it; no more than the subcommand, for arguments may be long. */
function commandInWords([, program = '', command] = process.argv): string {
  const name = path.basename(program);
  return /^(lakehouse|cli)\b/.test(name) && command
    ? `\`lakehouse ${command}\``
    : `a program (${name || 'node'})`;
}
