import { invalidRequest } from './requestError';

/**
 * One page of a list that is sorted by `keyOf`. The token names the last key of the page before, so entries that come
 * and go between two calls neither repeat nor hide others.
 * @throws AwsError InvalidRequestException for a token that no page ever gave
 */
export function page<T>(
  items: T[],
  keyOf: (item: T) => string,
  request: { NextToken?: string; MaxResults?: number },
  most: number,
): { items: T[]; NextToken?: string } {
  const after = request.NextToken === undefined ? undefined : readToken(request.NextToken);
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) > after);
  // MaxResults 0 is allowed by the model and means the same as none.
  const size = Math.min(request.MaxResults || most, most);
  const found = start < 0 ? [] : items.slice(start, start + size);
  const more = start >= 0 && start + size < items.length;
  return { items: found, NextToken: more ? writeToken(keyOf(found.at(-1)!)) : undefined };
}

const MARK = 'page:';

const writeToken = (key: string): string => Buffer.from(MARK + key).toString('base64url');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(MARK) || writeToken(text.slice(MARK.length)) !== token) {
    throw invalidRequest(`The nextPageToken is malformed: ${token}`);
  }
  return text.slice(MARK.length);
}
