import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Account } from './account';
import type { Call } from './call';
import { AwsError } from './errors';
import { readBody } from './gateway/body';
import { sha256 } from './gateway/canonicalRequest';
import { errorResponse, type Wire } from './gateway/errorBody';
import { asked } from './gateway/forwarded';
import { CHUNKED, ChunkedPayload, HashedPayload } from './gateway/payload';
import { type Claim, readClaim, type Verified, verify } from './gateway/signature';
import type { HttpRequest, HttpResponse } from './http';
import type { AccessKeys, KeyOwner } from './identity/accessKeys';
import type { Caller, Policies } from './identity/policies';
import { recordAccessKeys } from './identity/recordAccessKeys';
import type { Moto } from './moto/moto';
import type { JsonService, S3Service } from './service';
import { answerSts } from './sts/sts';

export interface GatewayParts {
  account: Account;
  keys: AccessKeys;
  policies: Policies;
  moto: Moto;
  services: JsonService[];
  s3: S3Service;
}

/** The one HTTP endpoint of the account. */
export interface Gateway {
  port: number;
  close(): Promise<void>;
}

const HEALTH = '/_lakehouse/health';
/** Names of this machine: a page of a foreign site that points its name here is refused. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[a-z0-9.-]+\.)?localhost)(?::\d+)?$/i;

/** A request on its way through. */
interface Incoming {
  raw: http.IncomingMessage;
  method: string;
  path: string;
  queryText: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  requestId: string;
  now: Date;
}

/** Who sent it, as the signature proved. */
interface Authenticated {
  verified: Verified;
  owner: KeyOwner;
  caller: Caller;
}

