import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { CliError } from '../../cliError';
import { PINNED_TERRAFORM, platform } from './version';

const OFFICIAL = 'https://releases.hashicorp.com/terraform';

export interface FetchOptions {
  /** Where releases lie: `<base>/<version>/terraform_<version>_<platform>.zip`. `LAKEHOUSE_TERRAFORM_RELEASES` sets it. */
  base?: string;
  version?: string;
  onProgress?: (done: number, total: number | undefined) => void;
}

/**
 * Fetches Terraform's pinned release, holds it against the release's SHA-256 list, and keeps the program below `folder`.
 * Nothing that fails the check is ever unpacked. @returns the program
 * @throws CliError when it cannot be fetched or is not what the list says
 */
export async function fetchTerraform(folder: string, options: FetchOptions = {}): Promise<string> {
  const version = options.version ?? PINNED_TERRAFORM;
  const base = `${(options.base ?? process.env.LAKEHOUSE_TERRAFORM_RELEASES ?? OFFICIAL).replace(/\/+$/, '')}/${version}`;
  const place = path.join(folder, `terraform-${version}`);
  const program = path.join(place, process.platform === 'win32' ? 'terraform.exe' : 'terraform');
  if (fs.existsSync(program)) return program;
  const file = `terraform_${version}_${platform()}.zip`;
  const sums = await (await get(`${base}/terraform_${version}_SHA256SUMS`)).text();
  const expected = sums.split('\n').map((line) => line.trim().split(/\s+/)).find(([, name]) => name === file)?.[0];
  if (!expected || !/^[0-9a-f]{64}$/.test(expected)) throw new CliError(`Terraform ${version} has no release for ${platform()}.`, 'Install Terraform 1.11 or later, or OpenTofu, yourself.');
  await mkdir(place, { recursive: true });
  const zip = path.join(place, `${file}.${process.pid}`);
  try {
    const found = await download(`${base}/${file}`, zip, options.onProgress);
    if (found !== expected) throw new CliError(`${base}/${file} is not what the release says: its SHA-256 is ${found}, not ${expected}. It was thrown away.`, 'Try again; if it stays so, something stands between this machine and the release.');
    const unpacked = `${program}.${process.pid}`;
    await unpack(zip, path.basename(program), unpacked);
    await chmod(unpacked, 0o755);
    await rename(unpacked, program);
    return program;
  } finally {
    await rm(zip, { force: true });
  }
}

async function get(url: string): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(600_000) }).catch((error: Error) => {
    throw new CliError(`Terraform is not installed, and ${url} cannot be reached: ${error.message}`, 'Install Terraform 1.11 or later, or OpenTofu, or set LAKEHOUSE_TERRAFORM_RELEASES to a mirror of the releases.');
  });
  if (!answer.ok) throw new CliError(`Terraform is not installed, and ${url} answered ${answer.status}.`, 'Install Terraform 1.11 or later, or OpenTofu, or set LAKEHOUSE_TERRAFORM_RELEASES to a mirror of the releases.');
  return answer;
}

/** @returns the SHA-256 of what was written */
async function download(url: string, file: string, onProgress: FetchOptions['onProgress']): Promise<string> {
  const answer = await get(url);
  const total = Number(answer.headers.get('content-length')) || undefined;
  const hash = createHash('sha256');
  let done = 0;
  await pipeline(
    answer.body!,
    async function* (chunks) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        done += chunk.length;
        onProgress?.(done, total);
        yield chunk;
      }
    },
    fs.createWriteStream(file),
  );
  return hash.digest('hex');
}

/** Takes one entry out of a zip file. Only the entry of exactly that name is read, so no path of the archive is ever used. */
async function unpack(zip: string, name: string, to: string): Promise<void> {
  const archive = await yauzl.openPromise(zip);
  try {
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName !== name) continue;
      await pipeline(await archive.openReadStreamPromise(entry), fs.createWriteStream(to));
      return;
    }
  } finally {
    archive.close();
  }
  throw new CliError(`The release of Terraform holds no ${name}.`);
}
