import { randomUUID } from 'node:crypto';
import type http from 'node:http';

/** A request on its way through. */
export interface Incoming {
  raw: http.IncomingMessage;
  method: string;
  /** As sent: still percent-encoded. */
  path: string;
  /** As sent, without the question mark. */
  queryText: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  requestId: string;
  now: Date;
}

/** Headers that say who asks for what: of two, one reader could take the first, another the last. */
const ONLY_ONCE = new Set([
  'host',
  'authorization',
  'content-type',
  'x-amz-target',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'smithy-protocol',
]);

/** A header that is there twice and must not be, if there is one. */
export function repeatedHeader(raw: http.IncomingMessage): string | undefined {
  const seen = new Set<string>();
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    const name = raw.rawHeaders[i]!.toLowerCase();
    if (ONLY_ONCE.has(name) && seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** Reads what stands before the body. */
export function readIncoming(raw: http.IncomingMessage): Incoming {
  const [path = '/', queryText = ''] = splitOnce(raw.url ?? '/', '?');
  const headers = Object.fromEntries(
    Object.entries(raw.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  return {
    raw,
    method: raw.method ?? 'GET',
    path,
    queryText,
    query: new URLSearchParams(queryText.replaceAll('+', '%2B')),
    headers,
    requestId: randomUUID(),
    now: new Date(),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