/** Listens on loopback. @param port 0: any free one @throws Error EADDRINUSE */
export async function openGateway(parts: GatewayParts, port = 0): Promise<Gateway> {
  const gateway = new Server(parts);
  const server = http.createServer(
    { keepAliveTimeout: 60_000, requestTimeout: 0 },
    (raw, response) => void gateway.serve(raw, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  };
}

class Server {
  readonly #json: Map<string, JsonService>;

  constructor(private readonly parts: GatewayParts) {
    this.#json = new Map(parts.services.map((service) => [service.name, service]));
  }

  async serve(raw: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const incoming = parse(raw);
    let claim: Claim | undefined;
    try {
      if (incoming.path === HEALTH && incoming.method === 'GET') {
        await send(
          response,
          { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' },
          incoming,
        );
        return;
      }
      if (!LOOPBACK.test(incoming.headers.host ?? '') || incoming.headers.origin !== undefined)
        throw new AwsError(
          'AccessDenied',
          'This account answers programs on its own machine only, not web pages.',
          403,
        );
      claim = readClaim(incoming.headers, incoming.query);
      if (!claim)
        throw wireOf(guessService(incoming)) === 's3'
          ? new AwsError('AccessDenied', 'Access Denied', 403)
          : new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
      await send(response, await this.#answer(incoming, claim), incoming);
    } catch (thrown) {
      const error = thrown instanceof AwsError ? thrown : internal(thrown, incoming);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const service = claim?.service ?? guessService(incoming);
      const more = this.#json.get(service)?.errorBody?.(error.code, error.message);
      // What is left of the body is not read: the connection cannot be used again.
      if (!raw.complete) response.setHeader('connection', 'close');
      await send(
        response,
        errorResponse(error, wireOf(service), incoming.requestId, more, incoming.path),
        incoming,
      ).catch(() => response.destroy());
    }
  }

  async #answer(incoming: Incoming, claim: Claim): Promise<HttpResponse> {
    if (claim.service === 's3') return this.#s3(incoming, claim);
    const body = await readBody(incoming.raw);
    const by = this.#authenticate(incoming, claim, sha256(body));
    if (claim.service === 'sts') return this.#sts(incoming, by, body);
    const service = this.#json.get(claim.service);
    return service ? this.#operation(service, incoming, by, body) : this.#forward(incoming, by, body);
  }

  #authenticate(incoming: Incoming, claim: Claim, payloadHash: string): Authenticated {
    const owner = this.parts.keys.find(claim.accessKeyId);
    const verified = verify(
      claim,
      {
        method: incoming.method,
        path: incoming.path,
        query: incoming.queryText,
        headers: incoming.headers,
        payloadHash,
      },
      owner,
      incoming.now,
    );
    return {
      verified,
      owner: owner!,
      caller: { principal: owner!.principal, sessionPolicy: owner!.sessionPolicy },
    };
  }

  #call(incoming: Incoming, { verified, caller }: Authenticated): Call {
    return {
      account: this.parts.account,
      principal: caller.principal,
      region: verified.region,
      requestId: incoming.requestId,
      now: incoming.now,
      authorize: (action, resource, context) =>
        this.parts.policies.authorize(caller, action, resource, context),
    };
  }

  async #operation(
    service: JsonService,
    incoming: Incoming,
    by: Authenticated,
    body: Buffer,
  ): Promise<HttpResponse> {
    const [target, name = ''] =
      service.protocol.kind === 'json'
        ? (incoming.headers['x-amz-target'] ?? '').split('.')
        : [undefined, incoming.path.slice(1)];
    const known =
      Object.hasOwn(service.operations, name) &&
      (service.protocol.kind !== 'json' || target === service.protocol.target);
    if (!known)
      throw new AwsError(
        'UnknownOperationException',
        `The operation ${name || incoming.path} of ${service.name} is not there in the local account.`,
        400,
      );
    const input = parseJson(body);
    const call = this.#call(incoming, by);
    const action = `${service.name}:${service.action?.(name) ?? name}`;
    for (const resource of service.resources(name, input, call))
      await this.parts.policies.authorize(by.caller, action, resource);
    const output = await service.operations[name]!(input, call);
    return {
      status: 200,
      headers: {
        'content-type': service.protocol.kind === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
        'x-amzn-requestid': incoming.requestId,
      },
      body: JSON.stringify(output ?? {}, timestamps),
    };
  }

  async #sts(incoming: Incoming, { caller }: Authenticated, body: Buffer): Promise<HttpResponse> {
    const input = body.length > 0 ? new URLSearchParams(body.toString('utf8')) : incoming.query;
    const { keys, policies, account } = this.parts;
    return answerSts(input, {
      caller,
      accountId: account.id,
      keys,
      policies,
      now: incoming.now,
      requestId: incoming.requestId,
    });
  }

  async #forward(incoming: Incoming, by: Authenticated, body: Buffer): Promise<HttpResponse> {
    const { account, policies, moto, keys } = this.parts;
    const path = incoming.path + (incoming.queryText ? `?${incoming.queryText}` : '');
    const request = asked(by.verified.service, incoming.method, path, incoming.headers, body, {
      region: by.verified.region,
      accountId: account.id,
    });
    // What cannot be told apart is for administrators: no policy but theirs allows every action of a service.
    await policies.authorize(by.caller, request.action ?? `${by.verified.service}:*`, request.resource);
    const answer = await moto.forward({
      method: incoming.method,
      path,
      headers: incoming.headers,
      body,
      service: by.verified.service,
      region: by.verified.region,
      mutates: request.mutates,
    });
    if (answer.headers['x-lakehouse-failed']) {
      const missing = answer.status === 501;
      if (!missing)
        console.error(
          `moto failed at ${by.verified.service} ${request.operation}: ${answer.body.toString('utf8')}`,
        );
      throw new AwsError(
        wireOf(by.verified.service) === 'query' ? 'InvalidAction' : 'UnknownOperationException',
        `The operation ${request.operation} of ${by.verified.service} ${missing ? 'is not there' : 'failed'} in the local account.`,
        400,
      );
    }
    if (request.mutates && (by.verified.service === 'iam' || by.verified.service === 'kms')) policies.flush();
    if (by.verified.service === 'iam' && request.mutates) {
      if (answer.status < 300)
        recordAccessKeys(
          request.operation,
          new URLSearchParams(body.toString('utf8')),
          answer.body.toString('utf8'),
          keys,
          account.id,
          by.caller.principal,
        );
    }
    return { status: answer.status, headers: passOn(answer.headers), body: answer.body };
  }

  async #s3(incoming: Incoming, claim: Claim): Promise<HttpResponse> {
    const hash =
      incoming.headers['x-amz-content-sha256'] ??
      (claim.expires === undefined ? undefined : 'UNSIGNED-PAYLOAD');
    if (hash === undefined)
      throw new AwsError(
        'InvalidRequest',
        'Missing required header for this request: x-amz-content-sha256',
        400,
      );
    const by = this.#authenticate(incoming, claim, claim.expires === undefined ? hash : 'UNSIGNED-PAYLOAD');
    const request = s3Request(incoming, by.verified, hash);
    for (const { action, resource, context } of this.parts.s3.authorization(request))
      await this.parts.policies.authorize(by.caller, action, resource, context);
    return this.parts.s3.handle(request, this.#call(incoming, by), (forwarded) =>
      this.#bucketSettings(forwarded, by.verified.region),
    );
  }

  /** Buckets themselves and their settings are moto's. */
  async #bucketSettings(request: HttpRequest, region: string): Promise<HttpResponse> {
    const chunks: Buffer[] = [];
    for await (const chunk of request.body) chunks.push(chunk as Buffer);
    const query = request.query.toString();
    const mutates = request.method !== 'GET' && request.method !== 'HEAD';
    const answer = await this.parts.moto.forward({
      method: request.method,
      path: request.path + (query ? `?${query}` : ''),
      headers: request.headers,
      body: Buffer.concat(chunks),
      service: 's3',
      region,
      mutates,
    });
    if (mutates) this.parts.policies.flush();
    if (answer.headers['x-lakehouse-failed'])
      throw new AwsError(
        'NotImplemented',
        'A header or query you provided implies functionality that is not there in the local account.',
        400,
      );
    return { status: answer.status, headers: passOn(answer.headers), body: answer.body };
  }
}

