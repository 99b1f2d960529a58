import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { atLeast } from '../../../scripts/setup/probe.mjs';
import { projectRoot } from '../../target/project';
import { terraformEnvironment } from './environment';
import { type FetchOptions, fetchTerraform } from './release';
import { OLDEST_TERRAFORM } from './version';

/** The program that plans and applies: Terraform, or OpenTofu. */
export interface Program {
  path: string;
  /** Dotted numbers. */
  version: string;
  kind: 'terraform' | 'opentofu';
}

const run = promisify(execFile);

/** What a command on the PATH (or a path) is; undefined where it is missing or too old. */
async function probe(command: string): Promise<Program | undefined> {
  try {
    const { stdout } = await run(command, ['version', '-json'], { env: terraformEnvironment({}) });
    const { terraform_version: version } = JSON.parse(stdout) as { terraform_version: string };
    return atLeast(version, OLDEST_TERRAFORM) ? { path: command, version, kind: path.basename(command).startsWith('tofu') ? 'opentofu' : 'terraform' } : undefined;
  } catch {
    return undefined;
  }
}

let found: Promise<Program> | undefined;

/** Terraform 1.11 or later from the PATH, else OpenTofu, else the pinned release, fetched once into `.lakehouse/tools`. */
export function terraformProgram(options: FetchOptions = {}): Promise<Program> {
  found ??= find(options);
  found.catch(() => {
    found = undefined;
  });
  return found;
}

async function find(options: FetchOptions): Promise<Program> {
  const there = (await probe('terraform')) ?? (await probe('tofu'));
  if (there) return there;
  const fetched = await fetchTerraform(path.join(projectRoot(), '.lakehouse', 'tools'), options);
  const program = await probe(fetched);
  if (!program) throw new Error(`${fetched} does not run on this machine`);
  return program;
}
