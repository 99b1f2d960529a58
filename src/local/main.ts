import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openAccount } from './openAccount';
import { processFileIsDamaged, readProcessFile, writeProcessFile } from './processFile';
import { examineAccount } from './repair/examineAccount';
import { EXPLAINED, explainStartFailure } from './startFailure';

const LOOK_MS = 2000;

/**
 * The gateway's process: `local.js --folder F --python P --launcher L --version V`. It runs until SIGTERM, or until its
 * folder is gone: nobody could find it then, to stop it. With `--examine check` or `--examine repair` it looks at the folder
 * of an account that does not run, prints what it finds as JSON, and ends.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      python: { type: 'string' },
      launcher: { type: 'string' },
      version: { type: 'string' },
      examine: { type: 'string' },
    },
  });
  const folder = values.folder!;
  if (values.examine !== undefined) {
    const report = await examineAccount(folder, values.examine === 'repair');
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  if (processFileIsDamaged(folder))
    console.error(`${folder}/gateway.json is damaged; another port is chosen.`);
  const before = readProcessFile(folder);
  const options = {
    folder,
    python: values.python!,
    launcher: values.launcher!,
    engineEntry: path.join(__dirname, 'engine.js'),
    plannerEntry: path.join(__dirname, 'planner.js'),
    port: before?.port ?? 0,
  };
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
    try {
      if (fs.existsSync(folder)) writeProcessFile(folder, { port: running.port });
    } catch (error) {
      // A pid that is gone is taken for none.
      console.error(error);
    }
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
