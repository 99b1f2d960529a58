import type { Scratch } from './scratch';

/** A service that a case calls; whoever runs it needs rights there. */
export type Service = 'athena' | 'budgets' | 'glue' | 'iam' | 'lakeformation' | 's3' | 'sts';

/** One question to an account: what does it answer to these requests? */
export interface ConformanceCase {
  /** Lower-case words, by which the fidelity page names it: `athena-work-group-disabled`. */
  id: string;
  /** What is asked, in a line. */
  title: string;
  needs: readonly Service[];
  /** The answer is about times and long numbers themselves: they are kept as they are. */
  verbatim?: boolean;
  /**
   * Asks, on things that it makes for itself in `scratch`, which removes them.
   * @returns by step, what the account answered: plain data, out of which the suite takes what differs from run to run
   */
  run(scratch: Scratch): Promise<unknown>;
}
