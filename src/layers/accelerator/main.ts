/**
 * The accelerator's process: one AWS provider that goes on running, behind {@link PassThrough}. Started in the background
 * by the first command that deploys; it ends after a while without calls.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { budgetFingerprints } from './budgetFingerprints';
import { PassThrough } from './passThrough';
import { forgetAccelerator, writeAccelerator } from './processFile';
import { RunningProvider } from './runningProvider';

const IDLE_MS = Number(process.env.LAKEHOUSE_ACCELERATOR_IDLE_MS ?? 30 * 60_000);
const LOOK_MS = Math.min(IDLE_MS / 4, 10_000);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      binary: { type: 'string' },
      types: { type: 'string' },
      key: { type: 'string' },
      account: { type: 'string' },
    },
  });
  const { folder, binary, types, key, account } = values as Record<
    'folder' | 'binary' | 'types' | 'key' | 'account',
    string
  >;
  // A unix socket's path must be short, and only this user may come to it.
  const sockets = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-provider-'));
  const provider = await RunningProvider.start(binary, sockets, definedOnly(process.env));
  let used = Date.now();
  const passThrough = new PassThrough(
    provider.socket,
    new Set(types.split(',')),
    budgetFingerprints(account),
    () => {
      used = Date.now();
    },
  );
  const socket = path.join(sockets, 'pass');
  await passThrough.listen(socket);
  const startedAt = new Date().toISOString();
  writeAccelerator(folder, { pid: process.pid, providerPid: provider.pid, socket, key, startedAt });
  console.error(`${startedAt} the provider runs (pid ${provider.pid})`);

  const end = async (why: string): Promise<void> => {
    console.error(`${new Date().toISOString()} ends: ${why}`);
    forgetAccelerator(folder, process.pid);
    passThrough.close();
    await provider.stop();
    fs.rmSync(sockets, { recursive: true, force: true });
    process.exit(0);
  };
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => void end(name));
  void provider.exited.then(() => end('the provider has ended'));
  setInterval(() => {
    if (!fs.existsSync(folder)) void end('its account is gone');
    else if (passThrough.calls > 0) used = Date.now();
    else if (Date.now() - used > IDLE_MS) void end('nobody has called for a while');
  }, LOOK_MS);
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
