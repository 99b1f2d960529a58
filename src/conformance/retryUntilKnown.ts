/** What is new in AWS is known everywhere only after a while. */
const KNOWN_AFTER_MS = 90_000;
const TRY_AGAIN_MS = 2_000;

/**
 * Asks again while an error's name or text says that something new is not known yet.
 * @param wait milliseconds until the next try, and until it gives up
 * @throws the last error
 */
export async function retryUntilKnown<T>(
  unknownYet: RegExp,
  ask: () => Promise<T>,
  wait = { again: TRY_AGAIN_MS, atMost: KNOWN_AFTER_MS },
): Promise<T> {
  const end = Date.now() + wait.atMost;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : '';
      if (!unknownYet.test(text) || Date.now() >= end) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait.again));
    }
  }
}
