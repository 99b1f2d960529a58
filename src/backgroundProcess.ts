import fs from 'node:fs';
import path from 'node:path';
import { birthOf } from './processIdentity';
import { acquireLock, type Holder } from './processLock';

/** Whether a pid is alive and is still the process of this folder (it was started with it), not another that got the number. */
export function isRunning(pid: number | undefined, folder: string): pid is number {
  if (pid === undefined || !(pid > 0) || birthOf(pid) === undefined) return false;
  const command = `/proc/${pid}/cmdline`;
  return (
    !fs.existsSync('/proc/self/cmdline') ||
    (fs.existsSync(command) && fs.readFileSync(command, 'utf8').includes(folder))
  );
}

/**
 * One starter of a background process at a time: two would start two on one folder. The others wait for as long as the
 * starter lives, and its own limits end it; the lock of one that is gone keeps nobody waiting.
 */
export async function startLocked<T>(
  folder: string,
  work: () => Promise<T>,
  onWait?: (holder: Holder) => void,
): Promise<T> {
  const command = path.basename(process.argv[1] ?? 'node');
  const release = await acquireLock(path.join(folder, 'starting.lock'), { command, onWait });
  try {
    return await work();
  } finally {
    release();
  }
}
