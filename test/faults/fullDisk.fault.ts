import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureText, statusOf } from './harness/failure';
import { FaultAccount } from './harness/faultAccount';
import { Ledger } from './harness/ledger';
import { tell } from './harness/meta';
import { runSeed, seededRandom } from './harness/random';
import { mountSmallDisk, type SmallDisk } from './harness/smallDisk';
import { letWrite } from './harness/work';
import type { Scene } from './harness/writer';
import { allWriters } from './writers';
import { prepareSetting } from './writers/setting';

/** A refusal that a reader understands: no 500, and it speaks of the disk. */
const saysFull = (error: unknown): boolean =>
  statusOf(error) !== 500 && /disk|space|storage/i.test((error as Error).message);

/** A query writes its result, so tables cannot be read through Athena while nothing can be written. */
const needsNoSpace = (key: string): boolean => !key.startsWith('table/');

const disk = mountSmallDisk(96);
if (!disk) console.log('The full disk is not tried: this user may not mount a file system of its own.');

describe.skipIf(!disk)('a full disk', () => {
  let account: FaultAccount;
  let scene: Scene;
  const writers = allWriters();
  const small = disk as SmallDisk;

  beforeAll(async () => {
    account = FaultAccount.in(small.folder);
    await account.start();
    await prepareSetting(account);
    scene = { account, ledger: new Ledger(), random: seededRandom(runSeed()) };
    await letWrite(scene, writers, 8);
    await scene.ledger.verify();
    expect(scene.ledger.takeFindings()).toEqual([]);
  });
  afterAll(async () => {
    small.free();
    await account.remove();
    small.remove();
  });

  for (const left of [0, 4096, 20_000, 64_000, 300_000])
    test(`with ${left} bytes left: writes are refused in words, reads go on, and nothing acknowledged is lost`, async ({
      task,
    }) => {
      const { ledger } = scene;
      const findings: string[] = [];
      const collect = (when: string) =>
        findings.push(...ledger.takeFindings().map((what) => `${when}: ${what}`));
      const before = ledger.acknowledged;
      small.fill(left);
      try {
        ledger.expects = saysFull;
        await letWrite(scene, writers, 6);
        collect('writing');
        if (account.isAlive) await ledger.verify(needsNoSpace);
        else findings.push('the gateway has ended');
        collect('reading');
      } finally {
        small.free();
        ledger.expects = () => false;
      }
      tell(task, `${ledger.acknowledged - before} changes were acknowledged all the same`);
      if (account.isAlive) {
        await letWrite(scene, writers, 4);
        collect('after freeing');
        await account.crash();
      }
      await account.start();
      await ledger.verify();
      collect('after a restart');
      expect(findings).toEqual([]);
    });

  test('killed while the disk is full: it starts, or says that the disk is full, and starts when there is space', async () => {
    small.fill(0);
    const findings: string[] = [];
    try {
      await account.crash();
      await account.start().catch((error: unknown) => {
        if (!/disk|space|storage/i.test(failureText(error)))
          findings.push(`the start says: ${failureText(error)}`);
      });
    } finally {
      small.free();
    }
    await account.start();
    await scene.ledger.verify();
    expect([...findings, ...scene.ledger.takeFindings()]).toEqual([]);
  });
});
