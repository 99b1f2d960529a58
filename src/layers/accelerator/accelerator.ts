import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, startLocked } from '../../backgroundProcess';
import type { Target } from '../../target/target';
import { type AcceleratorProcess, forgetAccelerator, readAccelerator, writeAccelerator } from './processFile';

const START_MS = 60_000;

type Home = Pick<Target, 'home'>;
type Place = Pick<Target, 'home' | 'accountId'>;

/** Where the process file and the log of a target's accelerator are kept. */
export const acceleratorFolder = ({ home }: Home): string => path.join(home, 'accelerator');

export interface AcceleratorSetup {
  /** The bundle of `main.ts`. */
  entry: string;
  /** The provider's program. */
  binary: string;
  /** The types that Terraform is told of. */
  types: ReadonlySet<string>;
  /** With the account's address and credentials. */
  env: Record<string, string>;
}

/**
 * Makes sure that a provider runs for this setup. @returns what Terraform needs to find it
 * @throws Error with the end of its log
 */
export async function reattachment(
  target: Place,
  setup: AcceleratorSetup,
): Promise<{ TF_REATTACH_PROVIDERS: string }> {
  const { socket, providerPid } = await running(target, setup);
  const aws = {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: providerPid,
    // Terraform is not to end the provider.
    Test: true,
    Addr: { Network: 'unix', String: socket },
  };
  return { TF_REATTACH_PROVIDERS: JSON.stringify({ 'registry.terraform.io/hashicorp/aws': aws }) };
}

/** What runs of the accelerator, for `status`. */
export function acceleratorStatus(target: Home): { name: string; pid: number; since: string }[] {
  const folder = acceleratorFolder(target);
  const found = readAccelerator(folder);
  if (!found || !isRunning(found.pid, folder)) return [];
  return [
    { name: 'accelerator', pid: found.pid, since: found.startedAt },
    ...(found.providerPid > 0 ? [{ name: 'provider', pid: found.providerPid, since: found.startedAt }] : []),
  ];
}

/** Ends the accelerator. Nothing is lost: it keeps nothing. */
export async function stopAccelerator(target: Home): Promise<void> {
  const folder = acceleratorFolder(target);
  const found = readAccelerator(folder);
  if (found) await end(folder, found);
}

async function end(folder: string, found: AcceleratorProcess): Promise<void> {
  if (isRunning(found.pid, folder)) {
    process.kill(found.pid, 'SIGTERM');
    for (let i = 0; i < 100 && isRunning(found.pid, folder); i++) await pause(20);
    if (isRunning(found.pid, folder)) process.kill(found.pid, 'SIGKILL');
  }
  forgetAccelerator(folder, found.pid);
}

async function running(target: Place, setup: AcceleratorSetup): Promise<AcceleratorProcess> {
  const folder = acceleratorFolder(target);
  const key = keyOf(setup);
  const usable = (): AcceleratorProcess | undefined => {
    const found = readAccelerator(folder);
    const alive = found && isRunning(found.pid, folder) && fs.existsSync(found.socket);
    return alive && found.key === key ? found : undefined;
  };
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return (
    usable() ??
    startLocked(folder, async () => {
      const found = usable();
      if (found) return found;
      const other = readAccelerator(folder);
      if (other) await end(folder, other);
      return start(target, setup, key, usable);
    })
  );
}

async function start(
  target: Place,
  { entry, binary, types, env }: AcceleratorSetup,
  key: string,
  usable: () => AcceleratorProcess | undefined,
): Promise<AcceleratorProcess> {
  const folder = acceleratorFolder(target);
  const log = path.join(folder, 'accelerator.log');
  const output = fs.openSync(log, 'w', 0o600);
  const options = [
    '--folder',
    folder,
    '--binary',
    binary,
    '--types',
    [...types].join(','),
    '--key',
    key,
    '--account',
    target.accountId,
  ];
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...options], {
    detached: true,
    stdio: ['ignore', output, output],
    env,
  });
  fs.closeSync(output);
  let ended = false;
  for (const event of ['exit', 'error'] as const)
    child.once(event, () => {
      ended = true;
    });
  child.unref();
  // Known before it serves: should this process end meanwhile, the next one ends it.
  if (child.pid !== undefined)
    writeAccelerator(folder, {
      pid: child.pid,
      providerPid: 0,
      socket: '',
      key,
      startedAt: new Date().toISOString(),
    });
  for (const deadline = Date.now() + START_MS; Date.now() < deadline && !ended; await pause(25)) {
    const found = usable();
    if (found?.pid === child.pid) return found!;
  }
  if (!ended) child.kill('SIGKILL');
  const said = fs.readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' ');
  throw new Error(`the provider could not be kept running (${log}): ${said}`);
}

/** Two setups of one key are served by one provider: it has one account, and the types that its templates name. */
function keyOf({ entry, binary, types, env }: AcceleratorSetup): string {
  const account = Object.entries(env).filter(([name]) => name.startsWith('AWS_'));
  const parts = [fs.statSync(entry).mtimeMs, binary, [...types].sort(), account.sort()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
