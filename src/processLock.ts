import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, type ProcessIdentity, thisProcess } from './processIdentity';

/** Who has a lock, or waits for it. */
export interface Holder extends ProcessIdentity {
  /** What it does, as a person would type it: `lakehouse up`. */
  command: string;
  /** ISO 8601. */
  since: string;
}

export interface LockOptions {
  /** For those who wait for this one. */
  command: string;
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** Called when the waiting begins, and whenever it is for another process. */
  onWait?: (holder: Holder) => void;
}

/** The lock's folder cannot be used; the message is for people. */
export class UnwritableFolder extends Error {}

const POLL_MS = 100;

/**
 * A lock between processes, given in the order of coming. A holder that dies, however it dies, has it no longer.
 *
 * The folder holds a claim for each who came, named by its number. The lock is the lowest number's whose process lives.
 * A claim is linked into its place whole, so none is ever half written, whatever the disk does. Numbers are never given
 * twice: a claim that is given back stays, empty, as long as it has the highest number. So nobody can remove a claim
 * that has just been made in the place of a dead one.
 *
 * @param folder made when it is missing
 * @returns what gives the lock back; a second call of that does nothing
 * @throws what `signal` was aborted with; UnwritableFolder
 */
export async function acquireLock(folder: string, options: LockOptions): Promise<() => void> {
  const own = claim(folder, options.command);
  const giveBack = () => release(folder, own);
  let waitsFor: Holder | undefined;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      const holder = firstLiving(folder, own);
      if (!holder) return giveBack;
      if (holder.pid !== waitsFor?.pid || holder.born !== waitsFor.born) options.onWait?.(holder);
      waitsFor = holder;
      await pause(POLL_MS, undefined, { signal: options.signal });
    }
  } catch (error) {
    giveBack();
    // The pause's own error says nothing.
    throw options.signal?.aborted ? options.signal.reason : error;
  }
}

/** Who has the lock now, if anybody. */
export const lockHolder = (folder: string): Holder | undefined =>
  firstLiving(folder, Number.POSITIVE_INFINITY);

/** Makes a claim with the next number. @throws UnwritableFolder */
function claim(folder: string, command: string): number {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    return claimIn(folder, command);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code) throw error;
    const what = code === 'ENOSPC' ? 'there is no room left on its disk' : message;
    throw new UnwritableFolder(
      `The folder ${path.dirname(folder)} cannot be written (${what}). Make room there or make it writable, or choose another with LAKEHOUSE_HOME.`,
    );
  }
}

function claimIn(folder: string, command: string): number {
  const holder: Holder = { ...thisProcess(), command, since: new Date().toISOString() };
  const written = path.join(folder, `new-${process.pid}-${Math.random().toString(36).slice(2)}`);
  try {
    fs.writeFileSync(written, JSON.stringify(holder), { flag: 'wx' });
    for (;;) {
      const number = highestIn(folder) + 1;
      if (!linked(written, fileOf(folder, number))) continue;
      if (highestIn(folder) === number) return number;
      // Others came and went between the two looks: this number was in use, and who came later may have the lock.
      release(folder, number);
    }
  } finally {
    fs.rmSync(written, { force: true });
  }
}

/** @returns false when the place is taken */
function linked(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

const highestIn = (folder: string): number => numbersIn(folder).at(-1) ?? 0;

const fileOf = (folder: string, number: number): string => path.join(folder, String(number));

const numbersIn = (folder: string): number[] =>
  fs
    .readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);

/** The living holder of the lowest number below `limit`; the claims of the dead before it are cleared away. */
function firstLiving(folder: string, limit: number): Holder | undefined {
  const numbers = fs.existsSync(folder) ? numbersIn(folder) : [];
  for (const number of numbers) {
    if (number >= limit) break;
    const holder = read(fileOf(folder, number));
    if (holder && isAlive(holder)) return holder;
    if (number !== numbers.at(-1)) fs.rmSync(fileOf(folder, number), { force: true });
  }
  return undefined;
}

/** @returns undefined for a claim that is given back, or that nobody can read: it keeps nobody waiting */
function read(file: string): Holder | undefined {
  try {
    const { pid, born, command, since } = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof born !== 'string') return undefined;
    return { pid, born, command: String(command), since: String(since) };
  } catch {
    return undefined;
  }
}

function release(folder: string, number: number): void {
  try {
    // Emptied, which needs no room on the disk.
    fs.truncateSync(fileOf(folder, number), 0);
  } catch (error) {
    // The folder went away with what it was for.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
