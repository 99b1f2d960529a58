import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { CliError } from '../../cliError';
import { platform } from './version';

/** A release of Terraform, and what its files must be. */
export interface Release {
  version: string;
  /** SHA-256 of `terraform_<version>_<platform>.zip`, by platform. */
  sha256: Record<string, string>;
}

/** The release that is fetched where the machine has none. The sums are those of HashiCorp's signed list for it. */
export const PINNED: Release = {
  version: '1.11.4',
  sha256: {
    linux_amd64: '1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc',
    linux_arm64: 'a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633',
    darwin_amd64: 'a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b',
    darwin_arm64: '867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18',
  },
};

const OFFICIAL = 'https://releases.hashicorp.com/terraform';
const TIMEOUT_MS = 600_000;
const BY_HAND = 'Install Terraform 1.11 or later, or OpenTofu, yourself';

export interface FetchOptions {
  /** Where releases lie: `<base>/<version>/terraform_<version>_<platform>.zip`. `LAKEHOUSE_TERRAFORM_RELEASES` sets it. */
  base?: string;
  release?: Release;
  /** Bytes. */
  onProgress?: (done: number, total: number | undefined) => void;
}

/**
 * Fetches Terraform's pinned release and keeps the program below `folder`. Wherever it comes from, it must have the
 * SHA-256 that is written here, so a mirror need not be trusted; nothing that fails that is unpacked.
 * @returns the program's path
 * @throws CliError when it cannot be fetched, or is not what it should be
 */
export async function fetchTerraform(folder: string, options: FetchOptions = {}): Promise<string> {
  const { version, sha256 } = options.release ?? PINNED;
  const place = path.join(folder, `terraform-${version}`);
  const program = path.join(place, process.platform === 'win32' ? 'terraform.exe' : 'terraform');
  if (fs.existsSync(program)) return program;
  const expected = sha256[platform()];
  if (!expected)
    throw new CliError(
      `Terraform is not installed, and there is no pinned release for ${platform()}.`,
      `${BY_HAND}.`,
    );
  const base = (options.base ?? process.env.LAKEHOUSE_TERRAFORM_RELEASES ?? OFFICIAL).replace(/\/+$/, '');
  const file = `terraform_${version}_${platform()}.zip`;
  const url = `${base}/${version}/${file}`;
  await mkdir(place, { recursive: true });
  const zip = path.join(place, `${file}.${process.pid}`);
  const unpacked = `${program}.${process.pid}`;
  try {
    const found = await download(url, zip, options.onProgress);
    if (found !== expected)
      throw new CliError(
        `${url} is not Terraform ${version}: its SHA-256 is ${found}, not ${expected}. It was thrown away.`,
        'Try again; if it stays so, something stands between this machine and the release.',
      );
    await unpack(zip, path.basename(program), unpacked);
    await chmod(unpacked, 0o755);
    await rename(unpacked, program);
    return program;
  } finally {
    await rm(zip, { force: true });
    await rm(unpacked, { force: true });
  }
}

/** @returns the SHA-256 of what was written */
async function download(url: string, file: string, onProgress: FetchOptions['onProgress']): Promise<string> {
  const unreachable = (why: string) =>
    new CliError(
      `Terraform is not installed, and ${url} ${why}.`,
      `${BY_HAND}, or set LAKEHOUSE_TERRAFORM_RELEASES to a mirror of the releases.`,
    );
  const hash = createHash('sha256');
  let done = 0;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok || !answer.body) throw unreachable(`answered ${answer.status}`);
    const total = Number(answer.headers.get('content-length')) || undefined;
    await pipeline(
      answer.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          done += chunk.length;
          onProgress?.(done, total);
          yield chunk;
        }
      },
      fs.createWriteStream(file),
    );
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { message, cause } = error as Error;
    throw unreachable(`cannot be fetched: ${cause instanceof Error ? cause.message : message}`);
  }
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
  throw new CliError(`The release of Terraform holds no ${name}.`, `${BY_HAND}.`);
}
