import { describe, expect, test } from 'vitest';

/** One attempt to get something that was not granted, or a legitimate request that must not be refused. */
export interface Attack<Context> {
  /** Says what is attempted; unique within its suite. */
  name: string;
  /** Once got through: the short form runs a third of these, and few of the others. */
  always?: boolean;
  /** @returns undefined when the account held; otherwise what went wrong, in one sentence */
  run(context: Context): Promise<string | undefined>;
}

declare module 'vitest' {
  interface TaskMeta {
    attacks?: { ran: number; held: number };
  }
}

/** The long form runs every attack (`make attack`), the short one a fixed share of them (`make test`). */
const isLong = process.env.ATTACK === 'long';

/**
 * The attacks of a run: all of them in the long form; in the short one every third of those marked `always`, and every n-th
 * of the rest. The choice depends on nothing but the order, so that a failure can be repeated.
 */
function chosen<Context>(attacks: Attack<Context>[], every: number): Attack<Context>[] {
  const names = new Set(attacks.map(({ name }) => name));
  if (names.size !== attacks.length) throw new Error('two attacks of one suite have the same name');
  return isLong ? attacks : attacks.filter(({ always }, i) => i % (always ? 3 : every * 4) === 0);
}

/**
 * Declares a test for each group of attacks. All attacks of a group run, one after the other, whatever the earlier ones
 * found; the test fails with the list of those that got through.
 * @param every of the attacks not marked `always`, the short form runs each n-th
 */
export function attackSuite<Context>(
  title: string,
  groups: Record<string, Attack<Context>[]>,
  context: () => Context,
  every = 5,
): void {
  describe(title, () => {
    for (const [group, attacks] of Object.entries(groups)) {
      const run = chosen(attacks, every);
      test(`${group} (${run.length} attacks)`, { timeout: 600_000 }, async ({ task }) => {
        const found: string[] = [];
        for (const attack of run) {
          const wrong = await attack.run(context()).catch((error: unknown) => `it crashed: ${String(error)}`);
          if (wrong !== undefined) found.push(`${attack.name}: ${wrong}`);
        }
        task.meta.attacks = { ran: run.length, held: run.length - found.length };
        expect(found).toEqual([]);
      });
    }
  });
}
