import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as probe from '../../scripts/setup/probe.mjs';

let bin: string;
beforeEach(() => {
  bin = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-bin-'));
  vi.stubEnv('PATH', bin);
  vi.stubEnv('LAKEHOUSE_BASE_PYTHON', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(bin, { recursive: true });
});

/** A program that prints a text. */
function install(name: string, says: string, status = 0): void {
  fs.writeFileSync(path.join(bin, name), `#!/bin/sh\necho '${says}'\nexit ${status}\n`, { mode: 0o755 });
}

test('versions are compared by number', () => {
  const pairs = [
    ['20.19.0', '20.19.0', true],
    ['20.9.0', '20.19.0', false],
    ['21', '20.19.0', true],
    ['3.11', '3.11.1', false],
    ['3.11.10', '3.11.9', true],
  ] as const;
  expect(pairs.map(([found, wanted]) => probe.atLeast(found, wanted))).toEqual(pairs.map(([, , is]) => is));
});

test('a Python that is too old is passed over for a later one', () => {
  install('python3', 'Python 3.9.2');
  expect(probe.pythonFinding()).toMatchObject({ state: 'missing', found: 'not found' });
  install('python3.12', 'Python 3.12.1');
  expect(probe.findPython()).toEqual({ command: 'python3.12', version: '3.12.1' });
  expect(probe.pythonFinding()).toMatchObject({ state: 'ok', found: '3.12.1' });
});

test('a Python without venv is told, with the package that has it', () => {
  fs.writeFileSync(
    path.join(bin, 'python3'),
    '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.11.7" && exit 0\nexit 1\n',
    { mode: 0o755 },
  );
  expect(probe.pythonFinding()).toMatchObject({
    state: 'missing',
    found: '3.11.7 without venv',
    remedy: expect.stringContaining('python3-venv'),
  });
});

test('Terraform, else OpenTofu, else the pinned release', () => {
  expect(probe.terraformFinding()).toMatchObject({
    state: 'warning',
    remedy: expect.stringContaining('.lakehouse/tools'),
  });
  install('tofu', 'OpenTofu v1.11.2');
  expect(probe.terraformFinding()).toMatchObject({ name: 'OpenTofu', state: 'ok', found: '1.11.2' });
  install('terraform', 'Terraform v1.5.7');
  expect(probe.terraformFinding()).toMatchObject({ name: 'OpenTofu' });
  install('terraform', 'Terraform v1.11.4');
  expect(probe.terraformFinding()).toMatchObject({ name: 'Terraform', found: '1.11.4' });
});

test('a program that breaks counts as missing', () => {
  install('terraform', 'Terraform v1.11.4', 1);
  expect(probe.terraformFinding()).toMatchObject({ state: 'warning' });
});

test('every finding that is not well says what to do', () => {
  const findings = probe.examine(path.join(__dirname, '../..'));
  expect(findings.filter(({ state, remedy }) => state !== 'ok' && !remedy)).toEqual([]);
  const text: string = probe.page(findings);
  expect(text).toContain('✗ git');
  expect(text).toContain('→ git is missing: install it with your package manager.');
});

test('set-up on a machine without Python and npm ends with one sentence each, and changes nothing', () => {
  const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-clone-'));
  const root = path.join(__dirname, '../..');
  for (const name of ['package.json', 'package-lock.json', 'requirements.txt', 'requirements-test.txt'])
    fs.copyFileSync(path.join(root, name), path.join(clone, name));
  fs.mkdirSync(path.join(clone, 'src'));
  fs.copyFileSync(path.join(root, 'src/package.json'), path.join(clone, 'src/package.json'));
  fs.cpSync(path.join(root, 'scripts'), path.join(clone, 'scripts'), { recursive: true });
  const before = fs.readdirSync(clone);
  try {
    execFileSync(process.execPath, ['scripts/bootstrap.mjs'], {
      cwd: clone,
      env: { PATH: bin },
      stdio: 'pipe',
    });
    expect.unreachable();
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    expect(status).toBe(1);
    expect(stderr.toString().trim().split('\n')).toEqual([
      expect.stringMatching(/^npm is missing: install it .*\.$/),
      expect.stringMatching(/^Python 3\.11 or later is missing: install it .*\.$/),
    ]);
    expect(fs.readdirSync(clone)).toEqual(before);
  } finally {
    fs.rmSync(clone, { recursive: true });
  }
});
