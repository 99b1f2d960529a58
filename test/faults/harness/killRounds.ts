import { failureText } from './failure';
import type { FaultAccount, Part } from './faultAccount';
import { Ledger } from './ledger';
import { unfinishedQueries } from './queries';
import type { Random } from './random';
import { pause } from './waiting';
import type { Scene, Writer } from './writer';

export interface KillPlan {
  rounds: number;
  /** What is killed in a round; several are killed one after the other. */
  targets: readonly (readonly Part[])[];
  /** The longest time that the writers have before the kill. ms */
  longest: number;
  /** Every so many rounds everything is looked at, not only what changed. */
  everythingEach: number;
  writers: Writer[];
}

export interface KillReport {
  rounds: number;
  killed: Record<Part, number>;
  acknowledged: number;
  unacknowledged: number;
  facts: number;
  findings: string[];
  /** ms, the start after each kill of the gateway. */
  starts: number[];
}

/**
 * Writers work, a part is killed at a random moment, the account comes back, and what it shows is held against what it
 * had acknowledged; again and again. Nothing that one round finds hides what a later one finds.
 */
export async function runKillRounds(
  account: FaultAccount,
  random: Random,
  plan: KillPlan,
  ledger = new Ledger(),
): Promise<KillReport> {
  const scene: Scene = { account, ledger, random };
  const report: KillReport = {
    rounds: 0,
    killed: { gateway: 0, moto: 0, engine: 0 },
    acknowledged: 0,
    unacknowledged: 0,
    facts: 0,
    findings: [],
    starts: [],
  };
  for (let round = 1; round <= plan.rounds; round++) {
    const targets = plan.targets[(round - 1) % plan.targets.length] ?? [];
    const found = (what: string) => report.findings.push(`round ${round} (${targets.join(', ')}): ${what}`);
    try {
      await killAmidWork(scene, plan, targets, report);
      await account.waitUntilWhole();
    } catch (error) {
      found(`it does not come back: ${failureText(error)}`);
      await account.stop().catch(() => undefined);
      report.starts.push(await account.start());
    }
    const everything = round % plan.everythingEach === 0 || round === plan.rounds;
    await ledger.verify((_, fresh) => everything || fresh);
    const unfinished = await unfinishedQueries(account).catch((error: unknown) => [failureText(error)]);
    for (const query of unfinished) found(`a query that nobody runs is not finished: ${query}`);
    for (const what of ledger.takeFindings()) found(what);
    report.rounds = round;
  }
  const { acknowledged, unacknowledged, size } = ledger;
  return { ...report, acknowledged, unacknowledged, facts: size };
}

async function killAmidWork(
  scene: Scene,
  plan: KillPlan,
  targets: readonly Part[],
  report: KillReport,
): Promise<void> {
  const { account, random } = scene;
  let over = false;
  const work = plan.writers.map(async (writer) => {
    while (!over && account.isAlive) {
      await writer.step(scene);
      await pause(random.below(20));
    }
  });
  const delay = 30 + random.below(plan.longest);
  await pause(delay);
  for (const part of targets) {
    if (part === 'gateway') {
      report.killed.gateway++;
      await account.crash();
    } else {
      report.killed[part] += account.kill(part);
      await pause(random.below(400));
    }
  }
  over = true;
  await Promise.all(work);
  if (!account.isAlive) report.starts.push(await account.start());
}
