import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/**
 * Waits for a condition. @param ms the limit @param what names the condition in the error
 * @throws Error when it does not come about
 */
export async function waitUntil(
  what: string,
  ms: number,
  holds: () => Promise<boolean> | boolean,
): Promise<void> {
  for (const deadline = Date.now() + ms; ; await pause(25)) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(`after ${ms} ms still not so: ${what}`);
  }
}

/** Runs `work` for each item, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
