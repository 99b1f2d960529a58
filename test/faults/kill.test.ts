import { expect, test } from 'vitest';
import { FaultAccount, type Part } from './harness/faultAccount';
import { runKillRounds } from './harness/killRounds';
import { tell } from './harness/meta';
import { runSeed, seededRandom } from './harness/random';
import { allWriters } from './writers';
import { prepareSetting } from './writers/setting';

/** The short form: `make faults` runs ten times as many rounds. */
const TARGETS: Part[][] = [['gateway'], ['engine'], ['moto'], ['engine']];

test('20 kills: what was acknowledged is there, and what was not is there as a whole or not at all', {
  timeout: 240_000,
}, async ({ task }) => {
  const seed = runSeed();
  const account = FaultAccount.in();
  try {
    await account.start();
    await prepareSetting(account);
    const report = await runKillRounds(account, seededRandom(seed), {
      rounds: 20,
      targets: TARGETS,
      longest: 400,
      everythingEach: 10,
      writers: allWriters(),
    });
    const { findings, starts, ...counts } = report;
    tell(task, `${JSON.stringify(counts)}, slowest start ${Math.max(...starts)} ms, seed ${seed}`);
    expect(findings).toEqual([]);
  } finally {
    await account.remove();
  }
});
