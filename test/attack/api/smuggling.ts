import type { Attack } from '../suite';
import { CANARY, FORM, LAKE, type Lake, query, s3 } from './lake';
import { short } from './verdict';
import { type Asking, bytesOf, raw, sign } from './wire';

/** Bytes that two readers could part into requests in two ways, and more of what a server should not choke on. */

const OPEN = '/_lakehouse/health';
const health = (port: number, more: string[] = []) =>
  [`GET ${OPEN} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...more, '', ''].join('\r\n');

/** Whether the account still answers. */
async function alive(lake: Lake): Promise<string | undefined> {
  const text = await raw(lake.account.port, health(lake.account.port, ['Connection: close']));
  return text.startsWith('HTTP/1.1 200') ? undefined : `afterwards it answers ${short(text) || 'nothing'}`;
}

/** What came back may be an error or an end, and nothing that tells or breaks. */
function verdict(text: string, ok: boolean): string | undefined {
  if (text.includes(CANARY)) return 'the secret was answered';
  if (/^HTTP\/1\.1 5(?!01|05)/m.test(text)) return `it was answered ${short(text)}`;
  if (!ok && /^HTTP\/1\.1 2/m.test(text)) return `it was taken: ${short(text)}`;
  return undefined;
}

const READ: Asking = { service: 's3', method: 'GET', path: `/${LAKE}/lakehouse/vault/secret.csv` };
const LIST: Asking = { service: 'iam', headers: FORM, body: 'Action=ListUsers' };
const of =
  (asking: Asking) =>
  ({ account, as }: Lake) =>
    sign(account, as.deployer, asking);

interface Bytes {
  bytes(lake: Lake): string;
  /** Whether the first request may be answered with 2xx. */
  ok?: boolean;
  silence?: number;
}

const list = (lake: Lake, ...more: string[]) => bytesOf(of(LIST)(lake), more);
const read = (lake: Lake, ...more: string[]) => bytesOf(of(READ)(lake), more);
const LENGTH = `Content-Length: ${LIST.body!.length}`;
/** A second request that the deployer did not send: it is not signed. */
const hidden = `GET /${LAKE}/lakehouse/vault/secret.csv HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const withBody = (head: string, body: string) => head.slice(0, head.indexOf('\r\n\r\n') + 4) + body;

const LENGTHS: Record<string, Bytes> = {
  'a length and chunks': {
    bytes: (lake) => withBody(list(lake, LENGTH, 'Transfer-Encoding: chunked'), chunked('Action=ListUsers')),
  },
  'chunks and a length': {
    bytes: (lake) => withBody(list(lake, 'Transfer-Encoding: chunked', LENGTH), `0\r\n\r\n${hidden}`),
  },
  'two lengths': { bytes: (lake) => list(lake, LENGTH, 'Content-Length: 1') },
  'two lengths that agree': { bytes: (lake) => list(lake, LENGTH, LENGTH) },
  'a list of lengths': { bytes: (lake) => list(lake, `${LENGTH}, ${LIST.body!.length}`) },
  'a length with a sign': { bytes: (lake) => list(lake, LENGTH.replace(': ', ': +')) },
  'a length below nothing': { bytes: (lake) => list(lake, 'Content-Length: -1') },
  'a hexadecimal length': { bytes: (lake) => list(lake, 'Content-Length: 0x10') },
  'an empty length': { bytes: (lake) => list(lake, 'Content-Length:') },
  'a length without an end': { bytes: (lake) => list(lake, 'Content-Length: 99999999999999999999999') },
  'a length that is too short': { bytes: (lake) => list(lake, 'Content-Length: 5') },
  'a length that hides a request': { bytes: (lake) => `${list(lake, 'Content-Length: 5')}${hidden}` },
  'a blank before the colon': { bytes: (lake) => list(lake, LENGTH.replace(':', ' :')) },
  'an encoding that is unknown': {
    bytes: (lake) => withBody(list(lake, 'Transfer-Encoding: xchunked'), chunked('Action=ListUsers')),
  },
  'an encoding twice': {
    bytes: (lake) =>
      withBody(
        list(lake, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'),
        chunked('Action=ListUsers'),
      ),
  },
  'an encoding after a tab': {
    bytes: (lake) => withBody(list(lake, LENGTH, 'Transfer-Encoding:\tchunked'), chunked('Action=ListUsers')),
  },
  'an encoding that is folded': {
    bytes: (lake) => withBody(list(lake, 'Transfer-Encoding:\r\n chunked'), chunked('Action=ListUsers')),
  },
  'a chunk of a size with a sign': {
    bytes: (lake) =>
      withBody(list(lake, 'Transfer-Encoding: chunked'), '+10\r\nAction=ListUsers\r\n0\r\n\r\n'),
  },
  'a chunk of a size below nothing': {
    bytes: (lake) =>
      withBody(list(lake, 'Transfer-Encoding: chunked'), '-1\r\nAction=ListUsers\r\n0\r\n\r\n'),
  },
  'a chunk of a size without an end': {
    bytes: (lake) =>
      withBody(
        list(lake, 'Transfer-Encoding: chunked'),
        'ffffffffffffffffff\r\nAction=ListUsers\r\n0\r\n\r\n',
      ),
  },
  'a chunk that is longer than it says': {
    bytes: (lake) => withBody(list(lake, 'Transfer-Encoding: chunked'), '5\r\nAction=ListUsers\r\n0\r\n\r\n'),
  },
  'chunks that end in bare line feeds': {
    bytes: (lake) => withBody(list(lake, 'Transfer-Encoding: chunked'), '10\nAction=ListUsers\n0\n\n'),
  },
  'a long extension of a chunk': {
    bytes: (lake) =>
      withBody(
        list(lake, 'Transfer-Encoding: chunked'),
        `10;${'x'.repeat(100_000)}\r\nAction=ListUsers\r\n0\r\n\r\n`,
      ),
  },
  'a long trailer': {
    bytes: (lake) =>
      withBody(
        list(lake, 'Transfer-Encoding: chunked'),
        `10\r\nAction=ListUsers\r\n0\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      ),
  },
};

const HEADS: Record<string, Bytes> = {
  'a header that is folded': { bytes: (lake) => read(lake, 'X-A: a', ' b') },
  'a bare line feed in a header': { bytes: (lake) => read(lake, 'X-A: a\nX-Amz-Meta-B: b') },
  'a bare carriage return in a header': { bytes: (lake) => read(lake, 'X-A: a\rX-Amz-Meta-B: b') },
  'NUL in a header': { bytes: (lake) => read(lake, 'X-A: a\0b') },
  "NUL in a header's name": { bytes: (lake) => read(lake, 'X\0A: a') },
  'NUL in the path': { bytes: (lake) => read(lake).replace('secret', 'sec\0ret') },
  'a blank in the path': { bytes: (lake) => read(lake).replace('secret', 'sec ret') },
  'bytes of Latin in the path': { bytes: (lake) => read(lake).replace('secret', 'sécret') },
  'a header without a colon': { bytes: (lake) => read(lake, 'X-A') },
  'a header without a name': { bytes: (lake) => read(lake, ': a') },
  'a long header': { bytes: (lake) => read(lake, `X-A: ${'a'.repeat(100_000)}`) },
  'many headers': { bytes: (lake) => read(lake, ...Array.from({ length: 5000 }, (_, i) => `X-${i}: ${i}`)) },
  'a long path': { bytes: (lake) => read(lake).replace('secret', 'a'.repeat(100_000)) },
  'a long query': { bytes: (lake) => read(lake).replace('.csv ', `.csv?${'a'.repeat(100_000)} `) },
  'a long method': { bytes: (lake) => read(lake).replace('GET', 'A'.repeat(20_000)) },
  'a method of another case': { bytes: (lake) => read(lake).replace('GET', 'get') },
  'a version that is unknown': { bytes: (lake) => read(lake).replace('HTTP/1.1', 'HTTP/9.9') },
  'an expectation that is unknown': { bytes: (lake) => read(lake, 'Expect: miracles') },
  'the preface of HTTP/2': { bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  'a hello of TLS': { bytes: () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' },
  TRACE: { bytes: ({ account, as }) => bytesOf(sign(account, as.deployer, { ...READ, method: 'TRACE' })) },
  'TRACE that is not signed': { bytes: () => 'TRACE / HTTP/1.1\r\nHost: localhost\r\nCookie: a\r\n\r\n' },
  'CONNECT to another place': { bytes: () => 'CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  'CONNECT to this place': {
    bytes: (lake) => `CONNECT 127.0.0.1:${lake.account.port} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  },
  'the path *': { bytes: () => 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  'an empty path': { bytes: () => 'GET  HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  'a path that does not begin with a slash': { bytes: () => 'GET x HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  'a path of two question marks': { bytes: () => 'GET /??? HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  'a path of broken encoding': { bytes: () => 'GET /%zz/%e2%82/%ff HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  'blank lines and nothing': { bytes: () => `${'\r\n'.repeat(1000)}X\r\n\r\n` },
  'a header __proto__': {
    bytes: () => 'GET / HTTP/1.1\r\nHost: localhost\r\n__proto__: x\r\nconstructor: x\r\n\r\n',
  },
};

const after = (bytes: (lake: Lake) => string): Bytes => ({ bytes, ok: true });
const CONNECTIONS: Record<string, Bytes> = {
  'an upgrade to HTTP/2': after((lake) =>
    list(
      lake,
      LENGTH,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
    ),
  ),
  'an upgrade to a web socket': after((lake) =>
    list(lake, LENGTH, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x'),
  ),
  'a request after an answer, not signed': after((lake) => `${list(lake, LENGTH)}${hidden}`),
  'a request after a refusal, not signed': after(() => `${hidden}${hidden}${hidden}`),
  'a request after a broken one': after((lake) => `${read(lake).replace('GET', 'G T')}${hidden}`),
  'a request after an upload that was refused': after(
    ({ account, as }) =>
      `${bytesOf(sign(account, as.analyst, { service: 's3', method: 'PUT', path: `/${LAKE}/x`, payloadHash: 'UNSIGNED-PAYLOAD' }), [`Content-Length: ${hidden.length}`])}${hidden}${hidden}`,
  ),
  'an expectation to go on': after((lake) => list(lake, LENGTH, 'Expect: 100-continue')),
  'an expectation to go on, twice': after((lake) =>
    list(lake, LENGTH, 'Expect: 100-continue', 'Expect: 100-continue'),
  ),
  'a hundred requests at once': after(() => hidden.repeat(100)),
  'headers of the next hop': after((lake) =>
    list(lake, LENGTH, 'Connection: close, x-amz-date, authorization, host'),
  ),
  'an extension of a chunk': after((lake) =>
    withBody(list(lake, 'Transfer-Encoding: chunked'), '10;a=b\r\nAction=ListUsers\r\n0\r\n\r\n'),
  ),
  'a trailer that names a header': after((lake) =>
    withBody(
      list(lake, 'Transfer-Encoding: chunked'),
      '10\r\nAction=ListUsers\r\n0\r\nAuthorization: x\r\nX-Amz-Target: x.CreateUser\r\n\r\n',
    ),
  ),
  'half a request': after((lake) => list(lake, LENGTH).slice(0, -8)),
};

const attacksOf = (table: Record<string, Bytes>): Attack<Lake>[] =>
  Object.entries(table).map(([name, { bytes, ok = false }]) => ({
    name,
    run: async (lake) => {
      // Who waits for the rest of a body is silent: that is no fault.
      const text = await raw(lake.account.port, bytes(lake)).catch((error: Error) =>
        error.message === 'no answer to bytes' ? '' : Promise.reject(error),
      );
      return verdict(text, ok) ?? (await alive(lake));
    },
  }));

/** What is passed on to moto goes over a connection of its own: nothing may be hidden in it either. */
const HOPS: Record<string, Partial<Asking> & { unsigned?: Record<string, string> }> = {
  transfer_encoding: { unsigned: { transfer_encoding: 'chunked' } },
  content_length: { unsigned: { content_length: '0' } },
  'a transfer encoding': { unsigned: { te: 'trailers, chunked' } },
  'a length in the query': { path: '/?Content-Length=0' },
  'a line feed in the path': { path: '/%0d%0aX-Lakehouse-Control:%20identity%0d%0a' },
  'a header that is passed on and closes': {
    unsigned: { 'keep-alive': 'timeout=0', 'proxy-connection': 'close' },
  },
  'an upgrade': { unsigned: { upgrade: 'h2c' } },
  'a content encoding': { unsigned: { 'content-encoding': 'gzip' } },
  'a range': { unsigned: { range: 'bytes=0-1' } },
};
const hops: Attack<Lake>[] = Object.entries(HOPS).map(([name, more]) => ({
  name: `passed on with ${name}`,
  run: async (lake) => {
    const text = await raw(
      lake.account.port,
      bytesOf(sign(lake.account, lake.as.deployer, { ...LIST, ...more }), [LENGTH]),
    );
    const next = await query(lake, 'deployer', 'iam', 'ListUsers');
    if (text.includes('"policies"')) return 'the launcher answered';
    if (next.status !== 200) return `the next request was answered ${next.status}`;
    return verdict(text, true) ?? (await alive(lake));
  },
}));

const legitimate: Attack<Lake>[] = [
  {
    name: 'two good requests on one connection',
    run: async (lake) => {
      const text = await raw(lake.account.port, list(lake, LENGTH) + list(lake, LENGTH));
      const count = text.match(/HTTP\/1\.1 200/g)?.length ?? 0;
      return count === 2 ? undefined : `${count} were answered: ${short(text)}`;
    },
  },
  {
    name: 'a good request in chunks',
    run: async (lake) => {
      const text = await raw(
        lake.account.port,
        withBody(list(lake, 'Transfer-Encoding: chunked'), chunked('Action=ListUsers')),
      );
      return text.startsWith('HTTP/1.1 200') ? undefined : `it was answered ${short(text)}`;
    },
  },
  {
    name: 'a secret is still what it was',
    run: async (lake) =>
      (await s3(lake, 'deployer', 'GET', READ.path!)).body === CANARY ? undefined : 'it is another',
  },
];

export const smuggling: Record<string, Attack<Lake>[]> = {
  'lengths and encodings of a body': attacksOf(LENGTHS),
  'heads of a request': attacksOf(HEADS),
  connections: attacksOf(CONNECTIONS),
  'on the way to moto': hops,
  'requests that are good': legitimate,
};
