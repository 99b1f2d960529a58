import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

interface Process {
  pid: number;
  parent: number;
  command: string;
  environment: string;
}

const TERMINATE_MS = 3000;

/**
 * Stops processes that a notebook has left running outside of the kernel's process group. They are known by a variable
 * in their environment. The account's own services, which a notebook may well have started, go on.
 * Where there is no `/proc` (macOS) only the process group is stopped, by the kernel's end.
 * @param marker the value of `LAKEHOUSE_NOTEBOOK_RUN` @param home `LAKEHOUSE_HOME`
 * @returns their command lines
 */
export async function stopLeftovers(marker: string, home: string): Promise<string[]> {
  const left = leftovers(processes(), `LAKEHOUSE_NOTEBOOK_RUN=${marker}`, home);
  for (const { pid } of left) signal(pid, 'SIGTERM');
  const alive = () => left.filter(({ pid }) => parentOf(pid) !== undefined);
  for (const deadline = Date.now() + TERMINATE_MS; alive().length > 0 && Date.now() < deadline; )
    await pause(20);
  for (const { pid } of alive()) signal(pid, 'SIGKILL');
  return left.map(({ command }) => command);
}

/** Those with the variable that are neither a service of the home nor started by one. */
function leftovers(all: readonly Process[], variable: string, home: string): Process[] {
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const isService = (one: Process | undefined): boolean =>
    one !== undefined &&
    ((one.command.includes('--folder') && one.command.includes(`${home}${path.sep}`)) ||
      isService(byPid.get(one.parent)));
  return all.filter((one) => one.environment.split('\0').includes(variable) && !isService(one));
}

function processes(): Process[] {
  if (!fs.existsSync('/proc/self/environ')) return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const read = (name: string) => fs.readFileSync(`/proc/${pid}/${name}`, 'utf8');
        const parent = parentOf(Number(pid));
        if (parent === undefined) return [];
        const command = read('cmdline').replaceAll('\0', ' ').trim();
        return [{ pid: Number(pid), parent, command, environment: read('environ') }];
      } catch {
        // It has ended in between, or is somebody else's.
        return [];
      }
    });
}

/** @returns the parent of a process that runs; nothing for one that is over, though nobody has taken note of it yet */
function parentOf(pid: number): number | undefined {
  try {
    const [state, parent] = fs
      .readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z' ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}
