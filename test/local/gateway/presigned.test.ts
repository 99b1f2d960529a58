import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorIn, openWireAccount, presigned, type RawRequest, send, type WireAccount } from './account';

/** Requests signed in their query: links that hold for a while. */

let account: WireAccount;
const link = { path: '/lake/a.txt' };

beforeAll(async () => {
  account = await openWireAccount();
  const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'a.txt', Body: 'text' }));
});
afterAll(() => account.close());

/** A link is its path and query; whoever follows it sends no more than a host. */
const follow = ({ headers: { host }, ...request }: RawRequest) =>
  send(account, { ...request, headers: { host: host! } });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

test('a good link is read, and its answer named by it', async () => {
  const request = await presigned(account, { ...link, query: { 'response-content-type': 'text/a b+c' } });
  const { status, headers, body } = await follow(request);
  expect([status, headers['content-type'], body]).toEqual([200, 'text/a b+c', 'text']);
});

test('an object is written through a link, whatever its body', async () => {
  const request = await presigned(account, { method: 'PUT', path: '/lake/b.txt' });
  request.headers['content-length'] = '7';
  expect((await send(account, { ...request, body: 'by link' })).status).toBe(200);
  expect((await follow(await presigned(account, { path: '/lake/b.txt' }))).body).toBe('by link');
});

test('a link holds for as long as it says, and not a second more', async () => {
  expect((await follow(await presigned(account, link, { at: ago(3000), expiresIn: 3600 }))).status).toBe(200);
  const expired = await follow(await presigned(account, link, { at: ago(62), expiresIn: 60 }));
  expect(errorIn(expired)).toEqual({ status: 403, code: 'AccessDenied', message: 'Request has expired' });
});

test('a link of the future is refused', async () => {
  const answer = await follow(await presigned(account, link, { at: ago(-16 * 60) }));
  expect(errorIn(answer)).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
});

test.each([
  ['another key', (request: RawRequest) => ({ ...request, path: '/lake/b.txt' })],
  ['another method', (request: RawRequest) => ({ ...request, method: 'DELETE' })],
  [
    'a longer time',
    (request: RawRequest) => ({ ...request, query: { ...request.query, 'X-Amz-Expires': '3600' } }),
  ],
  ['one more parameter', (request: RawRequest) => ({ ...request, query: { ...request.query, acl: '' } })],
])('a link changed to %s is refused', async (_, change) => {
  const answer = await follow(change(await presigned(account, link)));
  expect(errorIn(answer)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
});

test.each([
  ['604801', 'X-Amz-Expires must be a number between 0 and 604800'],
  ['-1', 'X-Amz-Expires must be a number between 0 and 604800'],
  ['soon', 'X-Amz-Expires must be a number between 0 and 604800'],
])('a link that is to hold for %s seconds is none', async (expires, message) => {
  const request = await presigned(account, link);
  const answer = await follow({ ...request, query: { ...request.query, 'X-Amz-Expires': expires } });
  expect(errorIn(answer)).toEqual({ status: 400, code: 'AuthorizationQueryParametersError', message });
});

test('a link of another algorithm is none', async () => {
  const request = await presigned(account, link);
  const answer = await follow({ ...request, query: { ...request.query, 'X-Amz-Algorithm': 'AWS4-X' } });
  expect(errorIn(answer)).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' });
});

test('links of signature version 2 are told which version is spoken', async () => {
  const query = { AWSAccessKeyId: account.deployer.accessKeyId, Signature: 'x=', Expires: '2000000000' };
  const answer = await follow({
    method: 'GET',
    ...link,
    query,
    headers: { host: `127.0.0.1:${account.port}` },
  });
  expect(answer.headers['content-type']).toBe('application/xml');
  expect(errorIn(answer)).toEqual({
    status: 400,
    code: 'InvalidRequest',
    message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  });
});
