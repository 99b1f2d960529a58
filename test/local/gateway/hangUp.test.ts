import http from 'node:http';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWireAccount, type RawRequest, send, signed, type WireAccount } from './account';

/** Callers that go away in the middle. */

let account: WireAccount;
let s3: S3Client;

beforeAll(async () => {
  account = await openWireAccount();
  s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
});
afterAll(() => account.close());

/** Opens a request and leaves it to the test to end it. */
const open = ({ method, path, headers }: RawRequest) =>
  http.request({ host: '127.0.0.1', port: account.port, method, path, headers, agent: false });
const closed = (message: http.ClientRequest) =>
  new Promise<void>((done) => message.on('error', () => undefined).on('close', done));

test('half an upload is not stored, and the account goes on', async () => {
  const headers = { 'content-length': '1000', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  for (const hash of ['UNSIGNED-PAYLOAD', 'a'.repeat(64)]) {
    const request = await signed(account, 's3', {
      method: 'PUT',
      path: '/lake/half',
      headers: { ...headers, 'x-amz-content-sha256': hash },
    });
    const message = open(request);
    const end = closed(message);
    message.write('half', () => message.destroy());
    await end;
    const Key = 'half';
    await expect(s3.send(new GetObjectCommand({ Bucket: 'lake', Key }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  }
});

test('who leaves while an object is read is no error of the account', async () => {
  const logged = vi.spyOn(console, 'error');
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'big', Body: Buffer.alloc(8 * 2 ** 20) }));
  const request = await signed(account, 's3', { path: '/lake/big' });
  const message = open(request);
  const end = closed(message);
  message.on('response', (answer) => answer.once('data', () => message.destroy())).end();
  await end;
  expect((await send(account, await signed(account, 's3', { path: '/lake/' }))).status).toBe(200);
  expect(logged).not.toHaveBeenCalled();
  logged.mockRestore();
});
