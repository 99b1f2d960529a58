/**
 * Bundles the command, the library and the local account into `src/dist`, one file each. Called by `src/bin/lakehouse.js` when a
 * source is newer than what was bundled, so nobody has to think of a build step.
 */

import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Packages that exist only as ES modules: bundled, because the output is CommonJS (tslab needs that). */
const BUNDLED = new Set(['markdown-it']);

/**
 * Each bundle is exchanged as a whole, and only when it has changed: who is running one, or has just started, is not
 * disturbed by an edit elsewhere. The file `.bundled` is as old as the reading of the sources: what is edited meanwhile is
 * newer than it.
 */
export async function bundle() {
  const started = new Date();
  // What the notebooks and the book bring along is loaded when it is used.
  const external = ['package.json', 'notebooks/package.json', 'lakehouse-book/package.json']
    .flatMap((file) => Object.keys(JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).dependencies))
    .filter((name) => !BUNDLED.has(name))
    .flatMap((name) => [name, `${name}/*`]);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli.ts',
      index: 'src/index.ts',
      kernel: 'src/notebook/kernel/main.ts',
      guard: 'src/notebook/runner/guard.ts',
      local: 'src/local/main.ts',
      engine: 'src/local/engineMain.ts',
      planner: 'src/local/plannerMain.ts',
      accelerator: 'src/layers/accelerator/main.ts',
    },
    outdir: 'src/dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    sourcemap: 'linked',
    logLevel: 'error',
    write: false,
    loader: { '.py': 'text' },
    external,
  });
  const folder = path.join(root, 'src', 'dist');
  fs.mkdirSync(folder, { recursive: true });
  for (const { path: file, contents } of outputFiles)
    if (!(fs.existsSync(file) && fs.readFileSync(file).equals(contents))) replace(file, contents);
  const stamp = path.join(folder, '.bundled');
  fs.writeFileSync(stamp, '');
  fs.utimesSync(stamp, started, started);
}

/** @param {string} file @param {Uint8Array} contents */
function replace(file, contents) {
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, contents);
  fs.renameSync(temporary, file);
}

if (process.argv[1] === import.meta.filename) await bundle();
