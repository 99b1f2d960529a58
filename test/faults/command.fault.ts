import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { processesOf, runCommand } from './harness/command';
import { tell } from './harness/meta';
import { killNow } from './harness/processTree';
import { runSeed, seededRandom } from './harness/random';
import { mountSmallDisk } from './harness/smallDisk';
import { pause, waitUntil } from './harness/waiting';

/** `up` itself is killed, and the processes that it stands on; Terraform has tests of its own (`deploy`). */
const ROUNDS = Number(process.env.UP_ROUNDS ?? 10);
const KILLS = {
  'the command, by SIGKILL': (home: string) => end(home, /lakehouse\.js up/, 'SIGKILL'),
  'the command, by Ctrl-C': (home: string) => end(home, /lakehouse\.js up/, 'SIGINT'),
  'the accelerator': (home: string) => end(home, /accelerator/, 'SIGKILL'),
  'the provider': (home: string) => end(home, /terraform-provider-aws/, 'SIGKILL'),
  'the gateway': (home: string) => end(home, /dist\/local\.js/, 'SIGKILL'),
} as const;
const RAW_STACK = /\n\s+at .+:\d+:\d+/;
const UP_MS = 900_000;

function end(home: string, what: RegExp, signal: NodeJS.Signals): number {
  const pids = processesOf(home, what);
  for (const pid of pids) process.kill(pid, signal);
  return pids.length;
}

const homes: string[] = [];
const newHome = (): string => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'faults-up-'));
  homes.push(home);
  return home;
};
const disk = mountSmallDisk(48);
afterAll(async () => {
  for (const home of [...homes, ...(disk ? [disk.folder] : [])]) {
    await runCommand(home, 'down').ended;
    for (const pid of processesOf(home, /./)) killNow(pid);
  }
  for (const home of homes) fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  disk?.remove();
});

async function expectGood(home: string): Promise<void> {
  const { status, said } = await runCommand(home, 'up').ended;
  expect(status, said.slice(-3000)).toBe(0);
  const { said: rows } = await runCommand(
    home,
    'sql',
    'SELECT count(*) AS n FROM customers',
    '--format',
    'csv',
  ).ended;
  expect(rows).toMatch(/\b[1-9]\d*\b/);
}

test(`${ROUNDS} times something is killed amid up, and the next up goes on`, {
  timeout: ROUNDS * UP_MS,
}, async ({ task }) => {
  const random = seededRandom(runSeed());
  const kinds = Object.entries(KILLS);
  const killed = new Map<string, number>();
  const wrong: string[] = [];
  let home = newHome();
  for (let round = 0; round < ROUNDS; round++) {
    // Half of the rounds begin with nothing: then most is being made.
    if (round % 2 === 0) {
      await runCommand(home, 'down').ended;
      home = newHome();
    }
    const [name, kill] = kinds[round % kinds.length] ?? kinds[0]!;
    const up = runCommand(home, 'up');
    let over = false;
    void up.ended.then(() => {
      over = true;
    });
    await pause(500 + random.below(25_000));
    await waitUntil(`there is ${name}`, 20_000, () => over || kill(home) > 0).catch(() => undefined);
    killed.set(name, (killed.get(name) ?? 0) + 1);
    const { status, said } = await up.ended;
    if (status !== 0 && RAW_STACK.test(said))
      wrong.push(`round ${round}, ${name}: it ended with a stack: ${said.slice(-600)}`);
    const next = await runCommand(home, 'up').ended;
    if (next.status !== 0) {
      wrong.push(`round ${round}, ${name}: the next up failed: ${next.said.slice(-600)}`);
      home = newHome();
    }
  }
  tell(task, [...killed].map(([name, count]) => `${name} ${count}`).join(', '));
  expect(wrong).toEqual([]);
  await expectGood(home);
});

test.skipIf(!disk)(
  'up on a full disk says so in a sentence, and goes on when there is space',
  { timeout: 2 * UP_MS },
  async () => {
    const home = String(disk?.folder);
    // Enough for the account to start, too little for all that is made.
    disk?.fill(4 * 2 ** 20);
    const { status, said } = await runCommand(home, 'up').ended;
    expect(status, said.slice(-1000)).not.toBe(0);
    expect(said).toMatch(/disk|space|storage/i);
    expect(said).not.toMatch(RAW_STACK);
    disk?.free();
    disk?.resize(2000);
    await expectGood(home);
  },
);
