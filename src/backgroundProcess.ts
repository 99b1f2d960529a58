import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A starter that has not come to an end after so long is stuck. */
const STUCK_MS = 60_000;

/** Whether a pid is alive and is still the process of this folder (it was started with it), not another that got the number. */
export function isRunning(pid: number | undefined, folder: string): pid is number {
  if (pid === undefined || !alive(pid)) return false;
  const command = `/proc/${pid}/cmdline`;
  return (
    !fs.existsSync('/proc/self/cmdline') ||
    (fs.existsSync(command) && fs.readFileSync(command, 'utf8').includes(folder))
  );
}

/**
 * One starter of a background process at a time: two would start two on one folder. A lock of a starter that is gone is
 * taken over. @throws Error when another starter is stuck
 */
export async function startLocked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(folder, 'starting');
  for (const deadline = Date.now() + STUCK_MS; ; await pause(100)) {
    try {
      fs.writeFileSync(lock, `${process.pid} ${os.hostname()}`, { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8').split(' ')[0] : '0');
      if (holder > 0 && !alive(holder)) fs.rmSync(lock, { force: true });
      else if (Date.now() > deadline)
        throw new Error(
          `another process (pid ${holder}) has been starting for a minute; remove ${lock} if that is not so`,
        );
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
