import fs from 'node:fs';

/** One process of an account, as the kernel tells it. */
export interface ProcessFacts {
  pid: number;
  parent: number;
  command: string;
  /** Resident memory. Bytes. */
  resident: number;
}

const PAGE = 4096;

/** What /proc says of one process; undefined when it is gone, or a zombie. */
export function processFacts(pid: number): ProcessFacts | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold anything.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const [, pages] = fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), command, resident: Number(pages) * PAGE };
  } catch {
    return undefined;
  }
}

/** A process and all that descend from it. */
export function processTree(root: number): ProcessFacts[] {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processFacts(Number(name)) ?? []);
  const found = all.filter(({ pid }) => pid === root);
  for (const parent of found) found.push(...all.filter((one) => one.parent === parent.pid));
  return found;
}

/** Open file descriptors of a process. */
export function openDescriptors(pid: number): number {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** Ends a process as a crash does. @returns whether there was one */
export function killNow(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
