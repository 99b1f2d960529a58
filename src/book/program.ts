import { spawn } from 'node:child_process';
import { CliError } from '../cliError';

/** Of what a program printed, so many last lines are told when it fails. */
const TOLD = 60;

/**
 * Runs one of the book's programs in the clone, quietly.
 * @throws CliError with the end of what it printed when it fails
 */
export async function runProgram(
  what: string,
  args: readonly string[],
  { cwd, env, signal }: { cwd: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<void> {
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) =>
      reject(signal?.aborted ? new CliError(`${what} was stopped.`, undefined, 130) : error),
    );
    child.on('close', resolve);
  });
  if (status !== 0)
    throw new CliError(`${what} failed:\n${output.trim().split('\n').slice(-TOLD).join('\n')}`);
}
