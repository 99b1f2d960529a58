import type { Reporter, TestCase } from 'vitest/node';

/** Prints one line at the end: how many attacks ran, how many held, how many got through. */
export default class AttackCounts implements Reporter {
  #ran = 0;
  #held = 0;

  onTestCaseResult(test: TestCase): void {
    const { attacks } = test.meta();
    this.#ran += attacks?.ran ?? 0;
    this.#held += attacks?.held ?? 0;
  }

  onTestRunEnd(): void {
    console.log(`attacks: ${this.#ran} ran, ${this.#held} held, ${this.#ran - this.#held} got through`);
  }
}
