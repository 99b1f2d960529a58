import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { S3Client } from '@aws-sdk/client-s3';
import type { Account } from '../../../src/local/account';
import type { Call } from '../../../src/local/call';
import { AwsError } from '../../../src/local/errors';
import type { HttpRequest, HttpResponse } from '../../../src/local/http';
import { type ObjectStore, openObjectStore } from '../../../src/local/s3/objectStore';
import type { BucketCall } from '../../../src/local/s3/s3Operation';
import { s3Service } from '../../../src/local/s3/service';

/** S3 behind a plain HTTP server: no signatures, no `aws-chunked`; rights are a set of refusals. */
export interface S3Server {
  client: S3Client;
  endpoint: string;
  objects: ObjectStore;
  settings: BucketSettings;
  /** `action resource` that `call.authorize` refuses. */
  denied: Set<string>;
  /** Runs one request without the wire, for what no client would send. */
  send(
    request: Partial<HttpRequest> & { payload?: string | Uint8Array; trailing?: Record<string, string> },
  ): Promise<HttpResponse>;
  close(): Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  const objects = await openObjectStore(folder);
  const settings = new BucketSettings();
  const denied = new Set<string>();
  // The S3 service needs no other part of the account.
  const account = { id: '123456789012', folder, objects } as unknown as Account;
  const call = (): Call => ({
    account,
    principal: {
      arn: 'arn:aws:iam::123456789012:user/deployer',
      grantee: 'arn:aws:iam::123456789012:user/deployer',
      userId: 'AIDA',
    },
    region: 'us-east-1',
    requestId: randomUUID(),
    now: new Date(),
    authorize: async (action, resource) => {
      if (denied.has(`${action} ${resource}`)) throw new AwsError('AccessDenied', 'Access Denied', 403);
    },
    authorizeEach: async () => {},
  });
  const handle = (request: HttpRequest) => s3Service.handle(request, call(), (one) => settings.answer(one));
  const server = createServer((message, response) => void serve(message, response, handle));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
  return {
    client,
    endpoint,
    objects,
    settings,
    denied,
    send: ({ payload, trailing, ...request }) => handle(plainRequest(payload, trailing, request)),
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await objects.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A request as the gateway would give it. */
export function plainRequest(
  payload: string | Uint8Array = '',
  trailing: Record<string, string> = {},
  request: Partial<HttpRequest> = {},
): HttpRequest {
  const bytes = Buffer.from(payload);
  return {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    body: Readable.from([bytes]),
    trailers: () => trailing,
    ...request,
    headers: { host: '127.0.0.1', 'content-length': String(bytes.length), ...request.headers },
  };
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<void> {
  const [path = '/', query = ''] = (message.url ?? '/').split('?');
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  );
  const request = {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: message,
    trailers: () => ({}),
  };
  const answer = await handle(request).catch(errorAnswer);
  message.resume();
  response.writeHead(answer.status, answer.headers);
  if (message.method === 'HEAD') response.end();
  else if (answer.body instanceof Readable) await pipeline(answer.body, response).catch(() => undefined);
  else response.end(answer.body);
}

function errorAnswer(error: unknown): HttpResponse {
  if (!(error instanceof AwsError)) {
    return {
      status: 500,
      headers: {},
      body: `<Error><Code>Bug</Code><Message>${String(error)}</Message></Error>`,
    };
  }
  const fields = Object.entries({ Code: error.code, Message: error.message, ...error.fields });
  const inner = fields.map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`).join('');
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml' },
    body: `<Error>${inner}</Error>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The keeper of bucket settings, as small as the tests allow: buckets, and documents put to `?setting`. */
class BucketSettings {
  readonly buckets = new Map<string, Map<string, string>>();
  readonly seen: string[] = [];

  async answer({ operation, bucket, body }: BucketCall): Promise<HttpResponse> {
    this.seen.push(`${operation} ${bucket}`);
    const [, verb = '', setting = ''] = /^(Get|List|Put|Delete|Head|Create)(.*)$/.exec(operation) ?? [];
    if (operation === 'ListBuckets') {
      const names = [...this.buckets.keys()].map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('');
      return {
        status: 200,
        headers: {},
        body: `<ListAllMyBucketsResult><Buckets>${names}</Buckets></ListAllMyBucketsResult>`,
      };
    }
    const settings = this.buckets.get(bucket);
    if (operation === 'CreateBucket') {
      if (!settings) this.buckets.set(bucket, new Map());
      return { status: 200, headers: { Location: `/${bucket}` } };
    }
    if (!settings) return { status: 404, headers: {}, body: '<Error><Code>NoSuchBucket</Code></Error>' };
    if (verb === 'Put') settings.set(setting, body.toString());
    if (operation === 'DeleteBucket') {
      this.buckets.delete(bucket);
      return { status: 204, headers: {} };
    }
    return {
      status: 200,
      headers: { 'x-amz-bucket-region': 'us-east-1' },
      body: settings.get(setting) ?? '',
    };
  }
}
