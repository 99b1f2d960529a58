import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, startLocked } from '../backgroundProcess';
import { type ProcessFile, readProcessFile, writeProcessFile } from './processFile';
import type { AccountReport } from './repair/report';

export type { AccountReport } from './repair/report';

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

/** What runs of the account. */
export async function accountStatus(
  place: AccountPlace,
): Promise<{ running: boolean; exists: boolean; endpoint?: string; processes: ProcessStatus[] }> {
  const folder = accountFolder(place);
  const found = readProcessFile(folder);
  const exists = ['credentials.json', 'parts.json'].some((name) => fs.existsSync(path.join(folder, name)));
  if (!found || !isRunning(found.pid, folder) || !(await answers(found.port)))
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
  return startLocked(folder, async () => {
    const version = String(fs.statSync(options.entry).mtimeMs);
    const before = readProcessFile(folder);
    if (before && isRunning(before.pid, folder)) {
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
  if (!found || !isRunning(found.pid, folder)) return false;
  await end(found, folder);
  return true;
}

/**
 * Looks at the state of an account that does not run, and repairs it when `how` says so. Nobody starts it meanwhile.
 * @throws Error when the account runs, or its folder cannot be examined
 */
export async function examineAccount(
  place: AccountPlace & Pick<StartOptions, 'entry'>,
  how: 'check' | 'repair',
): Promise<AccountReport> {
  const folder = accountFolder(place);
  return startLocked(folder, async () => {
    if (isRunning(readProcessFile(folder)?.pid, folder)) throw new AccountRuns();
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', place.entry, '--folder', folder, '--examine', how],
      { stdio: ['ignore', 'pipe', 'inherit'], env: clean(process.env) },
    );
    const [report, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    if (status !== 0) throw new Error(`The account in ${folder} could not be examined.`);
    return JSON.parse(report) as AccountReport;
  });
}

/** The state of an account is looked at while it runs. */
export class AccountRuns extends Error {
  constructor() {
    super('The local account runs.');
    this.name = 'AccountRuns';
  }
}

async function end(found: ProcessFile, folder: string): Promise<void> {
  process.kill(found.pid!, 'SIGTERM');
  for (const deadline = Date.now() + STOP_MS; Date.now() < deadline; await pause(25))
    if (!isRunning(found.pid, folder)) return writeProcessFile(folder, { port: found.port });
  process.kill(found.pid!, 'SIGKILL');
  writeProcessFile(folder, { port: found.port });
}
