import net from 'node:net';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { REGION } from './harness/clients';
import { failureText } from './harness/failure';
import { percentiles, tell } from './harness/meta';
import { preparedAccount } from './harness/preparedAccount';
import { runQuery } from './harness/queries';
import { pause } from './harness/waiting';
import { OBJECTS } from './writers/setting';

/** AWS's services end a request that does not go on; how soon differs, but within two minutes all have. */
const DROPPED_MS = 120_000;
const CONNECTIONS = 300;
/** A request of anyone else, meanwhile. */
const NORMAL_MS = 5000;

const account = preparedAccount();

/** What is sent of a request, before it goes on slowly or not at all. */
const halves = async () => ({
  'half a request line': 'GET /buck',
  'half of the headers': 'PUT /a/b HTTP/1.1\r\nHost: localhost\r\nX-Amz-Da',
  'half of a body': `${await signedHead()}half`,
});

/** The head of a put that the account takes: it waits for the body. */
async function signedHead(): Promise<string> {
  const { endpoint, credentials } = account.clients;
  const signer = new SignatureV4({
    service: 's3',
    region: REGION,
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const { hostname, host } = new URL(endpoint);
  const path = `/${OBJECTS}/half`;
  const { headers } = await signer.sign({
    protocol: 'http:',
    hostname,
    method: 'PUT',
    path,
    query: {},
    headers: { host, 'content-length': '100000', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`PUT ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
}

/** Opens connections that send half a request, and perhaps a byte a second more. @returns when each was dropped */
function openHalves(half: string, count: number, trickles: boolean): { open(): number; end(): void } {
  const port = Number(new URL(account.clients.endpoint).port);
  const sockets = Array.from({ length: count }, () => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(half));
    socket.on('error', () => undefined);
    socket.resume();
    return socket;
  });
  const timer = trickles
    ? setInterval(() => {
        for (const socket of sockets) if (!socket.destroyed && socket.writable) socket.write('a');
      }, 1000)
    : undefined;
  return {
    open: () => sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length,
    end: () => {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}

test(`${CONNECTIONS} half requests are dropped, and others do not notice them`, async ({ task }) => {
  const kinds = Object.entries(await halves()).flatMap(([name, half]) =>
    [false, true].map((trickles) => ({
      name: `${name}${trickles ? ', a byte a second' : ''}`,
      // A slow upload is a right of its own: it need not be dropped.
      mustEnd: !(trickles && name === 'half of a body'),
      ...openHalves(half, CONNECTIONS / 6, trickles),
    })),
  );
  const times: number[] = [];
  const wrong: string[] = [];
  try {
    for (const begin = Date.now(); Date.now() - begin < DROPPED_MS; await pause(200)) {
      const start = Date.now();
      await Promise.all([
        account.clients.s3.putObject({ Bucket: OBJECTS, Key: 'meanwhile', Body: 'a' }),
        account.clients.iam.listUsers({}),
        runQuery(account, 'SELECT 1'),
      ]).catch((error: unknown) => wrong.push(failureText(error)));
      times.push(Date.now() - start);
      if (kinds.every(({ mustEnd, open }) => !mustEnd || open() === 0)) break;
    }
    const left = kinds
      .filter(({ mustEnd, open }) => mustEnd && open())
      .map(({ name, open }) => `${name}: ${open()} are still open`);
    tell(task, `a put, a list and SELECT 1 together meanwhile: ${percentiles(times).text}`);
    expect([...wrong, ...left]).toEqual([]);
    expect(Math.max(...times)).toBeLessThan(NORMAL_MS);
  } finally {
    for (const { end } of kinds) end();
  }
});
