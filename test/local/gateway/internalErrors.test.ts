import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWireAccount, send, signed, type WireAccount } from './account';

let account: WireAccount;
beforeAll(async () => {
  account = await openWireAccount();
  const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'lost', Body: 'x' }));
});
afterAll(() => account.close());

test('a header that HTTP cannot hold is the fault of who asks for it', async () => {
  const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'there', Body: 'x' }));
  const query = { 'response-content-type': '€' };
  const answer = await send(account, await signed(account, 's3', { path: '/lake/there', query }));
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('<Code>InvalidArgument</Code>');
});

test('an error inside is told by the number of the request; only the log tells more', async () => {
  const objects = join(account.folder, 's3', 'objects', 'lake');
  rmSync(objects, { recursive: true });
  writeFileSync(objects, 'no folder');
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const answer = await send(account, await signed(account, 's3', { path: '/lake/lost' }));
  expect(answer.status).toBe(500);
  expect(answer.body).toMatch(
    /<Code>InternalError<\/Code><Message>We encountered an internal error\. Please try again\. \(request [0-9a-f-]{36}; the account(?:'|&apos;)s log says more\)<\/Message>/,
  );
  expect(answer.body + JSON.stringify(answer.headers)).not.toMatch(/ENOTDIR|\/tmp|lakehouse-gateway/);
  expect(logged.mock.calls.flat().join(' ')).toContain('ENOTDIR');
  logged.mockRestore();
});
