import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CliError } from '../../cliError';
import { AWS_PROVIDER, platform } from './version';

const REGISTRY = 'registry.terraform.io';

/** Terraform's own implied mirrors. Source: Terraform CLI configuration, "Implied Local Mirror Directories". */
function implied(env: NodeJS.ProcessEnv, home: string): string[] {
  const data = [
    env.XDG_DATA_HOME || path.join(home, '.local', 'share'),
    ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(path.delimiter),
  ];
  const mac = [
    path.join(home, 'Library', 'Application Support', 'io.terraform', 'plugins'),
    '/Library/Application Support/io.terraform/plugins',
  ];
  return [
    path.join(home, '.terraform.d', 'plugins'),
    ...(process.platform === 'darwin' ? mac : []),
    ...data.map((folder) => path.join(folder, 'terraform', 'plugins')),
  ];
}

/** Folders for shared software; a mirror may lie one level below one. */
const SHARED = ['/opt', '/usr/local/share', '/usr/share', '/usr/local/lib', '/srv'];

/** Does the folder hold the AWS provider that the templates pin, unpacked or zipped, for this machine? */
function holdsProvider(folder: string): boolean {
  const provider = path.join(folder, REGISTRY, 'hashicorp', 'aws');
  return (
    fs.existsSync(path.join(provider, AWS_PROVIDER, platform())) ||
    fs.existsSync(path.join(provider, `terraform-provider-aws_${AWS_PROVIDER}_${platform()}.zip`))
  );
}

function below(folder: string): string[] {
  try {
    return fs.readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/**
 * A folder from which Terraform can take the AWS provider without a network: what `LAKEHOUSE_PROVIDER_MIRROR` names,
 * one of Terraform's implied folders, or one below the machine's folders for shared software. Undefined: the registry.
 * @throws CliError when the named folder does not hold the provider
 */
export function providerMirror(
  env: NodeJS.ProcessEnv = process.env,
  home: string = os.homedir(),
  shared: readonly string[] = SHARED,
): string | undefined {
  const named = env.LAKEHOUSE_PROVIDER_MIRROR;
  if (!named) return [...implied(env, home), ...shared.flatMap(below)].find(holdsProvider);
  if (holdsProvider(named)) return path.resolve(named);
  throw new CliError(
    `LAKEHOUSE_PROVIDER_MIRROR names ${named}, which does not hold ${REGISTRY}/hashicorp/aws/${AWS_PROVIDER}/${platform()}.`,
    'Name the folder that holds registry.terraform.io, or unset the variable to use the registry.',
  );
}

/**
 * The same providers under the name that OpenTofu gives their registry: a folder of links below `folder`, for its
 * `hashicorp/aws` is `registry.opentofu.org/hashicorp/aws`. @returns the folder
 */
export function openTofuMirror(mirror: string, folder: string): string {
  const link = path.join(folder, 'registry.opentofu.org');
  fs.mkdirSync(folder, { recursive: true });
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.join(mirror, REGISTRY), link);
  return folder;
}
