import { Readable } from 'node:stream';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hmac, sha256, signingKey } from '../../../src/local/gateway/canonicalRequest';
import { errorIn, openWireAccount, REGION, send, signed, type WireAccount } from './account';

/** Uploads whose length and checksums are known only when they have been sent: `aws-chunked`. */

let account: WireAccount;
let s3: S3Client;
let Key: string;
let count = 0;

beforeAll(async () => {
  account = await openWireAccount();
  s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
});
beforeEach(() => {
  Key = `object-${count++}`;
});
afterAll(() => account.close());

async function stored(): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }));
  return Body?.transformToString();
}
const nothingStored = () => expect(stored()).rejects.toMatchObject({ name: 'NoSuchKey' });

test('a stream of the SDK, with its checksum as a trailer', async () => {
  const text = 'x'.repeat(200_000);
  const sent: (string | undefined)[] = [];
  s3.middlewareStack.add(
    (next) => async (args) => {
      sent.push((args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256']);
      return next(args);
    },
    { step: 'deserialize', name: 'sent' },
  );
  const put = { Bucket: 'lake', Key, Body: Readable.from([Buffer.from(text)]), ContentLength: text.length };
  const { ChecksumSHA256 } = await s3.send(new PutObjectCommand({ ...put, ChecksumAlgorithm: 'SHA256' }));
  s3.middlewareStack.remove('sent');
  expect(sent).toEqual(['STREAMING-UNSIGNED-PAYLOAD-TRAILER']);
  expect(ChecksumSHA256).toBe(Buffer.from(sha256(text), 'hex').toString('base64'));
  expect(await stored()).toBe(text);
});

interface Framing {
  mode: string;
  chunks: string[];
  /** `name:value` lines. */
  trailer?: string[];
  /** `x-amz-decoded-content-length`, when not the chunks' own. */
  length?: string;
  /** Changes the body after it was signed. */
  change?(body: string): string;
}

/** Signs and sends an upload in chunks, as "Transferring payload in multiple chunks" says. */
async function upload({ mode, chunks, trailer = [], length, change = (body) => body }: Framing) {
  const signs = mode.startsWith('STREAMING-AWS4');
  const decoded = length ?? String(chunks.join('').length);
  const request = await signed(account, 's3', {
    method: 'PUT',
    path: `/lake/${Key}`,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': mode,
      ...(decoded && { 'x-amz-decoded-content-length': decoded }),
      ...(trailer.length > 0 && { 'x-amz-trailer': trailer[0]!.split(':')[0]! }),
    },
  });
  const timestamp = request.headers['x-amz-date']!;
  const date = timestamp.slice(0, 8);
  const key = signingKey(account.deployer.secretAccessKey, date, REGION, 's3');
  let previous = /Signature=(\w+)/.exec(request.headers.authorization!)![1]!;
  const sign = (kind: string, ...hashes: string[]) => {
    const text = [
      `AWS4-HMAC-SHA256-${kind}`,
      timestamp,
      `${date}/${REGION}/s3/aws4_request`,
      previous,
      ...hashes,
    ];
    previous = hmac(key, text.join('\n')).toString('hex');
    return previous;
  };
  let body = '';
  for (const chunk of [...chunks, '']) {
    const signature = signs ? `;chunk-signature=${sign('PAYLOAD', sha256(''), sha256(chunk))}` : '';
    body += `${chunk.length.toString(16)}${signature}\r\n${chunk}${chunk && '\r\n'}`;
  }
  for (const line of trailer) body += `${line}\r\n`;
  if (signs && trailer.length > 0)
    body += `x-amz-trailer-signature:${sign('TRAILER', sha256(`${trailer.join('\n')}\n`))}\r\n`;
  const bytes = change(`${body}\r\n`);
  request.headers['content-length'] = String(bytes.length);
  return errorIn(await send(account, { ...request, body: bytes }));
}

const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const SIGNED_TRAILER = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const chunks = ['a'.repeat(8192), 'b'.repeat(8192), 'the rest'];
const sum = (text: string) => `x-amz-checksum-sha256:${Buffer.from(sha256(text), 'hex').toString('base64')}`;
const trailer = [sum(chunks.join(''))];

describe.each([
  { mode: SIGNED, chunks },
  { mode: SIGNED_TRAILER, chunks, trailer },
  { mode: UNSIGNED_TRAILER, chunks, trailer },
])('$mode', (framing) => {
  test('is stored without its framing', async () => {
    expect((await upload(framing)).status).toBe(200);
    expect(await stored()).toBe(chunks.join(''));
  });

  test('may be empty', async () => {
    const empty = { ...framing, chunks: [], ...(framing.trailer && { trailer: [sum('')] }) };
    expect((await upload(empty)).status).toBe(200);
    expect(await stored()).toBe('');
  });

  test('that ends in the middle is not stored', async () => {
    const answer = await upload({ ...framing, change: (body) => body.slice(0, 9000) });
    expect(answer).toMatchObject({ status: 400, code: 'IncompleteBody' });
    await nothingStored();
  });

  test('that has another length than it says is not stored', async () => {
    const answer = await upload({ ...framing, length: '16393' });
    expect(answer).toMatchObject({ status: 400, code: 'IncompleteBody' });
    await nothingStored();
  });

  test('that is not framed is not stored', async () => {
    const answer = await upload({ ...framing, change: () => 'plain\r\n' });
    expect(answer).toMatchObject({ status: 400, code: 'InvalidRequest' });
    await nothingStored();
  });

  test('must say its length', async () => {
    const answer = await upload({ ...framing, length: '' });
    expect(answer).toMatchObject({ status: 411, code: 'MissingContentLength' });
    await nothingStored();
  });
});

test.each([
  ['a byte of a chunk', (body: string) => body.replace('bb', 'bc')],
  ['the signature of a chunk', (body: string) => body.replace(/=\w/g, '=0').replace(/=0(\w)/, '=f$1')],
  ['the order of chunks', (body: string) => body.replace(/^(.*?\r\n.*?\r\n)(.*?\r\n.*?\r\n)/s, '$2$1')],
])('signed chunks: %s was changed, nothing is stored', async (_, change) => {
  const answer = await upload({ mode: SIGNED, chunks, change });
  expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  await nothingStored();
});

test('a signed trailer that was changed, or whose signature was left out, stores nothing', async () => {
  const framing = { mode: SIGNED_TRAILER, chunks, trailer };
  const changed = await upload({ ...framing, change: (body) => body.replace(trailer[0]!, sum('other')) });
  expect(changed).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  const without = await upload({
    ...framing,
    change: (body) => body.replace(/x-amz-trailer-signature:.*\r\n/, ''),
  });
  expect(without).toMatchObject({ status: 400, code: 'InvalidRequest' });
  await nothingStored();
});

test.each([SIGNED_TRAILER, UNSIGNED_TRAILER])(
  '%s: a checksum that is not the body’s stores nothing',
  async (mode) => {
    const answer = await upload({ mode, chunks, trailer: [sum('other')] });
    expect(answer).toMatchObject({ status: 400, code: 'BadDigest' });
    await nothingStored();
  },
);

test('a hash that is none of the known is refused', async () => {
  const answer = await upload({ mode: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', chunks });
  expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
});
