import { createHash, createHmac } from 'node:crypto';
import { REGION } from '../../local/gateway/account';
import type { Attack } from '../suite';
import { type Lake, OWN_BUCKET, s3 } from './lake';
import { answered, refused } from './verdict';
import { ask, post, sign, signingKey } from './wire';

/** Uploads in chunks, each signed with the signature before it. */

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const CHUNKS = ['a'.repeat(8192), 'b'.repeat(8192), 'the rest'];
const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';

interface Upload {
  mode?: string;
  /** `x-amz-decoded-content-length`. */
  length?: string;
  /** Changes the body after it was signed. */
  change?(body: string): string;
  encoding?: string;
}

async function upload(
  { account, as }: Lake,
  key: string,
  { mode = SIGNED, length, change, encoding }: Upload,
) {
  const request = sign(account, as.tenant, {
    service: 's3',
    method: 'PUT',
    path: `/${OWN_BUCKET}/${key}`,
    payloadHash: mode,
    headers: {
      'content-encoding': encoding ?? 'aws-chunked',
      'x-amz-decoded-content-length': length ?? String(CHUNKS.join('').length),
    },
  });
  const date = request.timestamp.slice(0, 8);
  const secret = signingKey(as.tenant.secretAccessKey, date, REGION, 's3');
  let previous = request.signature;
  let body = '';
  for (const chunk of [...CHUNKS, '']) {
    const scope = `${date}/${REGION}/s3/aws4_request`;
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', request.timestamp, scope, previous, sha(''), sha(chunk)].join(
      '\n',
    );
    previous = createHmac('sha256', secret).update(text).digest('hex');
    body += `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}${chunk && '\r\n'}`;
  }
  body += '\r\n';
  return post(account, { ...request, body: change ? change(body) : body });
}

const first = /^2000;chunk-signature=(\w+)\r\n/;
const UPLOADS: Record<string, Upload> = {
  'a changed byte': { change: (body) => body.replace('aab', 'aab').replace('aaa', 'aac') },
  'a changed signature of a chunk': {
    change: (body) => body.replace(/=\w/, (found) => (found === '=0' ? '=1' : '=0')),
  },
  'no signature of a chunk': { change: (body) => body.replace(/;chunk-signature=\w+/, '') },
  'an empty signature of a chunk': {
    change: (body) => body.replace(/chunk-signature=\w+/, 'chunk-signature='),
  },
  'chunks in another order': { change: (body) => body.replace(/^(.*?\r\n.*?\r\n)(.*?\r\n.*?\r\n)/s, '$2$1') },
  'a chunk twice': { change: (body) => body.replace(/^(.*?\r\n.*?\r\n)/s, '$1$1'), length: '24584' },
  'a chunk left out': { change: (body) => body.replace(/^.*?\r\n.*?\r\n/s, ''), length: '8200' },
  'no last chunk': { change: (body) => body.slice(0, body.lastIndexOf('0;chunk')) },
  'half of it': { change: (body) => body.slice(0, 9000) },
  nothing: { change: () => '' },
  'more after the end': { change: (body) => `${body}more` },
  'another request after the end': { change: (body) => `${body}GET / HTTP/1.1\r\n\r\n` },
  'a trailer that was not announced': {
    change: (body) => `${body.slice(0, -2)}x-amz-checksum-crc32:AAAAAA==\r\n\r\n`,
  },
  'a length that is greater': { length: '16393' },
  'a length that is less': { length: '16391' },
  'a length of nothing': { length: '0' },
  'a length below nothing': { length: '-1' },
  'a length that is a word': { length: 'all' },
  'a length with an exponent': { length: '1e4' },
  'a length without an end': { length: '99999999999999999999' },
  'a size that is no number': { change: (body) => body.replace(first, 'zz;chunk-signature=$1\r\n') },
  'a size below nothing': { change: (body) => body.replace(first, '-2000;chunk-signature=$1\r\n') },
  'a size with a prefix': { change: (body) => body.replace(first, '0x2000;chunk-signature=$1\r\n') },
  'a size that is too great': {
    change: (body) => body.replace(first, 'ffffffffffff;chunk-signature=$1\r\n'),
  },
  'a size that is greater': { change: (body) => body.replace(first, '2001;chunk-signature=$1\r\n') },
  'a size line without an end': {
    change: (body) => body.replace(first, `2000;chunk-signature=${'0'.repeat(40_000)}`),
  },
  'bare line feeds': { change: (body) => body.replaceAll('\r\n', '\n') },
  'another extension': { change: (body) => body.replace(first, '2000;x=1;chunk-signature=$1\r\n') },
  'chunks that are said not to be signed': {
    mode: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    change: (body) => body.replace('aaa', 'aac').replace(/;chunk-signature=\w+/g, ''),
    length: '16391',
  },
  'an algorithm that is not known': { mode: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' },
  'a mode of a prototype': { mode: '__proto__' },
  'a mode in small letters': { mode: SIGNED.toLowerCase() },
  'an empty mode': { mode: '' },
};

const keyOf = (name: string) => `chunked-${name.replace(/\W+/g, '-')}`;
const bad: Attack<Lake>[] = Object.entries(UPLOADS).map(([name, how]) => ({
  name: `an upload in chunks with ${name}`,
  run: async (lake) => {
    const answer = await upload(lake, keyOf(name), how);
    const stored = await s3(lake, 'deployer', 'GET', `/${OWN_BUCKET}/${keyOf(name)}`);
    return stored.status === 404 ? refused(answer) : `it was stored, ${stored.body.length} bytes`;
  },
}));

/** A hash that is signed and is not the body's. */
const hashes: Attack<Lake>[] = [
  '0'.repeat(64),
  sha('another'),
  sha('').toUpperCase(),
  'x',
  'UNSIGNED_PAYLOAD',
  `${sha('body')} `,
].map((payloadHash, i) => ({
  name: `a body of another hash (${i + 1})`,
  run: async (lake) => {
    const answer = await ask(lake.account, lake.as.tenant, {
      service: 's3',
      method: 'PUT',
      path: `/${OWN_BUCKET}/hash-${i}`,
      body: 'changed',
      payloadHash,
    });
    const stored = await s3(lake, 'deployer', 'GET', `/${OWN_BUCKET}/hash-${i}`);
    return stored.status === 404 ? refused(answer) : 'it was stored';
  },
}));

const legitimate: Attack<Lake>[] = [
  {
    name: 'a good upload in chunks',
    run: async (lake) => {
      const wrong = answered(await upload(lake, 'chunked', {}));
      const { body } = await s3(lake, 'tenant', 'GET', `/${OWN_BUCKET}/chunked`);
      return wrong ?? (body === CHUNKS.join('') ? undefined : `${body.length} bytes were stored`);
    },
  },
  {
    name: 'an upload of an unsigned body',
    run: async ({ account, as }) =>
      answered(
        await ask(account, as.tenant, {
          service: 's3',
          method: 'PUT',
          path: `/${OWN_BUCKET}/unsigned`,
          body: 'x',
          payloadHash: 'UNSIGNED-PAYLOAD',
        }),
      ),
  },
];

export const chunks: Record<string, Attack<Lake>[]> = {
  'uploads in chunks': bad,
  'bodies of another hash': hashes,
  'uploads that are good': legitimate,
};
