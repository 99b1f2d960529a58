import type { Reporter, TestCase } from 'vitest/node';

/** Prints what each test counted or measured, at the end. */
export default class FaultCounts implements Reporter {
  readonly #lines: string[] = [];

  onTestCaseResult(test: TestCase): void {
    for (const line of test.meta().faults ?? []) this.#lines.push(`${test.name}: ${line}`);
  }

  onTestRunEnd(): void {
    if (this.#lines.length)
      console.log(['', 'faults:', ...this.#lines.map((line) => `  ${line}`)].join('\n'));
  }
}
