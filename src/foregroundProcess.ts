import type { ChildProcess } from 'node:child_process';

/**
 * Waits for a program that has the terminal. Ctrl-C reaches the program too, which ends in its own way, or asks back; this
 * process only waits for it.
 * @returns its exit status
 * @throws Error when it cannot be started
 */
export async function untilEnded(child: ChildProcess): Promise<number> {
  const wait = () => {};
  process.on('SIGINT', wait);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve(status ?? 0));
    });
  } finally {
    process.off('SIGINT', wait);
  }
}
