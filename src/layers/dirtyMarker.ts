import fs from 'node:fs/promises';
import path from 'node:path';

/** Errors of a run that lost the account on its way: what was being made may be there, or not. */
const LOST =
  /connection refused|connection reset|broken pipe|\bEOF\b|i\/o timeout|request send failed|rpc error|plugin did not respond/i;

/**
 * A note in a layer's folder that work on it has begun. It goes when the work came to an end, good or bad, for then the
 * state tells all. Where it stays, because Terraform or the account was killed, there may be things that no state knows.
 */
export class UnfinishedNote {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = path.join(folder, 'unfinished');
  }

  async exists(): Promise<boolean> {
    return fs.access(this.#file).then(
      () => true,
      () => false,
    );
  }

  async write(): Promise<void> {
    await fs.writeFile(this.#file, '');
  }

  /** @param problems what Terraform said went wrong */
  async remove(problems: readonly string[] = []): Promise<void> {
    if (!problems.some((problem) => LOST.test(problem))) await fs.rm(this.#file, { force: true });
  }
}
