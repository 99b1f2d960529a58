import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, startLocked } from '../backgroundProcess';
import { askHealth, progressOf, serves } from './askHealth';
import type { AccountHealth } from './health';
import { type ProcessFile, readProcessFile, writeProcessFile } from './processFile';
import type { AccountReport } from './repair/report';
import { EXPLAINED } from './startFailure';

export type { AccountReport } from './repair/report';
export type { AccountHealth };

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
  /** Told what is waited for while the account starts. */
  onProgress?: (text: string) => void;
}

export interface RunningAccount {
  endpoint: string;
  pid: number;
  /** False when it ran before. */
  started: boolean;
  /** For people, a sentence each: what the account found damaged, a clock that was set back. */
  warnings: string[];
}

/** One of the account's processes. */
export interface ProcessStatus {
  name: 'gateway' | 'moto';
  pid: number;
  /** ISO 8601. */
  since: string;
}

/** An account that starts and shows no progress for so long is given up. */
const START_MS = 60_000;
/** One that has served, and does not answer for so long, hangs. */
const HANG_MS = 15_000;
const STOP_MS = 15_000;
const LOG_LIMIT = 10 * 2 ** 20;

/** The account's own folder. */
export const accountFolder = ({ home }: AccountPlace): string => path.join(home, 'account');

const endpointOf = (port: number): string => `http://127.0.0.1:${port}`;

/** What runs of the account. */
export async function accountStatus(place: AccountPlace): Promise<{
  running: boolean;
  exists: boolean;
  endpoint?: string;
  processes: ProcessStatus[];
  health?: AccountHealth;
}> {
  const folder = accountFolder(place);
  const found = readProcessFile(folder);
  const exists = ['credentials.json', 'parts.json'].some((name) => fs.existsSync(path.join(folder, name)));
  if (!found || !isRunning(found.pid, folder)) return { running: false, exists, processes: [] };
  const health = await askHealth(found.port);
  // Parts of it may be starting, or down: its health says so.
  if (!health) return { running: false, exists, processes: [] };
  const since = found.startedAt ?? '';
  return {
    running: true,
    exists,
    health,
    endpoint: endpointOf(found.port),
    processes: [
      { name: 'gateway', pid: found.pid, since },
      ...(found.motoPid ? [{ name: 'moto' as const, pid: found.motoPid, since }] : []),
    ],
  };
}

/** The process of the account, when it lives: whether it answers is another question. */
export function accountProcess(place: AccountPlace): number | undefined {
  const folder = accountFolder(place);
  const pid = readProcessFile(folder)?.pid;
  return isRunning(pid, folder) ? pid : undefined;
}

/**
 * Starts the account in the background, unless it runs already; a gateway of older code is stopped first. Returns when
 * it answers; one that starts is waited for as long as it gets on, and a damaged one serves what it has.
 * @throws Error with the reason, or with the end of its log
 */
export async function startAccount(options: StartOptions): Promise<RunningAccount> {
  const folder = accountFolder(options);
  const { onProgress } = options;
  const onWait = ({ command, pid }: { command: string; pid: number }) =>
    onProgress?.(`waiting for ${command} (pid ${pid}), which starts the account`);
  return startLocked(folder, () => startAlone(options, folder), onWait);
}

async function startAlone(options: StartOptions, folder: string): Promise<RunningAccount> {
  const version = String(fs.statSync(options.entry).mtimeMs);
  const before = readProcessFile(folder);
  if (before && isRunning(before.pid, folder)) {
    const { pid } = before;
    if (before.version === version) {
      // Without a time it was left by a command that ended while it was starting.
      const limit = before.startedAt === undefined ? START_MS : HANG_MS;
      const ended = () => !isRunning(pid, folder);
      const found = await untilServing(folder, pid, ended, limit, options.onProgress);
      if (found) return { ...found, pid, started: false };
    }
    if (isRunning(pid, folder)) await end(before, folder);
  }
  const log = path.join(folder, 'gateway.log');
  if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) fs.renameSync(log, `${log}.1`);
  const child = launch(options, folder, log, version);
  const { pid } = child;
  let ended = pid === undefined;
  let status: number | null = null;
  child.once('exit', (code) => {
    ended = true;
    status = code;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  if (pid !== undefined) {
    // Known before it answers: should this process end meanwhile, the next one must not start a second.
    writeProcessFile(folder, { port: before?.port ?? 0, pid, version });
    const found = await untilServing(folder, pid, () => ended, START_MS, options.onProgress);
    if (found)
      return { ...found, pid, started: true, warnings: [...clockWarning(before), ...found.warnings] };
  }
  if (!ended) child.kill('SIGKILL');
  if (status === EXPLAINED) throw new Error(tail(log, 1));
  throw new Error(`The local account did not start. The end of its log (${log}):\n${tail(log, 20)}`);
}

/** Waits until a process of the account serves. @returns undefined when it ends, or shows no progress for `limit` ms */
async function untilServing(
  folder: string,
  pid: number,
  ended: () => boolean,
  limit: number,
  onProgress?: (text: string) => void,
): Promise<{ endpoint: string; warnings: string[] } | undefined> {
  let progress = '';
  for (let progressed = Date.now(); Date.now() - progressed < limit && !ended(); await pause(50)) {
    const now = readProcessFile(folder);
    const health = now?.pid === pid && now.port > 0 ? await askHealth(now.port) : undefined;
    if (now && serves(health)) return { endpoint: endpointOf(now.port), warnings: health.warnings };
    const said = health ? progressOf(health) : '';
    if (said === '' || said === progress) continue;
    progress = said;
    progressed = Date.now();
    onProgress?.(said);
  }
  return undefined;
}

function launch(options: StartOptions, folder: string, log: string, version: string): ChildProcess {
  const output = fs.openSync(log, 'a', 0o600);
  const values = { folder, python: options.python, launcher: options.launcher, version };
  const settings = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  try {
    return spawn(process.execPath, ['--enable-source-maps', options.entry, ...settings], {
      detached: true,
      stdio: ['ignore', output, output],
      env: clean(process.env),
    });
  } finally {
    fs.closeSync(output);
  }
}

/** A clock that runs a little differently is no news. */
const CLOCK_MS = 60_000;

function clockWarning(before: ProcessFile | undefined): string[] {
  const last = before?.startedAt === undefined ? Number.NaN : Date.parse(before.startedAt);
  return last > Date.now() + CLOCK_MS
    ? [
        `This machine's clock has been set back: the account was last started at ${before?.startedAt}, which is still to come. Times in the account overlap from now on; no data is lost.`,
      ]
    : [];
}

/** Variables that could send the gateway's own clients elsewhere are not for it. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|TF_|NODE_OPTIONS$)/.test(name)));
}

function tail(file: string, lines: number): string {
  return fs.existsSync(file)
    ? fs.readFileSync(file, 'utf8').trim().split('\n').slice(-lines).join('\n')
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
    if (!isRunning(found.pid, folder))
      return writeProcessFile(folder, { port: found.port, startedAt: found.startedAt });
  process.kill(found.pid!, 'SIGKILL');
  writeProcessFile(folder, { port: found.port, startedAt: found.startedAt });
}
