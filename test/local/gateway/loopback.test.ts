import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorIn, openWireAccount, send, signed, type WireAccount } from './account';

/** The account answers programs of its own machine, and no web page that a browser here has open. */

let account: WireAccount;

beforeAll(async () => {
  account = await openWireAccount();
});
afterAll(() => account.close());

const listBuckets = async (headers: Record<string, string>) =>
  errorIn(await send(account, await signed(account, 's3', { headers })));
const refused = {
  status: 403,
  code: 'AccessDenied',
  message: 'This account answers programs on its own machine only, not web pages.',
};

test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])(
  'it answers by the name %s, with a port and without',
  async (host) => {
    expect((await listBuckets({ host })).status).toBe(200);
    expect((await listBuckets({ host: `${host}:${account.port}` })).status).toBe(200);
  },
);

test('a bucket may be part of the name', async () => {
  expect(await listBuckets({ host: 'lake.localhost' })).toMatchObject({ status: 404, code: 'NoSuchBucket' });
});

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil-localhost',
  '127.0.0.2@evil',
])('a name that only leads here is refused, though signed well: %s', async (host) => {
  expect(await listBuckets({ host })).toEqual(refused);
  expect(await listBuckets({ host: `${host}:${account.port}` })).toEqual(refused);
});

test('a web page is refused, and so is what its browser asks beforehand', async () => {
  expect(await listBuckets({ origin: 'http://localhost:3000' })).toEqual(refused);
  const preflight = await send(account, {
    method: 'OPTIONS',
    path: '/lake/a',
    headers: { host: 'localhost', origin: 'https://evil.example', 'access-control-request-method': 'GET' },
  });
  expect(preflight.status).toBe(403);
  expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('health is told without a signature, and nothing else below its path', async () => {
  const headers = { host: 'localhost' };
  const health = await send(account, { method: 'GET', path: '/_lakehouse/health', headers });
  expect(health.status).toBe(200);
  expect(JSON.parse(health.body)).toMatchObject({ status: 'ok', warnings: [] });
  for (const [method, path] of [
    ['PUT', '/_lakehouse/health'],
    ['GET', '/_lakehouse/other'],
  ] as const)
    expect((await send(account, { method, path, headers })).status).toBe(403);
});

test('other addresses of the machine do not answer', async () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  // 127.0.0.2 is of this machine everywhere; only what listens on all addresses is found there.
  for (const host of ['127.0.0.2', ...addresses]) {
    const outcome = await new Promise((done) => {
      const socket = connect({ host, port: account.port, timeout: 2000 }, () => done('connected'));
      socket.on('error', () => done('refused')).on('timeout', () => done('refused'));
      socket.on('connect', () => socket.destroy());
    });
    expect(outcome).toBe('refused');
  }
});
