import { createHash, createHmac } from 'node:crypto';

/** Percent-encoding of SigV4: all but the unreserved characters of RFC 3986. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The path of a canonical request. S3 signs the path encoded once, all other services encode it a second time. Source: SigV4, "Create a canonical request". */
function canonicalPath(path: string, service: string): string {
  const segments = (path || '/').split('/');
  return segments.map((segment) => (service === 's3' ? encode(decode(segment)) : encode(segment))).join('/');
}

/** The query of a canonical request: sorted by encoded name and value, without the signature itself. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0
        ? [encode(decode(pair)), '']
        : [encode(decode(pair.slice(0, at))), encode(decode(pair.slice(at + 1)))];
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(([a, x], [b, y]) => (a! < b! ? -1 : a! > b! ? 1 : x! < y! ? -1 : x! > y! ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

export interface SignedParts {
  method: string;
  /** As sent. */
  path: string;
  /** As sent, without the question mark. */
  query: string;
  headers: Record<string, string>;
  signedHeaders: string[];
  payloadHash: string;
}

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
export const hmac = (key: string | Uint8Array, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/** The text whose SHA-256 is signed. */
export function canonicalRequest(parts: SignedParts, service: string): string {
  const headers = parts.signedHeaders
    .map((name) => `${name}:${(parts.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  return [
    parts.method,
    canonicalPath(parts.path, service),
    canonicalQuery(parts.query),
    headers,
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
}

/** The key that a day's requests to a service in a region are signed with. */
export function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}
