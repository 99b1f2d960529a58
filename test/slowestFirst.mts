import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longer than all others together have left at the end: they begin first, the slowest before the rest. */
const SLOW = [
  'faults/kill',
  'layers/deploy',
  'up/command',
  'local/moto/durability',
  'local/athena/pruning',
  'notebook/runner/runNotebooks',
  'local/athena/optimize',
  'local/athena/concurrentMerges',
];

/**
 * The order of the test files. Vitest goes by the times of the last run, which a fresh clone does not have; then the
 * slowest file would begin late, and one core would wait for the other.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = SLOW.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? SLOW.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
