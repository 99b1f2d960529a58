import { gzipSync } from 'node:zlib';
import type { Random } from '../random';
import type { Written } from './writeRequest';

/** What is done to the bytes of a request, before it is signed: the signature holds. */
export const BODY_BREAKS = [
  'truncated',
  'invalid UTF-8',
  'content type',
  'gzip',
  'other document',
  'noise',
  'duplicate query',
  'odd header',
] as const;
export type BodyBreak = (typeof BODY_BREAKS)[number];

/** JSON, XML, CBOR and forms that no operation asks for. */
const DOCUMENTS = [
  ...[
    'null',
    '[]',
    '0',
    '""',
    '{',
    '}',
    '{"a"',
    '[[[[',
    '\0',
    ' ',
    '{}{}',
    '{"__proto__":{"x":1}}',
    '\ufeff{}',
  ],
  ...['{"constructor":{"prototype":{}}}', '['.repeat(100_000), '{"a":'.repeat(100_000), '"'.repeat(1001)],
  ...[
    '<a',
    '<a/>',
    '<a></b>',
    '<?xml version="1.0"?>',
    '<a>'.repeat(10_000),
    '<![CDATA[',
    '<a b="1" b="2"/>',
  ],
  '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>',
  '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
  `<a>${'&amp;'.repeat(10_000)}</a>`,
  '<a>&#0;&#xffffffff;&#x110000;&unknown;</a>',
  ...[
    'Action',
    'Action=',
    'Action=&Action=',
    '=',
    '&',
    '%',
    '%zz=%',
    'a=%ff%fe',
    'a.1.1.1=1',
    `a${'.1'.repeat(5000)}=1`,
  ],
  ...[
    '\xbf\xff',
    '\xff',
    '\x9f\x9f\x9f',
    '\x5b\xff\xff\xff\xff\xff\xff\xff\xff',
    '\x9b\x7f\xff\xff\xff\xff\xff\xff\xff',
  ],
  ...['\x81'.repeat(5000), '\xbb\xff\xff\xff\xff\xff\xff\xff\xff', '\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00'],
];

const TYPES = [
  'text/plain',
  'application/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/cbor',
  'application/x-amz-json-1.0',
  'application/x-amz-json-9.9',
  'x',
  '',
  ';;;',
  'application/json; charset=utf-16',
];

const HEADERS: [string, string][] = [
  ['content-encoding', 'gzip'],
  ['content-encoding', 'aws-chunked'],
  ['content-md5', 'not base64 \xff'],
  ['x-amz-date-odd', '\xe9\xff\x80'],
  ['accept', '\xff'],
  ['user-agent', '\xf0\x9f\x98\x80'.repeat(500)],
  ['if-modified-since', '\xff'],
  ['x-amz-meta-\xe9'.replace(/[^a-z-]/g, ''), '\xff\xfe'],
  ['range', 'bytes=\xff'],
  ['x-amz-content-checksum', '\x80'],
  ['accept-encoding', 'gzip;q=\xff'],
  ['transfer-coding', 'x'],
];

export function breakBody(written: Written, kind: BodyBreak, random: Random): Written {
  const { body, headers, path } = written;
  switch (kind) {
    case 'truncated':
      return { ...written, body: body.subarray(0, random.integer(0, Math.max(body.length - 1, 0))) };
    case 'invalid UTF-8': {
      const at = random.integer(0, body.length);
      const bytes = random.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf8, 0x88], [0x80]]);
      return {
        ...written,
        body: Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]),
      };
    }
    case 'content type':
      return { ...written, headers: { ...headers, 'content-type': random.pick(TYPES) } };
    case 'gzip':
      return {
        ...written,
        body: gzipSync(body),
        headers: random.chance(0.5) ? { ...headers, 'content-encoding': 'gzip' } : headers,
      };
    case 'other document':
      return {
        ...written,
        body: Buffer.from(random.pick(DOCUMENTS), random.chance(0.5) ? 'latin1' : 'utf8'),
      };
    case 'noise': {
      const noise = Buffer.from(body);
      for (let i = 0; i < 1 + noise.length / 50; i++)
        if (noise.length > 0) noise[random.integer(0, noise.length - 1)] = random.integer(0, 255);
      return { ...written, body: noise };
    }
    case 'duplicate query': {
      const more = random.pick([
        'a=1&a=2',
        'Action=ListUsers',
        'list-type=2&list-type=2',
        'max-keys=1&max-keys=2',
        'x=%ff',
        '=',
        'prefix=%00',
        'NextToken=a&NextToken=b',
      ]);
      return { ...written, path: `${path}${path.includes('?') ? '&' : '?'}${more}` };
    }
    case 'odd header': {
      const [name, value] = random.pick(HEADERS);
      return { ...written, headers: { ...headers, [name]: value } };
    }
  }
}
