import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { atLeast } from '../../../scripts/setup/probe.mjs';
import { CliError } from '../../cliError';
import { projectRoot } from '../../target/project';
import { terraformEnvironment } from './environment';
import { type FetchOptions, fetchTerraform } from './release';
import { OLDEST } from './version';

/** The program that plans and applies: Terraform, or OpenTofu. */
export interface Program {
  path: string;
  /** Dotted numbers. */
  version: string;
  kind: 'terraform' | 'opentofu';
}

const run = promisify(execFile);

/** What a command on the PATH (or a path) is; undefined where it is missing, does not run, or is too old. */
async function probe(
  command: string,
  kind: Program['kind'],
  env: NodeJS.ProcessEnv,
): Promise<Program | undefined> {
  try {
    const { stdout } = await run(command, ['version', '-json'], { env: terraformEnvironment({}, env) });
    // OpenTofu kept the member's name.
    const { terraform_version: version } = JSON.parse(stdout) as { terraform_version: string };
    return atLeast(version, OLDEST[kind]) ? { path: command, version, kind } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Terraform 1.11 or later from the PATH, else OpenTofu, else the pinned release, fetched once into `tools`.
 * @throws CliError
 */
export async function findTerraform(
  tools: string,
  options: FetchOptions = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<Program> {
  const there = (await probe('terraform', 'terraform', env)) ?? (await probe('tofu', 'opentofu', env));
  if (there) return there;
  const fetched = await fetchTerraform(tools, options);
  const program = await probe(fetched, 'terraform', env);
  if (!program)
    throw new CliError(
      `The fetched Terraform does not run on this machine: ${fetched}`,
      'Install Terraform 1.11 or later, or OpenTofu, yourself.',
    );
  return program;
}

/** What the clone keeps of fetched programs and providers, for all of its accounts. */
export const toolsFolder = (): string => path.join(projectRoot(), '.lakehouse', 'tools');

let found: Promise<Program> | undefined;

/** {@link findTerraform} for this clone, looked for once a process. */
export function terraformProgram(options: FetchOptions = {}): Promise<Program> {
  found ??= findTerraform(toolsFolder(), options).catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
}
