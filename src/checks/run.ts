import { type Clients, clientsOf } from '../target/clients';
import type { Role } from '../target/roles';
import type { Target } from '../target/target';
import { type CheckContext, type ExitCheck, fail } from './check';
import { ciGreen } from './ciGreen';
import { columnMask } from './columnMask';
import { dataLoop } from './dataLoop';
import { deployTime } from './deployTime';
import { guards } from './guards';
import { iac } from './iac';
import { lineageGraph } from './lineageGraph';
import { type CheckResult, currentCommit, type Report } from './report';

/** plan.md's exit criteria, in its order. */
export const EXIT_CHECKS: readonly ExitCheck[] = [
  deployTime,
  dataLoop,
  ciGreen,
  lineageGraph,
  iac,
  columnMask,
  guards,
];

export interface RunOptions {
  /** Only these, by number. */
  only?: number[];
  outputs: CheckContext['outputs'];
  signal?: AbortSignal;
  /** Told as each check ends. */
  onResult?: (result: CheckResult) => void;
}

/**
 * Runs the exit checks; those that only ask run side by side. A check that breaks is red with what broke it: nothing
 * passes by not looking.
 */
export async function runChecks(target: Target, options: RunOptions): Promise<Report> {
  const startedAt = new Date().toISOString();
  const opened = new Map<Role, Clients>();
  const as = (role: Role): Clients => {
    const clients = opened.get(role) ?? clientsOf(target, role);
    opened.set(role, clients);
    return clients;
  };
  const context: CheckContext = { target, as, outputs: options.outputs, signal: options.signal };
  const run = async (check: ExitCheck): Promise<CheckResult> => {
    const started = Date.now();
    const finding = await check
      .run(context)
      .catch((error: unknown) =>
        fail(`the check itself broke: ${error instanceof Error ? error.message : error}`),
      );
    const result = { id: check.id, name: check.name, ...finding, ms: Date.now() - started };
    options.onResult?.(result);
    return result;
  };
  try {
    const wanted = EXIT_CHECKS.filter(
      (check) => options.only === undefined || options.only.includes(check.id),
    );
    // The data loop makes a table of its own, which the inventory of check 5 should not meet half made.
    const loop = await Promise.all(wanted.filter((check) => check === dataLoop).map(run));
    const others = await Promise.all(wanted.filter((check) => check !== dataLoop).map(run));
    const checks = [...loop, ...others].sort((a, b) => a.id - b.id);
    return { target: target.name, commit: currentCommit(), startedAt, checks };
  } finally {
    for (const clients of opened.values()) clients.destroy();
  }
}
