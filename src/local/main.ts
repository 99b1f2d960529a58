import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { openAccount } from './openAccount';
import { readProcessFile, writeProcessFile } from './processFile';
import { EXPLAINED, explainStartFailure } from './startFailure';

const LOOK_MS = 2000;

/**
 * The gateway's process: `local.js --folder F --python P --launcher L --version V`. It runs until SIGTERM, or until its
 * folder is gone: nobody could find it then, to stop it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      python: { type: 'string' },
      launcher: { type: 'string' },
      version: { type: 'string' },
    },
  });
  const folder = values.folder!;
  const before = readProcessFile(folder);
  const options = { folder, python: values.python!, launcher: values.launcher!, port: before?.port ?? 0 };
  const account = await openAccount(options).catch((error: NodeJS.ErrnoException) => {
    const explanation = explainStartFailure(error, options);
    console.error(explanation ?? error);
    process.exit(explanation === undefined ? 1 : EXPLAINED);
  });
  const running = {
    port: account.gateway.port,
    pid: process.pid,
    motoPid: await account.motoPid(),
    startedAt: new Date().toISOString(),
    version: values.version,
  };
  writeProcessFile(folder, running);
  console.error(`${running.startedAt} the account listens on port ${running.port} (pid ${process.pid})`);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await account.close().catch((error: unknown) => console.error(error));
    if (fs.existsSync(folder)) writeProcessFile(folder, { port: running.port });
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  setInterval(() => {
    if (!fs.existsSync(folder)) void end();
  }, LOOK_MS);
}

process.on('unhandledRejection', (reason) => console.error('unhandled rejection:', reason));
void main();
