import http from 'node:http';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CallerLimit } from '../../../src/local/gateway/callerLimit';
import { openWireAccount, send, signed, type WireAccount } from './account';

/** Callers that hold connections without using them, and callers that open very many. */

let account: WireAccount;

beforeAll(async () => {
  account = await openWireAccount(undefined, {
    limits: { headers: 1500, request: 1500, answer: 1500, betweenRequests: 1500 },
  });
  await new S3Client({ ...account.settings, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'lake' }),
  );
});
afterAll(() => account.close());

/** All that comes on a connection until the other side closes it. */
function answerTo(text: string, trickle?: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(account.port, '127.0.0.1');
    const timer = trickle ? setInterval(() => socket.write(trickle), 100) : undefined;
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(answer);
    });
    socket.write(text);
  });
}

async function head(options: { path: string; length: number; hash?: string }): Promise<string> {
  const { method, path, headers } = await signed(account, 's3', {
    method: 'PUT',
    path: options.path,
    headers: {
      'content-length': String(options.length),
      'x-amz-content-sha256': options.hash ?? 'UNSIGNED-PAYLOAD',
    },
  });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

describe('a caller that stops in the middle', () => {
  test('of its headers is closed, also when it trickles', { timeout: 10_000 }, async () => {
    expect(await answerTo('PUT /lake/a HTTP/1.1\r\nhost: x')).toMatch(
      /^HTTP\/1.1 400.*<Code>RequestTimeout</s,
    );
    expect(await answerTo('PUT /lake/a HTTP/1.1\r\n', 'x-a: b\r\n')).toMatch(
      /^HTTP\/1.1 400.*<Code>RequestTimeout</s,
    );
  });

  test.each(['UNSIGNED-PAYLOAD', 'a'.repeat(64)])('of its body is told RequestTimeout (%s)', async (hash) => {
    const answer = await answerTo(`${await head({ path: '/lake/a', length: 1000, hash })}half`);
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(answer).toContain('<Code>RequestTimeout</Code>');
    expect(answer).toContain('connection: close');
  });

  test('of its JSON is told RequestTimeout', async () => {
    const { headers } = await signed(account, 'glue', {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSGlue.GetDatabases', 'content-length': '1000' },
    });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const answer = await answerTo(`POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n{"a`);
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(answer).toContain('RequestTimeout');
  });

  test('a slow body that goes on is taken, however long it lasts', async () => {
    const text = await head({ path: '/lake/slow', length: 9 });
    expect(await answerTo(text, 'abc')).toMatch(/^HTTP\/1.1 200/);
  });

  test('a connection without a request is closed', async () => {
    expect(await answerTo('')).toMatch(/^(?:HTTP\/1.1 400.*<Code>RequestTimeout<.*)?$/s);
  });

  test('of taking its answer is closed', async () => {
    const s3 = new S3Client({ ...account.settings, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'big', Body: Buffer.alloc(32 * 2 ** 20) }));
    const { headers } = await signed(account, 's3', { path: '/lake/big' });
    const message = http.request({
      host: '127.0.0.1',
      port: account.port,
      path: '/lake/big',
      headers,
      agent: false,
    });
    const closed = new Promise<void>((resolve) => {
      message.on('response', (answer) => {
        answer.pause();
        answer.on('error', () => undefined);
        answer.socket.on('close', () => resolve());
        // A paused socket does not see that it was closed until it reads again.
        void pause(5000).then(() => answer.resume());
      });
    });
    message.end();
    await closed;
  });
});

describe('very many connections', () => {
  test('300 half requests keep nobody waiting', async () => {
    const sockets = Array.from({ length: 300 }, () => {
      const socket = net.connect(account.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('PUT /lake/a HTTP/1.1\r\nhost');
      return socket;
    });
    expect((await send(account, await signed(account, 's3', { path: '/lake' }))).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test('the excess of a caller waits, and is carried out', { timeout: 30_000 }, async () => {
    const s3 = new S3Client({
      ...account.settings,
      forcePathStyle: true,
      requestHandler: { httpAgent: new http.Agent({ maxSockets: 400 }) },
    });
    const puts = Array.from({ length: 400 }, (_, i) =>
      s3.send(new PutObjectCommand({ Bucket: 'lake', Key: `many/${i}`, Body: 'x' })),
    );
    const answers = await Promise.all(puts);
    expect(answers.every(({ ETag }) => ETag !== undefined)).toBe(true);
  });

  test('no caller has more places than the limit, and others have their own', async () => {
    const limit = new CallerLimit(2);
    const [one] = await Promise.all([limit.enter('a'), limit.enter('a')]);
    const order: string[] = [];
    const third = limit.enter('a').then((leave) => {
      order.push('third');
      return leave;
    });
    (await limit.enter('b'))();
    order.push('b');
    one();
    // Leaving twice gives nothing twice.
    one();
    (await third)();
    expect(order).toEqual(['b', 'third']);
  });
});
