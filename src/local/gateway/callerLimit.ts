/**
 * How many requests of one caller are carried out at a time; the others wait, first come, first served. So a program
 * that opens a thousand connections takes nothing from anybody else.
 */
export class CallerLimit {
  readonly #callers = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(private readonly most: number) {}

  /** Waits for a place. @param caller the access key @returns gives the place back */
  async enter(caller: string): Promise<() => void> {
    const queue = this.#callers.get(caller) ?? { running: 0, waiting: [] };
    this.#callers.set(caller, queue);
    if (queue.running < this.most) queue.running++;
    else await new Promise<void>((resolve) => queue.waiting.push(resolve));
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = queue.waiting.shift();
      if (next) next();
      else if (--queue.running === 0) this.#callers.delete(caller);
    };
  }
}
