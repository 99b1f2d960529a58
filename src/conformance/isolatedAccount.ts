import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stopAccount } from '../local/control';
import { openTarget } from '../target/open';
import type { Target } from '../target/target';

/**
 * A local account that was never used, so that answers do not depend on what a lakehouse has in it.
 * @returns the account, and how it is stopped and removed
 */
export async function isolatedAccount(): Promise<{ target: Target; remove: () => Promise<void> }> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-conformance-'));
  const remove = async () => {
    await stopAccount({ home });
    fs.rmSync(home, { recursive: true, force: true });
  };
  try {
    return { target: await openTarget('local', { home, create: true }), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
