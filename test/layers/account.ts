import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stopAccelerator } from '../../src/layers';
import { stopAccount } from '../../src/local/control';
import { localTarget } from '../../src/target/local';
import { projectRoot } from '../../src/target/project';
import type { Target } from '../../src/target/target';

/** A fresh local account: the real gateway in a process of its own, in a folder of its own. */
export async function freshAccount(): Promise<{ target: Target; remove(): Promise<void> }> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-account-'));
  const entry = path.join(projectRoot(), 'src', 'dist', 'local.js');
  const target = await localTarget({ home, create: true, entry });
  return {
    target,
    remove: async () => {
      await stopAccelerator(target);
      await stopAccount({ home });
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
