import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { signingKey } from '../../../src/local/gateway/canonicalRequest';
import { CHUNKED, ChunkedPayload } from '../../../src/local/gateway/payload';
import { readSignature, verify } from '../../../src/local/gateway/signature';

/** The examples of S3's documentation ("Authenticating requests"), whose signatures AWS has computed. */

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const host = 'examplebucket.s3.amazonaws.com';
const now = new Date('2013-05-24T00:00:10Z');
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const date = '20130524T000000Z';
const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const at = { date: '20130524', region: 'us-east-1', service: 's3', timestamp: date };

const signed = (headers: Record<string, string>, names: string, signature: string) => ({
  host,
  'x-amz-date': date,
  ...headers,
  authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
});

test.each([
  {
    name: 'GET of a part of an object',
    method: 'GET',
    path: '/test.txt',
    query: '',
    payloadHash: empty,
    headers: signed(
      { range: 'bytes=0-9', 'x-amz-content-sha256': empty },
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
  },
  {
    name: 'PUT of a key with a character that is encoded',
    method: 'PUT',
    path: '/test$file.text',
    query: '',
    payloadHash: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    headers: signed(
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ),
  },
  {
    name: 'GET of a setting, a parameter without a value',
    method: 'GET',
    path: '/',
    query: 'lifecycle',
    payloadHash: empty,
    headers: signed(
      { 'x-amz-content-sha256': empty },
      'host;x-amz-content-sha256;x-amz-date',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ),
  },
  {
    name: 'GET of a listing, several parameters',
    method: 'GET',
    path: '/',
    query: 'max-keys=2&prefix=J',
    payloadHash: empty,
    headers: signed(
      { 'x-amz-content-sha256': empty },
      'host;x-amz-content-sha256;x-amz-date',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ),
  },
  {
    name: 'a presigned GET',
    method: 'GET',
    path: '/test.txt',
    query: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=${date}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
    payloadHash: 'UNSIGNED-PAYLOAD',
    headers: { host } as Record<string, string>,
  },
])('$name', ({ name: _, ...request }) => {
  const claim = readSignature(request.headers, new URLSearchParams(request.query))!;
  expect(verify(claim, request, { secret }, now)).toMatchObject({
    ...at,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  });
  expect(() => verify(claim, { ...request, method: 'POST' }, { secret }, now)).toThrow('does not match');
});

const verified = (signature: string) => ({
  ...at,
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  signedHeaders: [],
  signature,
  key: signingKey(secret, at.date, at.region, at.service),
});
const CHUNKS = ['a'.repeat(65536), 'a'.repeat(1024), ''];

/** Frames the example's chunks and reads them, in pieces that end at no boundary. */
async function read(mode: string, seed: string, signatures: string[], trailer: string) {
  const payload = new ChunkedPayload(CHUNKED[mode]!, verified(seed), 66560);
  const chunks = CHUNKS.map(
    (data, i) => `${data.length.toString(16)};chunk-signature=${signatures[i]}\r\n${data}${data && '\r\n'}`,
  );
  const bytes = Buffer.from(`${chunks.join('')}${trailer}\r\n`);
  for (let from = 0; from < bytes.length; from += 999) payload.write(bytes.subarray(from, from + 999));
  payload.end();
  return { body: (await buffer(payload)).toString(), trailers: payload.trailers };
}

test('a body in signed chunks', async () => {
  const mode = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const signatures = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];
  expect((await read(mode, seed, signatures, '')).body).toBe(CHUNKS.join(''));
  for (const wrong of [0, 1, 2]) {
    const changed = signatures.with(wrong, '0'.repeat(64));
    await expect(read(mode, seed, changed, '')).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  }
});

test('a body in signed chunks with a signed trailer', async () => {
  const mode = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
  const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
  const signatures = [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ];
  const trailer = (checksum: string) =>
    `x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n`;
  const { body, trailers } = await read(mode, seed, signatures, trailer('sOO8/Q=='));
  expect(body).toBe(CHUNKS.join(''));
  expect(trailers).toMatchObject({ 'x-amz-checksum-crc32c': 'sOO8/Q==' });
  await expect(read(mode, seed, signatures, trailer('AAAA/Q=='))).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
  });
});