function parse(raw: http.IncomingMessage): Incoming {
  const [path = '/', queryText = ''] = splitOnce(raw.url ?? '/', '?');
  const headers = Object.fromEntries(
    Object.entries(raw.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  return {
    raw,
    method: raw.method ?? 'GET',
    path,
    queryText,
    query: new URLSearchParams(queryText.replaceAll('+', '%2B')),
    headers,
    requestId: randomUUID(),
    now: new Date(),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The request as S3 sees it, its payload unwrapped and checked while it is read. */
function s3Request(incoming: Incoming, verified: Verified, hash: string): HttpRequest {
  const request = {
    method: incoming.method,
    path: incoming.path,
    query: incoming.query,
    headers: incoming.headers,
  };
  const chunked = Object.hasOwn(CHUNKED, hash) ? CHUNKED[hash] : undefined;
  if (chunked) {
    const length = Number(incoming.headers['x-amz-decoded-content-length']);
    if (!Number.isSafeInteger(length) || length < 0)
      throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
    const payload = new ChunkedPayload(chunked, verified, length);
    pipeline(incoming.raw, payload).catch(() => undefined);
    return { ...request, body: payload, trailers: () => payload.trailers };
  }
  if (hash === 'UNSIGNED-PAYLOAD') return { ...request, body: incoming.raw, trailers: () => ({}) };
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new AwsError(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      400,
    );
  const payload = new HashedPayload(hash);
  pipeline(incoming.raw, payload).catch(() => undefined);
  return { ...request, body: payload, trailers: () => ({}) };
}

function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (typeof input === 'object' && input !== null && !Array.isArray(input))
      return input as Record<string, unknown>;
  } catch {
    // Told below, as for every body that is no object.
  }
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.', 400);
}

/** Dates go over the wire as seconds since 1970. */
function timestamps(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const own = this[key];
  return own instanceof Date ? own.getTime() / 1000 : value;
}

const QUERY_SERVICES = new Set([
  'sts',
  'iam',
  'sns',
  'monitoring',
  'ec2',
  'sqs',
  'elasticloadbalancing',
  'autoscaling',
  'cloudformation',
  'rds',
]);

function wireOf(service: string): Wire {
  if (service === 's3') return 's3';
  if (service === 'lakeformation') return 'rest-json';
  return QUERY_SERVICES.has(service) ? 'query' : 'json';
}

/** For an answer to who did not sign: JSON services name a target, all else is taken for S3. */
const guessService = (incoming: Incoming): string =>
  incoming.headers['x-amz-target']
    ? 'athena'
    : incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
      ? 'sts'
      : 's3';

const passOn = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(connection|transfer-encoding|keep-alive|server|date|content-length|x-lakehouse-.*)$/.test(name),
    ),
  );

function internal(thrown: unknown, incoming: Incoming): AwsError {
  console.error(
    `${incoming.requestId} ${incoming.method} ${incoming.path} ${incoming.headers['x-amz-target'] ?? ''}:`,
    thrown,
  );
  return new AwsError(
    'InternalError',
    `We encountered an internal error. Please try again. (request ${incoming.requestId}; the account's log says more)`,
    500,
  );
}

async function send(response: http.ServerResponse, answer: HttpResponse, incoming: Incoming): Promise<void> {
  const { body } = answer;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (incoming.method === 'HEAD') {
    if (body instanceof Readable) body.destroy();
    response.end();
  } else if (body instanceof Readable) await pipeline(body, response);
  else {
    if (answer.status !== 204 && answer.status !== 304)
      response.setHeader('content-length', Buffer.byteLength(body ?? ''));
    response.end(body);
  }
}
