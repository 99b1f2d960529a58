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

/**
 * What can be asked for: `core` is what `make up` needs, the other parts come on top when they are first asked for.
 * @typedef {'core' | 'notebooks' | 'book' | 'tests'} Part
 * @type {Record<Part, { npm: string[], python: string[], what: string }>}
 */
const PARTS = {
  core: {
    npm: ['--omit=dev', '--workspace=src', '--include-workspace-root'],
    python: ['requirements.txt'],
    what: '',
  },
  notebooks: {
    npm: ['--omit=dev', '--workspace=src', '--workspace=notebooks', '--include-workspace-root'],
    python: ['requirements.txt', 'requirements-notebooks.txt'],
    what: ' of the notebooks',
  },
  book: {
    npm: [
      '--omit=dev',
      '--workspace=src',
      '--workspace=notebooks',
      '--workspace=lakehouse-book',
      '--include-workspace-root',
    ],
    python: ['requirements.txt', 'requirements-notebooks.txt'],
    what: ' of the book',
  },
  // All workspaces, with what develops them.
  tests: {
    npm: [],
    python: ['requirements.txt', 'requirements-notebooks.txt', 'requirements-test.txt'],
    what: ' of the tests',
  },
};

/** A part brings these with it. @type {Record<Part, Part[]>} */
const BRINGS = {
  core: ['core'],
  notebooks: ['core', 'notebooks'],
  book: ['core', 'notebooks', 'book'],
  tests: ['core', 'notebooks', 'book', 'tests'],
};

/** @param {string} root @param {Part} part */
function places(root, part) {
  const suffix = part === 'core' ? '' : `-${part}`;
  return {
    npm: {
      stamp: path.join(root, 'node_modules', `.lakehouse-installed${suffix}`),
      hash: hash([path.join(root, 'package-lock.json')]),
    },
    python: {
      stamp: path.join(root, '.venv', `.lakehouse-installed${suffix}`),
      hash: hash(PARTS[part].python.map((file) => path.join(root, file))),
    },
  };
}

/** Whether a part is installed as its lock files say. @param {string} root the clone @param {Part} part */
export function current(root, part = /** @type {Part} */ ('core')) {
  const { npm, python } = places(root, part);
  return { npm: read(npm.stamp) === npm.hash, python: read(python.stamp) === python.hash };
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
 * @param {{ python: string, part: Part }} options the Python to make the virtual environment with, and what is asked for
 */
export async function install(root, { python: basePython, part }) {
  const { npm, python, what } = PARTS[part];
  if (!current(root, part).npm) {
    // Not `npm ci`: it would throw away what is there, and without addresses in the lock file it misses the optional
    // packages of other platforms. The lock file is obeyed all the same, and not written.
    const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    await step(`installing the npm packages${what}`, 'npm', ['install', ...quiet, ...npm], root);
  }
  if (!current(root, part).python) {
    if (!fs.existsSync(venvPython(root)))
      await step('making the Python environment', basePython, ['-m', 'venv', '.venv'], root);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    const files = python.flatMap((file) => ['-r', file]);
    await step(`installing the Python packages${what}`, venvPython(root), [...pip, ...files], root);
  }
  for (const brought of BRINGS[part]) {
    const stamps = places(root, brought);
    fs.writeFileSync(stamps.npm.stamp, stamps.npm.hash);
    fs.writeFileSync(stamps.python.stamp, stamps.python.hash);
  }
}
