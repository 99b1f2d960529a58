import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it was started, in the system's own words; empty where the system does not say. */
  born: string;
}

/** @returns this process, as others can look it up */
export const thisProcess = (): ProcessIdentity => ({ pid: process.pid, born: birthOf(process.pid) ?? '' });

/**
 * When a process was started: on Linux in ticks since the machine's start, with the name of that start, so that neither
 * a clock that is set back nor a restart of the machine makes two processes look alike; elsewhere as `ps` prints it.
 * @returns undefined when there is no such process
 */
export function birthOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    // The name, in parentheses, may hold spaces; the state is the first field after it, the start the 20th.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its parent has not looked yet.
    if (fields[0] === 'Z') return undefined;
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${fields[19]} of ${boot}`;
  } catch {
    return undefined;
  }
}

/** Is that very process still there? */
export function isAlive({ pid, born }: ProcessIdentity): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  const found = birthOf(pid);
  if (found !== undefined) return born === '' || born === found;
  return born === '' && answersSignals(pid);
}

/** For systems that do not say when a process was started. */
function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !fs.existsSync('/proc/self/stat');
  } catch {
    return false;
  }
}
