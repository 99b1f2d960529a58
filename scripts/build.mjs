/**
 * Bundles the command, the library and the local account into `src/dist`, one file each. Called by `src/bin/lakehouse.js` when a
 * source is newer than the bundle, so nobody has to think of a build step.
 */

import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Packages that exist only as ES modules: bundled, because the output is CommonJS (tslab needs that). */
const BUNDLED = new Set(['markdown-it']);

export async function bundle() {
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  // What the notebooks bring along is loaded when it is used.
  const external = [...Object.keys(dependencies), 'tslab', 'vega', 'vega-lite', 'zeromq']
    .filter((name) => !BUNDLED.has(name))
    .flatMap((name) => [name, `${name}/*`]);
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli.ts',
      index: 'src/index.ts',
      kernel: 'src/notebook/kernel.ts',
      guard: 'src/notebook/runner/guard.ts',
      local: 'src/local/main.ts',
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
    loader: { '.py': 'text' },
    external,
  });
}

if (process.argv[1] === import.meta.filename) await bundle();
