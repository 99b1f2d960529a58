/**
 * How a call ended that did not succeed.
 * - `refused`: the account answered that it was not done
 * - `unavailable`: nobody answered, or 503: it may have been done
 * - `broken`: an answer that no fault excuses (500, or none at all within the limit)
 */
export type FailureKind = 'refused' | 'unavailable' | 'broken';

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
  cause?: { code?: string };
}

export function failureKind(error: unknown): FailureKind {
  const { name = '', $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined && status >= 400) {
    if (status < 500) return 'refused';
    return status === 503 ? 'unavailable' : 'broken';
  }
  const what = [name, (error as SdkError).message, (error as SdkError).cause?.code].join(' ');
  return name === 'QueryFailed' || /ECONN|EPIPE|EAI_AGAIN|UND_ERR|socket|fetch failed/i.test(what)
    ? 'unavailable'
    : 'broken';
}

export const statusOf = (error: unknown): number | undefined => (error as SdkError).$metadata?.httpStatusCode;

/** One line for a report. */
export function failureText(error: unknown): string {
  const { name, message } = error as SdkError;
  return `${statusOf(error) ?? 'no answer'} ${name}: ${message}`.replace(/\s+/g, ' ').slice(0, 300);
}

/** Reads what may not be there. @param names the error names that say so @returns null then */
export async function orNull<T>(work: Promise<T>, ...names: string[]): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (names.includes((error as SdkError).name ?? '')) return null;
    throw error;
  }
}
