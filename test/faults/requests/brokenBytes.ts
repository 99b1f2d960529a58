import { LAKE, type Lake, OWN_BUCKET, target } from '../../attack/api/lake';
import { bytesOf, raw, type Signed, sign } from '../../attack/api/wire';

/** Requests that are wrong as bytes: no client library would send them. */
const CASES: [name: string, bytes: (signed: Signed) => string | Buffer][] = [
  ['a body that is shorter than told', (signed) => withLength(signed, 1000)],
  ['a body that is longer than told', (signed) => withLength(signed, 3)],
  ['a length that is no number', (signed) => withLength(signed, 'x')],
  ['a negative length', (signed) => withLength(signed, -1)],
  ['a length beyond all bounds', (signed) => withLength(signed, '9'.repeat(30))],
  ['two lengths', (signed) => bytesOf(signed, ['content-length: 2', 'content-length: 3'])],
  ['a length and chunks', (signed) => bytesOf(signed, ['content-length: 2', 'transfer-encoding: chunked'])],
  ['chunks without an end', (signed) => `${bytesOf(signed, ['transfer-encoding: chunked'])}5\r\nabc`],
  ['a chunk of no size', (signed) => `${bytesOf(signed, ['transfer-encoding: chunked'])}zz\r\nabc\r\n`],
  ['an unknown coding', (signed) => bytesOf(signed, ['transfer-encoding: gzip'])],
  ['a control character in a header', (signed) => bytesOf(signed, ['x-odd: a\x01b'])],
  ['a NUL in a header', (signed) => Buffer.from(bytesOf(signed, ['x-odd: a\0b']), 'latin1')],
  ['a header without a name', (signed) => bytesOf(signed, [': x'])],
  ['a header without a colon', (signed) => bytesOf(signed, ['x'])],
  ['a header of 100 KB', (signed) => bytesOf(signed, [`x-odd: ${'a'.repeat(100_000)}`])],
  [
    '3,000 headers',
    (signed) =>
      bytesOf(
        signed,
        Array.from({ length: 3000 }, (_, i) => `x-${i}: 1`),
      ),
  ],
  ['a path of 100 KB', (signed) => bytesOf({ ...signed, path: `/${'a'.repeat(100_000)}` })],
  ['a path with a blank', (signed) => bytesOf({ ...signed, path: '/a b' })],
  [
    'a path of bytes that are no text',
    (signed) => Buffer.from(bytesOf({ ...signed, path: '/\xff\xfe' }), 'latin1'),
  ],
  ['an unknown method', (signed) => bytesOf({ ...signed, method: 'BREW' })],
  ['no request at all', () => '\r\n\r\n\r\n'],
  ['bytes of TLS', () => Buffer.from('16030100c8010000c40303', 'hex')],
  ['another version', (signed) => bytesOf(signed).replace('HTTP/1.1', 'HTTP/3.7')],
];

function withLength(signed: Signed, length: number | string): string {
  return bytesOf(signed, [`content-length: ${length}`]);
}

/** Sends them all, to Athena and to S3. @returns how many ran, and what was answered that must not be */
export async function sendBrokenBytes({ account, as }: Lake): Promise<{ ran: number; wrong: string[] }> {
  const wrong: string[] = [];
  const requests = [
    sign(account, as.deployer, {
      service: 'athena',
      headers: target('athena', 'ListWorkGroups'),
      body: '{}',
    }),
    sign(account, as.deployer, {
      service: 's3',
      method: 'PUT',
      path: `/${OWN_BUCKET}/bytes`,
      body: 'abcdef',
    }),
    sign(account, as.deployer, { service: 's3', method: 'GET', path: `/${LAKE}/x` }),
  ];
  const sent = CASES.flatMap(([name, bytes]) => requests.map((signed) => ({ name, bytes: bytes(signed) })));
  await Promise.all(
    sent.map(async ({ name, bytes }) => {
      // A request that is not whole is waited for, in silence.
      const text = await raw(account.port, bytes).catch(() => '');
      if (/^HTTP\/1\.1 5/m.test(text)) wrong.push(`${name}: ${text.slice(0, 200)}`);
    }),
  );
  return { ran: sent.length, wrong };
}
