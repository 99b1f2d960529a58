import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Message, parseMessage } from './messages';
import type { Program } from './program';

export interface Run {
  program: Program;
  /** The folder of the layer's template. */
  cwd: string;
  env: Record<string, string>;
  signal?: AbortSignal;
  on?: (message: Message) => void;
}

/** A Terraform run that did not succeed: its errors, in Terraform's words. */
export class TerraformFailed extends Error {
  constructor(
    readonly args: readonly string[],
    readonly status: number | null,
    readonly problems: string[],
    readonly interrupted: boolean,
  ) {
    super(interrupted ? `terraform ${args[0]} was interrupted` : `terraform ${args[0]} failed: ${problems.join('; ') || `status ${status}`}`);
    this.name = 'TerraformFailed';
  }
}

/** Of output that is no JSON, so many lines are told. */
const QUIET_LINES = 20;

/**
 * Runs Terraform and tells what it says. An abort sends one interrupt, and the run is waited for: Terraform then
 * finishes what it has begun and writes its state. @returns the exit status, when it is one of `accept`, and the output
 * @throws TerraformFailed
 */
export async function runTerraform({ program, cwd, env, signal, on }: Run, args: string[], accept: readonly number[] = [0]): Promise<{ status: number; stdout: string }> {
  signal?.throwIfAborted();
  // Of its own process group: Ctrl-C at the terminal reaches this process only, which then asks once.
  const child = spawn(program.path, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  const problems: string[] = [];
  const stray: string[] = [];
  let stdout = '';
  const interrupt = () => child.kill('SIGINT');
  signal?.addEventListener('abort', interrupt, { once: true });
  const killed = () => child.kill('SIGINT');
  process.once('exit', killed);
  try {
    const read = (line: string, isError: boolean): void => {
      const message = parseMessage(line);
      if (message?.type === 'diagnostic' && message.severity === 'error') problems.push([message.address, message.summary, message.detail].filter(Boolean).join(': '));
      if (message) on?.(message);
      else if (isError && line.trim() !== '') stray.push(line.trim());
    };
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString('utf8');
    });
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => read(line, false));
    createInterface({ input: child.stderr }).on('line', (line) => read(line, true));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (status !== null && accept.includes(status) && !signal?.aborted) return { status, stdout };
    throw new TerraformFailed(args, status, problems.length > 0 ? problems : stray.slice(-QUIET_LINES), signal?.aborted === true);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    process.off('exit', killed);
  }
}
