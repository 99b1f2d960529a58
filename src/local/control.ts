import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessFile, readProcessFile, writeProcessFile } from './processFile';

/** Where the account and its program are. */
export interface AccountPlace {
  /** `LAKEHOUSE_HOME`. */
  home: string;
}

export interface StartOptions extends AccountPlace {
  /** The bundle of `src/local/main.ts`. */
  entry: string;
  python: string;
  launcher: string;
}

export interface RunningAccount {
  endpoint: string;
  pid: number;
}

/** One of the account's processes. */
export interface ProcessStatus {
  name: 'gateway' | 'moto';
  pid: number;
  /** ISO 8601. */
  since: string;
}

const START_MS = 60_000;
const STOP_MS = 15_000;
const LOG_LIMIT = 10 * 2 ** 20;

/** The account's own folder. */
export const accountFolder = ({ home }: AccountPlace): string => path.join(home, 'account');

const endpointOf = (port: number): string => `http://127.0.0.1:${port}`;

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`${endpointOf(port)}/_lakehouse/health`, {
      signal: AbortSignal.timeout(2000),
    });
    return answer.ok && ((await answer.json()) as { status?: string }).status === 'ok';
  } catch {
    return false;
  }
}

/** Whether a pid is alive and is still the gateway of this folder, not another program that got the number. */
function isOurs(pid: number | undefined, folder: string): pid is number {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return (
    !fs.existsSync('/proc/self/cmdline') ||
    (fs.existsSync(command) && fs.readFileSync(command, 'utf8').includes(folder))
  );
}

/** What runs of the account. */
export async function accountStatus(
  place: AccountPlace,
): Promise<{ running: boolean; exists: boolean; endpoint?: string; processes: ProcessStatus[] }> {
  const folder = accountFolder(place);
  const found = readProcessFile(folder);
  const exists = fs.existsSync(path.join(folder, 'credentials.json'));
  if (!found || !isOurs(found.pid, folder) || !(await answers(found.port)))
    return { running: false, exists, processes: [] };
  const since = found.startedAt ?? '';
  return {
    running: true,
    exists,
    endpoint: endpointOf(found.port),
    processes: [
      { name: 'gateway', pid: found.pid, since },
      ...(found.motoPid ? [{ name: 'moto' as const, pid: found.motoPid, since }] : []),
    ],
  };
}

/**
 * Starts the account in the background, unless it runs already; a gateway of older code is stopped first. Returns when
 * it answers. @throws Error with the end of its log
 */
export async function startAccount(options: StartOptions): Promise<RunningAccount> {
  const folder = accountFolder(options);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return locked(folder, async () => {
    const version = String(fs.statSync(options.entry).mtimeMs);
    const before = readProcessFile(folder);
    if (before && isOurs(before.pid, folder)) {
      if (before.version === version && (await answers(before.port)))
        return { endpoint: endpointOf(before.port), pid: before.pid };
      await end(before, folder);
    }
    const log = path.join(folder, 'gateway.log');
    if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) fs.renameSync(log, `${log}.1`);
    const output = fs.openSync(log, 'a', 0o600);
    const child = spawn(
      process.execPath,
      [
        '--enable-source-maps',
        options.entry,
        '--folder',
        folder,
        '--python',
        options.python,
        '--launcher',
        options.launcher,
        '--version',
        version,
      ],
      {
        detached: true,
        stdio: ['ignore', output, output],
        env: clean(process.env),
      },
    );
    fs.closeSync(output);
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    child.once('error', () => {
      ended = true;
    });
    child.unref();
    for (const deadline = Date.now() + START_MS; Date.now() < deadline && !ended; await pause(50)) {
      const now = readProcessFile(folder);
      if (now?.pid === child.pid && (await answers(now!.port)))
        return { endpoint: endpointOf(now!.port), pid: child.pid! };
    }
    if (!ended) child.kill('SIGKILL');
    throw new Error(`The local account did not start. The end of its log (${log}):\n${tail(log)}`);
  });
}

/** Variables that could send the gateway's own clients elsewhere are not for it. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|TF_|NODE_OPTIONS$)/.test(name)));
}

function tail(file: string): string {
  return fs.existsSync(file)
    ? fs.readFileSync(file, 'utf8').trim().split('\n').slice(-20).join('\n')
    : '(empty)';
}

/** Stops the account, keeping all data. @returns false when it was not running */
export async function stopAccount(place: AccountPlace): Promise<boolean> {
  const folder = accountFolder(place);
  const found = readProcessFile(folder);
  if (!found || !isOurs(found.pid, folder)) return false;
  await end(found, folder);
  return true;
}

async function end(found: ProcessFile, folder: string): Promise<void> {
  process.kill(found.pid!, 'SIGTERM');
  for (const deadline = Date.now() + STOP_MS; Date.now() < deadline; await pause(25))
    if (!isOurs(found.pid, folder)) return writeProcessFile(folder, { port: found.port });
  process.kill(found.pid!, 'SIGKILL');
  writeProcessFile(folder, { port: found.port });
}

/** One starter at a time: two would start two gateways on one folder. A lock of a process that is gone is taken over. */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(folder, 'starting');
  for (const deadline = Date.now() + START_MS; ; await pause(100)) {
    try {
      fs.writeFileSync(lock, `${process.pid} ${os.hostname()}`, { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8').split(' ')[0] : '0');
      if (holder > 0 && !alive(holder)) fs.rmSync(lock, { force: true });
      else if (Date.now() > deadline)
        throw new Error(
          `another process (pid ${holder}) has been starting the local account for a minute; remove ${lock} if that is not so`,
        );
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
