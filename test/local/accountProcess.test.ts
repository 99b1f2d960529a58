import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { accountStatus } from '../../src/local/control';
import { freshAccount } from '../layers/account';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('an account whose folder was removed ends, for nobody could find it to stop it', async () => {
  const { target } = await freshAccount();
  const home = path.dirname(target.home);
  const pids = (await accountStatus({ home })).processes.map(({ pid }) => pid);
  expect(pids.map(isAlive)).toEqual([true, true]);
  fs.rmSync(home, { recursive: true, force: true });
  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), {
    timeout: 20_000,
    interval: 100,
  });
});
