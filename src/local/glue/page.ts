/** One page of a list, and the token that asks for the next one (absent on the last page). */
export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/**
 * Cuts one page out of items that are sorted by `keyOf`. The token names the last key that was given out, so a page
 * stays right when items come and go between two calls.
 *
 * @throws what `malformed` makes, for a token that no earlier page gave
 */
export function pageOf<T>(
  items: T[],
  keyOf: (item: T) => string,
  request: { token?: string; limit: number },
  malformed: () => Error,
): Page<T> {
  const after = request.token === undefined ? undefined : readToken(request.token, malformed);
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) > after);
  if (start < 0) return { items: [] };
  const page = items.slice(start, start + request.limit);
  const last = page.at(-1);
  return start + page.length < items.length && last !== undefined
    ? { items: page, nextToken: writeToken(keyOf(last)) }
    : { items: page };
}

const writeToken = (key: string): string => Buffer.from(JSON.stringify({ after: key })).toString('base64url');

function readToken(token: string, malformed: () => Error): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(String(token), 'base64url').toString());
    if (
      parsed !== null &&
      typeof parsed === 'object' &&
      'after' in parsed &&
      typeof parsed.after === 'string'
    )
      return parsed.after;
  } catch {
    // not one of ours
  }
  throw malformed();
}
