import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Lakehouse, openLakehouse } from '../../local/athena/lakehouse';
import { prepareTables, runTexts } from './runTexts';

const SEED = Number(process.env.FAULT_SEED ?? 1);
/** Queries at a time. */
const AT_ONCE = 4;

/** Declares the test of mutated texts. @param count how many */
export function sqlSuite(count: number): void {
  describe(`${count} mutated SQL texts`, () => {
    let lakehouse: Lakehouse;
    beforeAll(async () => {
      // What the account logs of failures is not of interest here; answers are.
      vi.spyOn(console, 'error').mockImplementation(() => undefined);
      lakehouse = await openLakehouse();
      await prepareTables(lakehouse);
    });
    afterAll(() => lakehouse.close());

    test("each ends, with an error of Athena's or none", { timeout: 60_000 + count * 500 }, async () => {
      const { ran, ended, findings, longestPause } = await runTexts(lakehouse, {
        seed: SEED,
        count,
        atOnce: AT_ONCE,
      });
      console.log(
        `SQL texts: ${tell(ran)}; ends: ${tell(ended)}; ${findings.length} wrong; the loop stood for ${longestPause} ms at most`,
      );
      expect(
        findings.map(
          ({ text, wrong }) =>
            `${wrong} — text ${text.number} of seed ${SEED} (${text.kind}, ${text.sql.length} characters): ${text.sql.slice(0, 300)}`,
        ),
      ).toEqual([]);
    });
  });
}

const tell = (counts: Record<string, number>): string => {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const each = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `${total} (${each.sort().join(', ')})`;
};
