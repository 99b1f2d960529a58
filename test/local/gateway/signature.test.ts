import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorIn, openWireAccount, type RawRequest, send, signed, type WireAccount } from './account';

/** Requests signed in their headers, over HTTP. */

let account: WireAccount;
let s3: S3Client;
const object = { method: 'GET', path: '/lake/a%20b/c%2Bd.txt' };

beforeAll(async () => {
  account = await openWireAccount();
  s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'a b/c+d.txt', Body: 'text' }));
});
afterAll(() => account.close());

const identity = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body: 'Action=GetCallerIdentity&Version=2011-06-15',
};
const workGroups = {
  method: 'POST',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonAthena.ListWorkGroups' },
  body: '{}',
};
const requests: [string, Partial<RawRequest>][] = [
  ['s3', object],
  ['sts', identity],
  ['athena', workGroups],
];
const answers = async (request: RawRequest) => errorIn(await send(account, request));
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

test('a key with characters that are encoded, read by the SDK', async () => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'a b/c+d.txt' }));
  expect(await Body!.transformToString()).toBe('text');
});

test.each(requests)('%s: a good signature is let in', async (service, request) => {
  expect((await send(account, await signed(account, service, request))).status).toBe(200);
});

test.each([
  ['s3', object, 403, 'SignatureDoesNotMatch'],
  ['sts', identity, 403, 'SignatureDoesNotMatch'],
  ['athena', workGroups, 400, 'InvalidSignatureException'],
])('%s: another secret is refused', async (service, request, status, code) => {
  const credentials = { ...account.deployer, secretAccessKey: 'another' };
  const answer = await answers(await signed(account, service, request, { credentials }));
  expect(answer).toMatchObject({ status, code });
});

test.each([
  [
    's3',
    object,
    403,
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
  ],
  ['sts', identity, 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
  [
    'athena',
    workGroups,
    400,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
])('%s: an unknown key is refused', async (service, request, status, code, message) => {
  const credentials = { ...account.deployer, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' };
  const answer = await answers(await signed(account, service, request, { credentials }));
  expect(answer).toEqual({ status, code, message });
});

test.each([
  ['s3', object, 403, 'AccessDenied', 'Access Denied'],
  ['sts', identity, 403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
  ['athena', workGroups, 400, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
])('%s: who does not sign is refused', async (service, request, status, code, message) => {
  const { headers, ...rest } = await signed(account, service, request);
  const { authorization: _, ...unsigned } = headers;
  expect(await answers({ ...rest, headers: unsigned })).toEqual({ status, code, message });
});

describe('the clock', () => {
  test.each([
    ['s3', object, 403, 'RequestTimeTooSkewed'],
    ['sts', identity, 403, 'SignatureDoesNotMatch'],
    ['athena', workGroups, 400, 'InvalidSignatureException'],
  ])(
    '%s: sixteen minutes early or late is refused, fourteen are let in',
    async (service, request, status, code) => {
      for (const minutes of [-16, 16]) {
        const at = new Date(Date.now() + minutes * 60_000);
        expect(await answers(await signed(account, service, request, { at }))).toMatchObject({
          status,
          code,
        });
      }
      for (const minutes of [-14, 14]) {
        const at = new Date(Date.now() + minutes * 60_000);
        expect((await send(account, await signed(account, service, request, { at }))).status).toBe(200);
      }
    },
  );

  test('a scope of another day than the request is refused', async () => {
    const request = await signed(account, 's3', object);
    request.headers.authorization = request.headers.authorization!.replace(/\/\d{8}\//, '/20200101/');
    expect(await answers(request)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });
});

describe('what was changed on the way is refused', () => {
  test.each([
    ['the method', (request: RawRequest) => ({ ...request, method: 'DELETE' })],
    ['the path', (request: RawRequest) => ({ ...request, path: '/lake/other' })],
    ['the query', (request: RawRequest) => ({ ...request, query: { versionId: 'x' } })],
    [
      'a signed header',
      (request: RawRequest) => ({ ...request, headers: { ...request.headers, range: 'bytes=1-2' } }),
    ],
  ])('%s', async (_, change) => {
    const request = await signed(account, 's3', { ...object, headers: { range: 'bytes=0-0' } });
    expect(await answers(change(request))).toEqual({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: mismatch,
    });
  });

  test('an instruction to S3 that was not signed', async () => {
    const request = await signed(account, 's3', object);
    request.headers['x-amz-copy-source'] = '/lake/secret';
    expect(await answers(request)).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: 'There were headers present in the request which were not signed',
    });
  });

  test('the body of a JSON service', async () => {
    const request = await signed(account, 'athena', workGroups);
    expect(await answers({ ...request, body: '{ }' })).toMatchObject({ code: 'InvalidSignatureException' });
  });

  test('the body of a form', async () => {
    const request = await signed(account, 'sts', identity);
    const body = 'Action=GetSessionToken&Version=2011-06-15';
    expect(await answers({ ...request, body })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  test('the body of an object, which is then not there', async () => {
    const request = await signed(account, 's3', {
      method: 'PUT',
      path: '/lake/tampered',
      headers: { 'content-length': '4' },
      body: 'good',
    });
    expect(await answers({ ...request, body: 'evil' })).toEqual({
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
    });
    const read = await signed(account, 's3', { path: '/lake/tampered' });
    expect(await answers(read)).toMatchObject({ status: 404, code: 'NoSuchKey' });
  });
});

describe('a header that is no signature of this kind', () => {
  const unsupported =
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  test.each([
    ['AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=', 'InvalidRequest', unsupported],
    [
      'Bearer abc',
      'IncompleteSignatureException',
      "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters of AWS4-HMAC-SHA256.",
    ],
    [
      `AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'IncompleteSignatureException',
      "Credential must have exactly 5 slash-delimited elements, got 'AKIA/20260101/us-east-1/s3'",
    ],
  ])('%s', async (authorization, code, message) => {
    const host = `127.0.0.1:${account.port}`;
    const request = { ...object, headers: { host, authorization } };
    expect(await answers(request)).toEqual({ status: 400, code, message });
  });
});
