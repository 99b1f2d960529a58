import http from 'node:http';
import { cbor } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raw } from '../../attack/api/wire';
import { errorIn, openWireAccount, type RawRequest, send, signed, type WireAccount } from './account';

let account: WireAccount;
beforeAll(async () => {
  account = await openWireAccount();
});
afterAll(() => account.close());

const inJson = async (service: string, target: string, body: string) =>
  errorIn(
    await send(
      account,
      await signed(account, service, {
        method: 'POST',
        headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
        body,
      }),
    ),
  );

test('an id that no query can have is refused by its length', async () => {
  const QueryExecutionId = 'a'.repeat(300_000);
  expect(
    await inJson('athena', 'AmazonAthena.StopQueryExecution', JSON.stringify({ QueryExecutionId })),
  ).toMatchObject({
    status: 400,
    code: 'InvalidRequestException',
  });
});

test('a member of a wrong type is refused, whether its operation looks at it or not', async () => {
  expect(await inJson('glue', 'AWSGlue.GetDatabases', '{"ResourceShareType":[]}')).toEqual({
    status: 400,
    code: 'SerializationException',
    message: 'Start of list found where not expected',
  });
  expect(await inJson('glue', 'AWSGlue.GetDatabases', '{"ResourceShareType":"BOGUS"}')).toEqual({
    status: 400,
    code: 'ValidationException',
    message:
      "1 validation error detected: Value 'BOGUS' at 'resourceShareType' failed to satisfy constraint: Member must satisfy enum value set: [FOREIGN, ALL, FEDERATED]",
  });
});

test('NextToken: null asks for the first page', async () => {
  expect((await inJson('athena', 'AmazonAthena.ListWorkGroups', '{"NextToken":null}')).status).toBe(200);
});

test('moto is not asked for what the model forbids', async () => {
  const body = 'Action=GetTopicAttributes&Version=2010-03-31';
  const request = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  const ask = async (more: string) =>
    errorIn(await send(account, await signed(account, 'sns', { ...request, body: body + more })));
  expect(await ask('')).toEqual({
    status: 400,
    code: 'InvalidParameter',
    message:
      "1 validation error detected: Value null at 'topicArn' failed to satisfy constraint: Member must not be null",
  });
  expect(await ask('&TopicArn=x')).toEqual({
    status: 400,
    code: 'InvalidParameter',
    message: 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  });
});

test('CloudWatch is asked in CBOR, and answers in it', async () => {
  const ask = async (operation: string, input: object) => {
    const answer = await fetchBytes(operation, cbor.serialize(input));
    return { status: answer.status, output: cbor.deserialize(answer.bytes) };
  };
  await ask('PutDashboard', { DashboardName: 'seen', DashboardBody: '{"widgets":[]}' });
  const { status, output } = await ask('ListDashboards', {});
  expect(status).toBe(200);
  expect(output.DashboardEntries).toMatchObject([{ DashboardName: 'seen', LastModified: { tag: 1 } }]);
  expect(await ask('GetDashboard', { DashboardName: 'none' })).toMatchObject({
    status: 404,
    output: { __type: expect.stringContaining('ResourceNotFound') },
  });
  expect((await ask('GetAlarmMuteRule', { AlarmMuteRuleName: 'x' })).output).toMatchObject({
    __type: 'UnknownOperationException',
  });
});

async function fetchBytes(
  operation: string,
  body: Uint8Array,
): Promise<{ status: number; bytes: Uint8Array }> {
  const path = `/service/GraniteServiceVersion20100801/operation/${operation}`;
  const { headers } = await signed(account, 'monitoring', {
    method: 'POST',
    path,
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
    body: Buffer.from(body),
  });
  const { host: _host, ...sent } = headers;
  const answer = await fetch(`http://127.0.0.1:${account.port}${path}`, {
    method: 'POST',
    headers: sent,
    body,
  });
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

test('a key that no object can have is refused, also as the source of a copy', async () => {
  const path = `/lake/${'a'.repeat(1025)}`;
  const keyTooLong = { status: 400, code: 'KeyTooLongError', message: 'Your key is too long' };
  expect(errorIn(await send(account, await signed(account, 's3', { path })))).toEqual(keyTooLong);
  const headers = { 'x-amz-copy-source': path };
  const copy = await signed(account, 's3', { method: 'PUT', path: '/lake/copy', headers });
  expect(errorIn(await send(account, copy))).toEqual(keyTooLong);
});

test('a body that nobody reads does not stop the next request of its connection', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (request: Partial<RawRequest>) => {
    const { method, path, headers, body } = await signed(account, 's3', request);
    return new Promise<number | undefined>((done, failed) => {
      const message = http.request(
        { host: '127.0.0.1', port: account.port, agent, method, path, headers, timeout: 10_000 },
        (answer) => answer.resume().on('end', () => done(answer.statusCode)),
      );
      message.on('timeout', () => message.destroy(new Error('no answer')));
      message.on('error', failed);
      message.end(body);
    });
  };
  expect(await ask({ method: 'PUT', path: '/unread' })).toBe(200);
  const body = 'a'.repeat(300_000);
  expect(
    await ask({ method: 'DELETE', path: '/unread/key', body, headers: { 'content-length': '300000' } }),
  ).toBe(204);
  expect(await ask({ path: '/unread' })).toBe(200);
  agent.destroy();
});

test.each([
  [
    'a head that is too large',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX-Odd: ${'a'.repeat(100_000)}\r\n\r\n`,
    'RequestHeaderSectionTooLarge',
  ],
  ['bytes that are no request', '\x16\x03\x01\r\n\r\n', 'BadRequest'],
])('%s is refused in words', async (_, bytes, code) => {
  const answer = await raw(account.port, bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain(`<Code>${code}</Code>`);
});
