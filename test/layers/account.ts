import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { stopAccount } from '../../src/local/control';
import { localTarget } from '../../src/target/local';
import { projectRoot } from '../../src/target/project';
import type { Target } from '../../src/target/target';

/** A fresh local account: the real gateway in a process of its own, in a folder of its own. */
export async function freshAccount(): Promise<{ target: Target; remove(): Promise<void> }> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-account-'));
  // Inside the clone, so that the packages are found.
  const cache = path.join(projectRoot(), 'node_modules', '.cache');
  fs.mkdirSync(cache, { recursive: true });
  const bundle = fs.mkdtempSync(path.join(cache, 'account-'));
  const entry = path.join(bundle, 'local.js');
  await build({
    absWorkingDir: projectRoot(),
    entryPoints: ['src/local/main.ts'],
    outfile: entry,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
    loader: { '.py': 'text' },
  });
  return {
    target: await localTarget({ home, create: true, entry }),
    remove: async () => {
      await stopAccount({ home });
      for (const folder of [home, bundle]) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
