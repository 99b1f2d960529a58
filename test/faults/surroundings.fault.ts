import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureText } from './harness/failure';
import { FaultAccount } from './harness/faultAccount';
import { Ledger } from './harness/ledger';
import { runSeed, seededRandom } from './harness/random';
import { mountSmallDisk } from './harness/smallDisk';
import { pause } from './harness/waiting';
import { letWrite } from './harness/work';
import type { Scene } from './harness/writer';
import { allWriters } from './writers';
import { prepareSetting } from './writers/setting';

const RAW_STACK = /\n\s+at .+:\d+/;
const HOUR = 3_600_000;

let account: FaultAccount;
let scene: Scene;
const writers = allWriters();
const disk = mountSmallDisk(256);
if (!disk)
  console.log('The read-only folder is not tried: this user may not mount a file system of its own.');

beforeAll(async () => {
  account = FaultAccount.in(disk?.folder);
  await account.start();
  await prepareSetting(account);
  scene = { account, ledger: new Ledger(), random: seededRandom(runSeed()) };
  await letWrite(scene, writers, 6);
});
afterAll(async () => {
  await account.remove();
  disk?.remove();
});

/** Writes and looks at everything. @returns what is wrong */
async function use(): Promise<string[]> {
  await letWrite(scene, writers, 4);
  await scene.ledger.verify();
  return scene.ledger.takeFindings();
}

/** What the start of an account says that cannot start. */
async function refusal(): Promise<string> {
  const begin = Date.now();
  const said = await account.start().then(
    () => 'it started',
    (error: Error) => error.message,
  );
  expect(Date.now() - begin, 'ms until it says so').toBeLessThan(20_000);
  return said;
}

test('a port that is taken is told in a sentence, and the account starts when it is free again', async () => {
  const port = Number(new URL(account.clients.endpoint).port);
  await account.stop();
  const taker = net.createServer().listen(port, '127.0.0.1');
  try {
    const said = await refusal();
    expect(said).toMatch(new RegExp(`port ${port}\\b.* taken`));
    expect(said).not.toMatch(RAW_STACK);
  } finally {
    await new Promise((done) => taker.close(done));
  }
  await account.start();
  expect(await use()).toEqual([]);
});

test.skipIf(!disk)('a folder that is read-only is told in a sentence, and nothing is lost', async () => {
  await account.stop();
  disk?.setWritable(false);
  try {
    const said = await refusal();
    expect(said).toMatch(/read-only|cannot be written|not writable/i);
    expect(said).not.toMatch(RAW_STACK);
  } finally {
    disk?.setWritable(true);
  }
  await account.start();
  expect(await use()).toEqual([]);
});

describe('a clock that is stepped', () => {
  const clock = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'faults-clock-')), 'offset');
  const step = (ms: number) => {
    fs.writeFileSync(clock, String(ms));
    account.clockOffset = ms;
  };
  let program: string;

  beforeAll(async () => {
    step(0);
    program = account.entry;
    process.env.FAULT_CLOCK_FILE = clock;
    process.env.FAULT_CLOCK_PROGRAM = program;
    await account.stop();
    account.entry = path.join(__dirname, 'harness', 'steppedClock.cjs');
    await account.start();
  });
  afterAll(() => {
    account.entry = program;
    fs.rmSync(path.dirname(clock), { recursive: true, force: true });
  });

  for (const [name, ms] of [
    ['an hour forward', HOUR],
    ['two hours back', -2 * HOUR],
    ['to the next year', 366 * 24 * HOUR],
    ['and back again', 0],
  ] as const)
    test(`${name}, while it runs and across a crash`, async () => {
      step(ms);
      await pause(200);
      account.openClients();
      expect(await use(), 'while it runs').toEqual([]);
      await account.crash();
      await account.start().catch((error: unknown) => expect.fail(failureText(error)));
      expect(await use(), 'after a crash').toEqual([]);
    });
});
