import { Worker } from 'node:worker_threads';
import { OUT_OF_MEMORY_MARK } from '../pool/protocol';

const PARENT_MS = 500;
const MEMORY_MS = 10;

/**
 * A thread that ends this process when its parent is gone, however busy the main thread is; and, given a limit, when
 * its resident memory is over it.
 * @param residentLimit bytes
 */
export function startWatchdog(residentLimit?: number): void {
  const worker = new Worker(
    `const { workerData } = require('node:worker_threads');
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    }, ${PARENT_MS});
    if (workerData.residentLimit !== undefined) setInterval(() => {
      if (process.memoryUsage.rss() <= workerData.residentLimit) return;
      require('node:fs').writeSync(2, ${JSON.stringify(`${OUT_OF_MEMORY_MARK}\n`)});
      process.kill(process.pid, 'SIGKILL');
    }, ${MEMORY_MS});`,
    { eval: true, workerData: { residentLimit }, resourceLimits: { maxOldGenerationSizeMb: 8 } },
  );
  worker.unref();
}
