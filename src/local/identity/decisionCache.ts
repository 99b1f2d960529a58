import type { Decision } from './simulate';

const MOST = 5_000;

/** What is known under a key, or on its way; asked for once. A failure is not kept. */
export function kept<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  let value = known.get(key);
  if (!value) {
    if (known.size > MOST) known.clear();
    const asked = ask();
    asked.catch(() => known.get(key) === asked && known.delete(key));
    known.set(key, asked);
    value = asked;
  }
  return value;
}

/** Decisions by all that they were made of. One that was begun before a change is not kept after it. */
export class DecisionCache {
  readonly #decisions = new Map<string, Decision>();
  #generation = 0;

  /** Of what is read now: to be given back with the decision. */
  get generation(): number {
    return this.#generation;
  }

  flush(): void {
    this.#generation += 1;
    this.#decisions.clear();
  }

  find(key: string): Decision | undefined {
    return this.#decisions.get(key);
  }

  keep(key: string, decision: Decision, generation: number): void {
    if (generation !== this.#generation) return;
    if (this.#decisions.size > MOST) this.#decisions.clear();
    this.#decisions.set(key, decision);
  }
}
