import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findTerraform } from '../../../src/layers/terraform/program';
import { fetchTerraform, PINNED, type Release } from '../../../src/layers/terraform/release';
import { platform } from '../../../src/layers/terraform/version';
import { zipOf } from './zip';

/** What is served as Terraform: a program that says its version. */
const program = '#!/bin/sh\necho \'{"terraform_version":"9.8.7"}\'\n';
const zip = zipOf('terraform', Buffer.from(program));
const release: Release = {
  version: '9.8.7',
  sha256: { [platform()]: createHash('sha256').update(zip).digest('hex') },
};

let base: string;
let tools: string;
let served: Map<string, Buffer>;
let asked: string[];
const server = http.createServer((request, response) => {
  asked.push(request.url!);
  const content = served.get(request.url!);
  response.writeHead(content ? 200 : 404, { 'content-length': content?.length ?? 0 }).end(content);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/`;
});
afterAll(() => server.close());
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-release-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  tools = fs.mkdtempSync(path.join(root, 'tools-'));
  asked = [];
  served = new Map([[`/releases/9.8.7/terraform_9.8.7_${platform()}.zip`, zip]]);
});

describe('fetchTerraform', () => {
  test('fetches, checks, unpacks; the second time it asks nobody', async () => {
    const seen: number[] = [];
    const file = await fetchTerraform(tools, { base, release, onProgress: (done) => seen.push(done) });
    expect(file).toBe(path.join(tools, 'terraform-9.8.7', 'terraform'));
    expect(execFileSync(file, ['version']).toString()).toContain('9.8.7');
    expect(seen.at(-1)).toBe(zip.length);
    expect(await fetchTerraform(tools, { base, release })).toBe(file);
    expect(asked).toHaveLength(1);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['terraform']);
  });

  test('what has another SHA-256 is thrown away and never unpacked', async () => {
    served.set(
      `/releases/9.8.7/terraform_9.8.7_${platform()}.zip`,
      zipOf('terraform', Buffer.from('#!/bin/sh\nrm -rf ~\n')),
    );
    await expect(fetchTerraform(tools, { base, release })).rejects.toThrow(
      /its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}/,
    );
    expect(fs.readdirSync(path.join(tools, 'terraform-9.8.7'))).toEqual([]);
  });

  test('a release that is not there, and a server that is not there', async () => {
    served.clear();
    await expect(fetchTerraform(tools, { base, release })).rejects.toThrow('answered 404');
    await expect(fetchTerraform(tools, { base: 'http://127.0.0.1:3/', release })).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  test('an archive without the program', async () => {
    const other = zipOf('../terraform', Buffer.from('x'));
    served.set(`/releases/9.8.7/terraform_9.8.7_${platform()}.zip`, other);
    const sha256 = { [platform()]: createHash('sha256').update(other).digest('hex') };
    await expect(fetchTerraform(tools, { base, release: { version: '9.8.7', sha256 } })).rejects.toThrow();
    expect(fs.readdirSync(path.join(tools, 'terraform-9.8.7'))).toEqual([]);
  });

  test('a platform without a pinned sum is not guessed at', async () => {
    await expect(fetchTerraform(tools, { base, release: { version: '9.8.7', sha256: {} } })).rejects.toThrow(
      `no pinned release for ${platform()}`,
    );
    expect(asked).toEqual([]);
  });

  test('the pinned release has a sum for every platform that the README names', () => {
    expect(Object.keys(PINNED.sha256).sort()).toEqual([
      'darwin_amd64',
      'darwin_arm64',
      'linux_amd64',
      'linux_arm64',
    ]);
    for (const sum of Object.values(PINNED.sha256)) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('findTerraform', () => {
  /** A PATH with programs of these names, which say a version. */
  function pathWith(programs: Record<string, string>): NodeJS.ProcessEnv {
    const folder = fs.mkdtempSync(path.join(root, 'bin-'));
    for (const [name, version] of Object.entries(programs))
      fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho '{"terraform_version":"${version}"}'\n`, {
        mode: 0o755,
      });
    return { PATH: folder };
  }

  test('Terraform from the PATH', async () => {
    const found = await findTerraform(
      tools,
      { base, release },
      pathWith({ terraform: '1.11.0', tofu: '1.10.0' }),
    );
    expect(found).toEqual({ path: 'terraform', version: '1.11.0', kind: 'terraform' });
  });
  test('OpenTofu, where Terraform is too old', async () => {
    const found = await findTerraform(
      tools,
      { base, release },
      pathWith({ terraform: '1.5.7', tofu: '1.10.0' }),
    );
    expect(found).toEqual({ path: 'tofu', version: '1.10.0', kind: 'opentofu' });
    expect(asked).toEqual([]);
  });
  test('else it is fetched', async () => {
    const found = await findTerraform(tools, { base, release }, pathWith({ terraform: '1.5.7' }));
    expect(found).toEqual({
      path: path.join(tools, 'terraform-9.8.7', 'terraform'),
      version: '9.8.7',
      kind: 'terraform',
    });
  });
});
