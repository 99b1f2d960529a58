import { afterAll, beforeAll, expect, test } from 'vitest';
import { FaultAccount } from './harness/faultAccount';
import { footprint, footprintText } from './harness/footprint';
import { tell } from './harness/meta';
import { inParallel } from './harness/waiting';

/** Calls after which a start is measured; `MOST_CALLS` makes the last ones fewer. */
const MOST_CALLS = Number(process.env.MOST_CALLS ?? 100_000);
const AFTER = [0, 1000, 10_000, 100_000].map((count) => Math.min(count, MOST_CALLS));
/** A start, on a quiet machine. ms */
const START_MS = 2000;

let account: FaultAccount;
beforeAll(async () => {
  account = FaultAccount.in();
  await account.start();
});
afterAll(() => account.remove());

let made = 0;
/** Nine of ten calls change what is there, so that what moto holds stays small. */
async function call(i: number): Promise<void> {
  const { iam } = account.clients;
  const UserName = `user-${i - (i % 200)}`;
  if (i % 200 === 0) await iam.createUser({ UserName });
  else
    await iam.tagUser({
      UserName: `user-${Math.max(0, i - (i % 200) - 200)}`,
      Tags: [{ Key: 'i', Value: String(i) }],
    });
}

let quiet = Number.NaN;
for (const count of [...new Set(AFTER)])
  test(`it starts in ${START_MS / 1000} s after ${count} calls of IAM, stopped or killed`, async ({
    task,
  }) => {
    const begin = Date.now();
    const calls = Array.from({ length: count - made }, (_, i) => made + i);
    await inParallel(calls, 16, call);
    made = count;
    if (calls.length)
      tell(task, `${Math.round((calls.length / (Date.now() - begin)) * 1000)} calls a second`);
    await account.stop();
    const stopped = await account.start();
    await account.waitUntilWhole();
    await account.crash();
    const killed = await account.start();
    tell(task, `${stopped} ms after a stop, ${killed} ms after a kill; ${footprintText(footprint(account))}`);
    if (count === 0) quiet = Math.max(stopped, killed);
    else {
      const { Users = [] } = await account.clients.iam.listUsers({ MaxItems: 1000 });
      expect(Users.length).toBe(Math.ceil(count / 200));
    }
    // Measured beside other work, a start after nothing is the measure.
    expect(Math.max(stopped, killed), 'ms').toBeLessThan(Math.max(START_MS, 1.5 * quiet));
  });
