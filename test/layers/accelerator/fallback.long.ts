import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceleratorStatus, deploy, destroyAll, plan, stateFile } from '../../../src/layers';
import { readAccelerator, writeAccelerator } from '../../../src/layers/accelerator/processFile';
import { freshAccount } from '../account';

/** Whatever is the matter with the accelerator: the work is done, and the log says why it was done plainly. */

let account: Awaited<ReturnType<typeof freshAccount>>;
let folder: string;
let impostor: ChildProcess | undefined;
const server = new Server();

beforeAll(async () => {
  account = await freshAccount();
  folder = path.join(account.target.home, 'accelerator');
});
afterAll(async () => {
  impostor?.kill();
  server.forceShutdown();
  await account.remove();
});

const ignore = () => {};
const until = async (is: () => boolean) => {
  for (let i = 0; i < 400 && !is(); i++) await new Promise((done) => setTimeout(done, 25));
  expect(is()).toBe(true);
};

test('a provider that is killed is started anew; one that talks nonsense is given up', {
  timeout: 300_000,
}, async () => {
  const { target } = account;
  await deploy('foundation', target, ignore);
  const first = acceleratorStatus(target);
  expect(first.map(({ name }) => name)).toEqual(['accelerator', 'provider']);
  const { socket } = readAccelerator(folder)!;
  expect(fs.statSync(socket).mode & 0o077).toBe(0);
  expect(fs.statSync(path.dirname(socket)).mode & 0o077).toBe(0);

  process.kill(first[1]!.pid, 'SIGKILL');
  await until(() => acceleratorStatus(target).length === 0);
  await until(() => !fs.existsSync(path.dirname(socket)));
  expect(await plan('foundation', target)).toEqual([]);
  const second = acceleratorStatus(target);
  expect(second[0]!.pid).not.toBe(first[0]!.pid);

  // Somebody else answers at the address, and knows none of the calls.
  const found = readAccelerator(folder)!;
  process.kill(found.pid, 'SIGKILL');
  await until(() => acceleratorStatus(target).length === 0);
  impostor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', folder], { stdio: 'ignore' });
  const wrong = path.join(target.home, 'wrong.sock');
  await new Promise((done) => server.bindAsync(`unix:${wrong}`, ServerCredentials.createInsecure(), done));
  writeAccelerator(folder, { ...found, pid: impostor.pid!, socket: wrong });
  const state = fs.readFileSync(stateFile('foundation', target));
  expect(await plan('foundation', target)).toEqual([]);
  expect(fs.readFileSync(stateFile('foundation', target))).toEqual(state);
  expect(fs.readFileSync(path.join(folder, 'accelerator.log'), 'utf8')).toMatch(
    /given up, plain Terraform goes on: /,
  );

  // And so it stays, for this command.
  expect((await destroyAll(target, ignore)).map(({ layer, result }) => `${layer} ${result}`)).toEqual([
    'foundation destroyed',
  ]);
  expect(acceleratorStatus(target)).toEqual([]);
});
