import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../../../..');

/** The Python of the project's tests: `make test` installs it; LAKEHOUSE_PYTHON names another. */
const python = process.env.LAKEHOUSE_PYTHON ?? path.join(ROOT, '.venv', 'bin', 'python');

/** Runs a script of this folder; it prints one JSON value. */
export async function runPython<T>(script: string, ...args: string[]): Promise<T> {
  if (!existsSync(python))
    throw new Error(`no Python at ${python}: run \`node scripts/bootstrap.mjs --tests\` first`);
  const { stdout } = await run(python, [path.join(__dirname, script), ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as T;
}
