/**
 * What the machine has of what the lakehouse needs. Plain JavaScript without packages: it runs before anything is
 * installed, for `make up`, `make doctor` and `lakehouse doctor` alike.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { current } from './install.mjs';

/**
 * One line of the doctor's page.
 * @typedef {{ name: string, state: 'ok' | 'missing' | 'warning', found: string, remedy?: string }} Finding
 */

/** Releases that the project needs at the least. */
const MINIMUM = { node: '20.19.0', python: '3.11.0', terraform: '1.11.0' };

const MIB = 1024 * 1024;

/** @param {string} found @param {string} wanted dotted numbers; true when `found` is the same or later */
export function atLeast(found, wanted) {
  const a = found.split('.').map(Number);
  const b = wanted.split('.').map(Number);
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  return true;
}

/** @param {string} command @param {string[]} args @param {RegExp} pattern first group: the version */
function version(command, args, pattern) {
  const run = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 20_000,
    env: {
      ...process.env,
      TF_CLI_CONFIG_FILE: path.join(os.tmpdir(), 'no-such-terraformrc'),
      CHECKPOINT_DISABLE: '1',
    },
  });
  return run.error || run.status !== 0 ? undefined : pattern.exec(`${run.stdout}${run.stderr}`)?.[1];
}

/** The first Python on the PATH that is recent enough: its command and version. `LAKEHOUSE_BASE_PYTHON` names another. */
export function findPython() {
  const names = [
    process.env.LAKEHOUSE_BASE_PYTHON,
    'python3',
    'python3.13',
    'python3.12',
    'python3.11',
    'python',
  ];
  for (const command of names.filter((name) => name !== undefined && name !== '')) {
    const found = version(/** @type {string} */ (command), ['--version'], /Python (\d+\.\d+\.\d+)/);
    if (found && atLeast(found, MINIMUM.python))
      return { command: /** @type {string} */ (command), version: found };
  }
  return undefined;
}

/** @returns {Finding} */
function nodeFinding() {
  const found = process.versions.node;
  return atLeast(found, MINIMUM.node)
    ? { name: 'Node.js', state: 'ok', found }
    : {
        name: 'Node.js',
        state: 'missing',
        found,
        remedy: `Node.js ${found} is too old: install Node.js ${MINIMUM.node} or later (https://nodejs.org).`,
      };
}

/** @returns {Finding} */
function npmFinding() {
  const found = version('npm', ['--version'], /(\d+\.\d+\.\d+)/);
  return found
    ? { name: 'npm', state: 'ok', found }
    : {
        name: 'npm',
        state: 'missing',
        found: 'not found',
        remedy: 'npm is missing: install it with Node.js (https://nodejs.org).',
      };
}

/** @returns {Finding} */
export function pythonFinding() {
  const python = findPython();
  if (!python) {
    return {
      name: 'Python',
      state: 'missing',
      found: 'not found',
      remedy:
        'Python 3.11 or later is missing: install it (https://www.python.org, or your package manager: python3 and python3-venv).',
    };
  }
  const venv = spawnSync(python.command, ['-c', 'import venv, ensurepip'], { timeout: 20_000 });
  return venv.status === 0
    ? { name: 'Python', state: 'ok', found: python.version }
    : {
        name: 'Python',
        state: 'missing',
        found: `${python.version} without venv`,
        remedy: 'Python has no venv module: install it (on Debian and Ubuntu: apt install python3-venv).',
      };
}

/** @returns {Finding} */
export function terraformFinding() {
  for (const { command, label } of [
    { command: 'terraform', label: 'Terraform' },
    { command: 'tofu', label: 'OpenTofu' },
  ]) {
    const found = version(command, ['version'], /v(\d+\.\d+\.\d+)/);
    if (found && atLeast(found, MINIMUM.terraform)) return { name: label, state: 'ok', found };
  }
  return {
    name: 'Terraform',
    state: 'warning',
    found: 'not found',
    remedy:
      'make up fetches the pinned official release into .lakehouse/tools; or install Terraform 1.11 or later, or OpenTofu.',
  };
}

/** @param {string} command @param {string} remedy @returns {Finding} */
function commandFinding(command, remedy) {
  const found = version(command, ['--version'], /(\d+\.\d+(?:\.\d+)?)/);
  return found
    ? { name: command, state: 'ok', found }
    : { name: command, state: 'missing', found: 'not found', remedy };
}

/** @param {string} root @returns {Finding[]} */
function machineFindings(root) {
  const disk = fs.statfsSync(root);
  const free = (disk.bavail * disk.bsize) / MIB;
  const memory = os.totalmem() / MIB;
  return [
    free > 3000
      ? { name: 'disk', state: 'ok', found: `${(free / 1024).toFixed(1)} GiB free` }
      : {
          name: 'disk',
          state: 'warning',
          found: `${Math.round(free)} MiB free`,
          remedy: 'Packages and the AWS provider need about 2 GiB: make room.',
        },
    memory > 3500
      ? { name: 'memory', state: 'ok', found: `${(memory / 1024).toFixed(1)} GiB` }
      : {
          name: 'memory',
          state: 'warning',
          found: `${Math.round(memory)} MiB`,
          remedy: 'Terraform and the AWS provider want about 2 GiB: close other programs.',
        },
  ];
}

/** Variables of the shell that other AWS tools obey and the local target does not. @returns {Finding} */
function environmentFinding() {
  const set = ['AWS_ENDPOINT_URL', 'AWS_PROFILE', 'AWS_SESSION_TOKEN'].filter((name) => process.env[name]);
  return set.length === 0
    ? { name: 'environment', state: 'ok', found: 'no AWS variables that point elsewhere' }
    : { name: 'environment', state: 'ok', found: `${set.join(', ')} set; the local target ignores them` };
}

/** @param {string} root @returns {Finding[]} */
function packageFindings(root) {
  const state = current(root);
  return [
    state.npm
      ? { name: 'npm packages', state: 'ok', found: 'as in package-lock.json' }
      : {
          name: 'npm packages',
          state: 'warning',
          found: 'not installed, or older than package-lock.json',
          remedy: 'Run `make up`, which installs them.',
        },
    state.python
      ? { name: 'Python packages', state: 'ok', found: 'as in requirements.txt' }
      : {
          name: 'Python packages',
          state: 'warning',
          found: 'not installed, or older than requirements.txt',
          remedy: 'Run `make up`, which installs them.',
        },
  ];
}

/** What must be there before anything can be installed. @returns {Finding[]} */
export function requirements() {
  return [nodeFinding(), npmFinding(), pythonFinding()];
}

/** Everything that the doctor looks at. @param {string} root the clone @returns {Finding[]} */
export function examine(root) {
  return [
    ...requirements(),
    terraformFinding(),
    commandFinding(
      'make',
      'make is missing: install it with your package manager (macOS: xcode-select --install).',
    ),
    commandFinding('git', 'git is missing: install it with your package manager.'),
    ...machineFindings(root),
    environmentFinding(),
    ...packageFindings(root),
  ];
}

const SIGN = { ok: '✓', missing: '✗', warning: '!' };

/** One screen of text. @param {Finding[]} findings */
export function page(findings) {
  const width = Math.max(...findings.map((f) => f.name.length));
  return findings
    .map(
      (f) =>
        `${SIGN[f.state]} ${f.name.padEnd(width)}  ${f.found}${f.remedy ? `\n  ${' '.repeat(width)}  → ${f.remedy}` : ''}`,
    )
    .join('\n');
}
