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
