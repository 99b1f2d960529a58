import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import { type Credentials, type RawAnswer, REGION, type WireAccount } from '../../local/gateway/account';

/**
 * Requests to the byte. This signer is the tests' own: it signs also what no SDK would send (a query with a name twice, a
 * service in capitals), and a fault in the product's reading of signatures cannot hide in it.
 */

/** A header that is sent more than once is a list. */
type Headers = Record<string, string | string[]>;

export interface Asking {
  service: string;
  method?: string;
  /** Percent-encoded, with the query. */
  path?: string;
  headers?: Headers;
  body?: string | Buffer;
  region?: string;
  at?: Date;
  /** Of the scope; the day of `at` when left out. `20260131`. */
  date?: string;
  host?: string;
  /** Headers that are sent and not signed. */
  unsigned?: Headers;
  /** What is signed of the body, when not its hash. */
  payloadHash?: string;
  /** Milliseconds. */
  patience?: number;
}

export interface Signed {
  method: string;
  path: string;
  headers: Headers;
  body: string | Buffer;
  /** What chunks of the body are signed with. */
  signature: string;
  timestamp: string;
}

const sha = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [encode(decode(name)), encode(decode(value.join('=')))] as const;
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

export function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}

const stamp = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

function signatureOf(
  parts: { method: string; path: string; headers: Headers; payloadHash: string },
  scope: { service: string; region: string; date: string; timestamp: string },
  secret: string,
): { signature: string; names: string } {
  const [path = '/', query = ''] = parts.path.split(/\?(.*)/s);
  const lower = Object.fromEntries(
    Object.entries(parts.headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
  const names = Object.keys(lower).sort();
  const canonical = [
    parts.method,
    path
      .split('/')
      .map((segment) => encode(scope.service === 's3' ? decode(segment) : segment))
      .join('/'),
    canonicalQuery(query),
    ...names.map((name) => `${name}:${lower[name]!.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    parts.payloadHash,
  ].join('\n');
  const text = [
    'AWS4-HMAC-SHA256',
    scope.timestamp,
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    sha(canonical),
  ].join('\n');
  const key = signingKey(secret, scope.date, scope.region, scope.service);
  return { signature: hmac(key, text).toString('hex'), names: names.join(';') };
}

/** Signs with the Authorization header. */
export function sign(account: WireAccount, by: Credentials, asking: Asking): Signed {
  const { service, method = 'POST', path = '/', body = '', region = REGION, at = new Date() } = asking;
  const timestamp = stamp(at);
  const date = asking.date ?? timestamp.slice(0, 8);
  const payloadHash = asking.payloadHash ?? sha(body);
  const headers: Headers = {
    host: asking.host ?? `127.0.0.1:${account.port}`,
    'x-amz-date': timestamp,
    ...(service === 's3' && { 'x-amz-content-sha256': payloadHash }),
    ...(by.sessionToken !== undefined && { 'x-amz-security-token': by.sessionToken }),
    ...asking.headers,
  };
  const { signature, names } = signatureOf(
    { method, path, headers, payloadHash },
    { service, region, date, timestamp },
    by.secretAccessKey,
  );
  const scope = `${by.accessKeyId}/${date}/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return {
    method,
    path,
    headers: { ...headers, ...asking.unsigned, authorization },
    body,
    signature,
    timestamp,
  };
}

/** Signs the query. @param asking what it says of headers is signed, too @param expires seconds */
export function presign(
  account: WireAccount,
  by: Credentials,
  { method = 'GET', path = '/', headers = {}, ...asking }: Omit<Asking, 'service'>,
  expires: number | string = 60,
): Signed {
  const timestamp = stamp(asking.at ?? new Date());
  const date = asking.date ?? timestamp.slice(0, 8);
  const region = asking.region ?? REGION;
  const all: Headers = { host: asking.host ?? `127.0.0.1:${account.port}`, ...headers };
  const names = Object.keys(all).sort().join(';');
  const parameters = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encode(`${by.accessKeyId}/${date}/${region}/s3/aws4_request`)}`,
    `X-Amz-Date=${timestamp}`,
    `X-Amz-Expires=${expires}`,
    ...(by.sessionToken === undefined ? [] : [`X-Amz-Security-Token=${encode(by.sessionToken)}`]),
    `X-Amz-SignedHeaders=${encode(names)}`,
  ].join('&');
  const open = `${path}${path.includes('?') ? '&' : '?'}${parameters}`;
  const { signature } = signatureOf(
    { method, path: open, headers: all, payloadHash: 'UNSIGNED-PAYLOAD' },
    { service: 's3', region, date, timestamp },
    by.secretAccessKey,
  );
  return {
    method,
    path: `${open}&X-Amz-Signature=${signature}`,
    headers: { ...all, ...asking.unsigned },
    body: asking.body ?? '',
    signature,
    timestamp,
  };
}

/** How long an answer is waited for: on a busy machine, the first request to a service takes long. */
const PATIENCE_MS = 60_000;
const agents = new Map<number, http.Agent>();

/** Sends what was signed, and maybe changed since. */
export function post(
  account: WireAccount,
  { method, path, headers, body }: Signed,
  patience = PATIENCE_MS,
): Promise<RawAnswer> {
  const { port } = account;
  const agent = agents.get(port) ?? new http.Agent({ keepAlive: true, maxSockets: 4 });
  agents.set(port, agent);
  return new Promise((done, failed) => {
    const message = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', failed);
        answer.on('end', () =>
          done({
            status: answer.statusCode!,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    message.setTimeout(patience, () => message.destroy(new Error(`no answer within ${patience} ms`)));
    message.on('error', failed);
    message.end(body);
  });
}

export const ask = (account: WireAccount, by: Credentials, asking: Asking): Promise<RawAnswer> =>
  post(account, sign(account, by, asking), asking.patience);

/** Sends bytes as they are and gives all that comes back until the other side closes or falls silent. */
export function raw(port: number, bytes: string | Buffer, silence = 150): Promise<string> {
  return new Promise((done, failed) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    let text = '';
    let timer = setTimeout(() => socket.destroy(new Error('no answer to bytes')), 1200);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      done(text);
    };
    socket.on('data', (data) => {
      text += data.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(end, silence);
    });
    socket.on('close', end);
    // A reset after an answer is an end like another; without one, nothing was answered.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (text !== '' || error.code === 'ECONNRESET' || error.code === 'EPIPE') done(text);
      else failed(error);
    });
    socket.write(bytes);
  });
}

/** Bytes of a signed request for `raw`. @param lines more lines of the head */
export function bytesOf({ method, path, headers, body }: Signed, lines: string[] = []): string {
  const head = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}`),
  );
  return [`${method} ${path} HTTP/1.1`, ...head, ...lines, '', body.toString('latin1')].join('\r\n');
}
