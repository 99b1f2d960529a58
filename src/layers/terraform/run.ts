import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../../cliError';
import type { LayerName } from '../graph';
import { followFile } from './followFile';
import { type Message, parseMessage } from './messages';
import type { Program } from './program';
import { recordRun } from './recordedRun';

/** Where and how Terraform runs for one layer. */
export interface Workspace {
  /** For messages. */
  layer: LayerName;
  program: Program;
  /** Holds the template; the logs of runs are kept here too. */
  folder: string;
  env: Record<string, string>;
  /** Whether the accelerator serves it. */
  accelerated: boolean;
}

export interface RunOptions {
  /** Exit statuses that are no failure. */
  accept?: readonly number[];
  signal?: AbortSignal;
  on?: (message: Message) => void;
}

/** A Terraform run that did not succeed: what, why (in Terraform's words), what next. */
export class TerraformFailed extends CliError {
  constructor(
    message: string,
    hint: string,
    readonly problems: readonly string[],
    /** Stopped by Ctrl-C, and not by an error. */
    readonly interrupted: boolean,
    /** Ended by a signal: what it was making may be there, and is in no state. */
    readonly killed: boolean,
  ) {
    super(message, hint);
    this.name = 'TerraformFailed';
  }
}

/** Of output that is no JSON, so many lines are told. */
const STRAY_LINES = 20;

/** After the first interrupt Terraform finishes what it has begun; after so long it is asked to drop it, then it is killed. */
const PATIENCE_MS = 4000;
const LAST_WORDS_MS = 2000;

/**
 * Runs Terraform with `-json` and tells what it says. Its output goes to `<folder>/<command>.log`, not through a pipe:
 * so it can end its work and write its state even when this process is killed.
 *
 * An abort sends an interrupt, and the run is waited for: Terraform finishes the things that it has begun, writes its
 * state, and the next run goes on from there. Of a run that takes too long over that, the next run finds in the account
 * what it dropped. When this process ends all the same (a second Ctrl-C), Terraform ends with it.
 * @returns the exit status @throws TerraformFailed
 */
export async function runTerraform(
  workspace: Workspace,
  args: readonly string[],
  { accept = [0], signal, on }: RunOptions = {},
): Promise<number> {
  if (signal?.aborted) throw interrupted(workspace, [], 'was not begun');
  const log = path.join(workspace.folder, `${args[0]}.log`);
  const child = start(workspace, args, log);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const forget = child.pid === undefined ? () => {} : recordRun(workspace.folder, child.pid, args[0] ?? '');
  const { stop, kill, done } = stopper(child);
  signal?.addEventListener('abort', stop, { once: true });
  process.once('exit', kill);
  const problems: string[] = [];
  const stray: string[] = [];
  try {
    await followFile(log, ended, (line) => {
      const message = parseMessage(line);
      if (message) on?.(message);
      else if (line.trim() !== '' && !line.startsWith('{')) stray.push(line.trim());
      if (message?.type === 'diagnostic' && message.severity === 'error') problems.push(problem(message));
    });
    const status = await ended;
    if (status !== null && accept.includes(status) && !signal?.aborted) return status;
    if (signal?.aborted)
      throw interrupted(
        workspace,
        problems,
        'was stopped; what was begun is finished or taken over by the next run',
        status === null,
      );
    const said = problems.length > 0 ? problems : stray.slice(-STRAY_LINES);
    throw failed(workspace, args[0] ?? '', said, status, log);
  } finally {
    done();
    forget();
    signal?.removeEventListener('abort', stop);
    process.off('exit', kill);
  }
}

/** The ways to end a run: gently, with less and less patience, or at once. */
function stopper(child: ChildProcess): { stop(): void; kill(): void; done(): void } {
  const timers: NodeJS.Timeout[] = [];
  // The whole group: a provider of its own would wait for Terraform for ever.
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  return {
    stop: () => {
      child.kill('SIGINT');
      timers.push(setTimeout(() => child.kill('SIGINT'), PATIENCE_MS));
      timers.push(setTimeout(kill, PATIENCE_MS + LAST_WORDS_MS));
    },
    kill,
    done: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** In a process group of its own: Ctrl-C at the terminal reaches this process only, which then asks once. */
function start({ program, folder, env }: Workspace, args: readonly string[], log: string): ChildProcess {
  const output = fs.openSync(log, 'w');
  try {
    return spawn(program.path, args, { cwd: folder, env, stdio: ['ignore', output, output], detached: true });
  } finally {
    fs.closeSync(output);
  }
}

/** Runs a Terraform command that only prints, as `show`. @returns what it printed @throws TerraformFailed */
export async function readTerraform(workspace: Workspace, args: readonly string[]): Promise<string> {
  const { program, folder, env } = workspace;
  try {
    const options = { cwd: folder, env, maxBuffer: 256 * 2 ** 20 };
    return (await promisify(execFile)(program.path, [...args], options)).stdout;
  } catch (error) {
    const { stderr = '', code = null } = error as { stderr?: string; code?: number | null };
    throw failed(workspace, args[0]!, stderr.trim().split('\n').slice(-STRAY_LINES), code);
  }
}

const problem = ({ address, summary, detail }: { address?: string; summary: string; detail: string }) =>
  [address, summary, detail.trim().replace(/\s*\n\s*/g, ' ')].filter(Boolean).join(': ');

function interrupted(
  { layer }: Workspace,
  problems: string[],
  what: string,
  killed = false,
): TerraformFailed {
  const hint = 'Run the same command again: it goes on from there.';
  return new TerraformFailed(`Layer ${layer}: the work ${what}.`, hint, problems, true, killed);
}

function failed(
  { layer }: Workspace,
  command: string,
  problems: string[],
  status: number | null,
  log?: string,
): TerraformFailed {
  const killed = status === null;
  const nothingSaid = killed ? ' it was killed' : ` exit status ${status}`;
  const why = problems.length > 0 ? problems.map((text) => `\n  ${text}`).join('') : nothingSaid;
  const all = log ? ` All that Terraform said: ${log}` : '';
  return new TerraformFailed(
    `Layer ${layer}: terraform ${command} failed:${why}`,
    `${killed ? 'Run the same command again: it takes over what was left behind.' : remedy(problems.join('\n'))}${all}`,
    problems,
    false,
    killed,
  );
}

/** What next, where the error says it. */
function remedy(text: string): string {
  if (/Error acquiring the state lock/i.test(text))
    return 'Another run is at work on this layer: wait for its end, then run the same command again.';
  if (/connection refused|no such host|connection reset/i.test(text))
    return 'The account does not answer: `lakehouse status` says whether it runs, `make up` starts it.';
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient/.test(text))
    return 'The credentials are not (or no longer) valid: renew them, then run the same command again.';
  if (/AccessDenied|not authorized/i.test(text))
    return 'The deployer lacks a right: it needs to be an administrator of the account.';
  return 'Mend the cause, then run the same command again: it goes on where this one stopped.';
}
