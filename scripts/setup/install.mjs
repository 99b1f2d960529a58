/**
 * Installs the pinned npm and Python packages into the clone, and only there. A stamp beside what was installed holds
 * the hash of the lock file, so that nothing is done when nothing has changed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** @param {string[]} files */
function hash(files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(fs.existsSync(file) ? fs.readFileSync(file) : '');
  return sum.digest('hex');
}

/** @param {string} file */
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

/** @param {string} root */
function places(root) {
  return {
    npm: {
      stamp: path.join(root, 'node_modules', '.lakehouse-installed'),
      hash: hash([path.join(root, 'package-lock.json')]),
    },
    python: {
      stamp: path.join(root, '.venv', '.lakehouse-installed'),
      hash: hash([path.join(root, 'requirements.txt')]),
    },
    test: {
      stamp: path.join(root, '.venv', '.lakehouse-installed-test'),
      hash: hash([path.join(root, 'requirements.txt'), path.join(root, 'requirements-test.txt')]),
    },
  };
}

/** Which of the installs are up to date with their lock files. @param {string} root the clone */
export function current(root) {
  const { npm, python, test } = places(root);
  return {
    npm: read(npm.stamp) === npm.hash,
    python: read(python.stamp) === python.hash,
    test: read(test.stamp) === test.hash,
  };
}

/** The Python of the clone's own virtual environment. @param {string} root */
export function venvPython(root) {
  return process.platform === 'win32'
    ? path.join(root, '.venv', 'Scripts', 'python.exe')
    : path.join(root, '.venv', 'bin', 'python');
}

/**
 * @param {string} what for the person who waits
 * @param {string} command @param {string[]} args @param {string} cwd
 */
async function step(what, command, args, cwd) {
  const started = Date.now();
  const live = process.stderr.isTTY;
  const tick = () => process.stderr.write(`\r… ${what} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (live) tick();
  else process.stderr.write(`… ${what}\n`);
  const timer = live ? setInterval(tick, 1000) : undefined;
  let output = '';
  const status = await new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
      });
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(timer);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${live ? '\r' : ''}${status === 0 ? '✓' : '✗'} ${what} (${seconds} s)\n`);
  if (status !== 0)
    throw new Error(
      `${what} failed: \`${command} ${args.join(' ')}\` ended with status ${status}.\n${output.trim().split('\n').slice(-15).join('\n')}`,
    );
}

/**
 * Brings the clone's packages to what its lock files say.
 * @param {string} root the clone
 * @param {{ python: string, tests?: boolean }} options the Python to make the virtual environment with; `tests`: also what only tests need
 */
export async function install(root, options) {
  const { npm, python, test } = places(root);
  const now = current(root);
  if (!now.npm) {
    // Not `npm ci`: without addresses in the lock file it misses the optional packages of other platforms. The lock file
    // is obeyed all the same, and not written.
    await step(
      'installing the npm packages',
      'npm',
      ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
      root,
    );
    fs.writeFileSync(npm.stamp, npm.hash);
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  const pipInstall = (/** @type {string} */ file, /** @type {string} */ what) =>
    step(what, venvPython(root), [...pip, '-r', file], root);
  if (!now.python) {
    if (!fs.existsSync(venvPython(root)))
      await step('making the Python environment', options.python, ['-m', 'venv', '.venv'], root);
    await pipInstall('requirements.txt', 'installing the Python packages');
    fs.writeFileSync(python.stamp, python.hash);
  }
  if (options.tests && !now.test) {
    await pipInstall('requirements-test.txt', 'installing the Python packages of the tests');
    fs.writeFileSync(test.stamp, test.hash);
  }
}
