import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Claim } from './claim/claim';
import { AwsError } from './errors';
import { type Authenticated, authenticate } from './gateway/authenticated';
import { readBody } from './gateway/body';
import { CallerLimit } from './gateway/callerLimit';
import { sha256 } from './gateway/canonicalRequest';
import type { GatewayDependencies } from './gateway/dependencies';
import { errorResponse } from './gateway/errorBody';
import { type IdleLimits, IdleWatch } from './gateway/idleWatch';
import { type Incoming, readIncoming, repeatedHeader } from './gateway/incoming';
import { answerJson } from './gateway/jsonOperation';
import { forward } from './gateway/moto';
import { guessService, wireOf } from './gateway/protocol';
import { modelsOfService, readClaim } from './gateway/readClaim';
import { answerS3 } from './gateway/s3';
import { send } from './gateway/send';
import { readSignature, type SignedScope } from './gateway/signature';
import { refuseUnreadable } from './gateway/unreadable';
import { validateClaim } from './gateway/validateClaim';
import { accountHealth } from './health';
import type { HttpResponse } from './http';
import type { JsonService } from './service';
import { storageError } from './storageError';
import { answerSts } from './sts/sts';

/** The one HTTP endpoint of the account. */
export interface Gateway {
  port: number;
  close(): Promise<void>;
}

const HEALTH = '/_lakehouse/health';
/** Names of this machine: a page of a foreign site that points its name here is refused. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[a-z0-9.-]+\.)?localhost)(?::\d+)?$/i;

/** Requests of one caller at a time; the excess waits. */
const MOST_OF_A_CALLER = 256;

/** How long a connection may be silent. Milliseconds. */
export interface GatewayLimits extends IdleLimits {
  /** From the first byte of a request to the last of its headers. */
  headers: number;
  /** Between two requests of a connection. */
  betweenRequests: number;
}

/** Those of S3, which closes connections that are idle for about 20 seconds. */
const LIMITS: GatewayLimits = { headers: 20_000, request: 20_000, answer: 60_000, betweenRequests: 60_000 };

/** Listens on loopback. @param port 0: any free one @throws Error EADDRINUSE */
export async function openGateway(
  parts: GatewayDependencies,
  port = 0,
  limits: GatewayLimits = LIMITS,
): Promise<Gateway> {
  const idle = new IdleWatch(limits);
  const gateway = new Server(parts, idle);
  const server = http.createServer(
    {
      keepAliveTimeout: limits.betweenRequests,
      headersTimeout: limits.headers,
      // How long a whole request takes is the caller's business, as long as it goes on.
      requestTimeout: 0,
      connectionsCheckingInterval: limits.headers / 4,
    },
    (raw, response) => void gateway.serve(raw, response),
  );
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        idle.close();
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  };
}

class Server {
  readonly #json: Map<string, JsonService>;
  readonly #callers = new CallerLimit(MOST_OF_A_CALLER);

  constructor(
    private readonly parts: GatewayDependencies,
    private readonly idle: IdleWatch,
  ) {
    this.#json = new Map(parts.services.map((service) => [service.name, service]));
  }

  async serve(raw: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const incoming = readIncoming(raw);
    let scope: SignedScope | undefined;
    let leave = () => {};
    this.idle.add(raw, response, () => void this.#timeOut(incoming, scope, response));
    try {
      if (incoming.path === HEALTH && incoming.method === 'GET') {
        await send(
          response,
          {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(accountHealth(this.parts.healthSources)),
          },
          incoming.method,
        );
        return;
      }
      if (!LOOPBACK.test(incoming.headers.host ?? '') || incoming.headers.origin !== undefined)
        throw new AwsError(
          'AccessDenied',
          'This account answers programs on its own machine only, not web pages.',
          403,
        );
      const repeated = repeatedHeader(raw);
      if (repeated !== undefined)
        throw new AwsError('InvalidRequest', `The header ${repeated} is there more than once.`, 400);
      scope = readSignature(incoming.headers, incoming.query);
      if (!scope)
        throw guessService(incoming) === 's3'
          ? new AwsError('AccessDenied', 'Access Denied', 403)
          : new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
      leave = await this.#callers.enter(scope.accessKeyId);
      await send(response, await this.#answer(incoming, scope), incoming.method);
    } catch (thrown) {
      if (response.destroyed && hungUp(thrown)) return;
      const error = thrown instanceof AwsError ? thrown : internal(thrown, incoming);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      await this.#answerError(error, incoming, scope, response);
    } finally {
      leave();
      drain(raw);
    }
  }

  async #answerError(
    error: AwsError,
    incoming: Incoming,
    scope: SignedScope | undefined,
    response: http.ServerResponse,
  ): Promise<void> {
    const service = scope?.service ?? guessService(incoming);
    const more = this.#json.get(service)?.errorBody?.(error.code, error.message);
    // What is left of the body is not read: the connection cannot be used again.
    if (!incoming.raw.complete) response.setHeader('connection', 'close');
    await send(
      response,
      errorResponse(
        error,
        wireOf(service, incoming, this.parts.moto.models),
        incoming.requestId,
        more,
        incoming.path,
      ),
      incoming.method,
    ).catch(() => response.destroy());
  }

  /** The caller has stopped in the middle of its request: it is told so, and what waits for the rest is given up. */
  async #timeOut(
    incoming: Incoming,
    scope: SignedScope | undefined,
    response: http.ServerResponse,
  ): Promise<void> {
    const error = new AwsError(
      'RequestTimeout',
      'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
      400,
    );
    if (!response.headersSent) await this.#answerError(error, incoming, scope, response);
    incoming.raw.destroy(error);
  }

  async #answer(incoming: Incoming, scope: SignedScope): Promise<HttpResponse> {
    const { parts } = this;
    const models = modelsOfService(scope, parts.moto.models);
    if (scope.service === 's3') return answerS3(parts, incoming, scope);
    const body = await readBody(incoming.raw);
    const by = authenticate(parts, incoming, scope, sha256(body));
    const service = this.#json.get(scope.service);
    const claim = readClaim(by.verified, models, incoming, body, service !== undefined);
    if (service) return answerJson(parts, service, claim, incoming, by);
    return claim.service === 'sts' ? this.#sts(claim, incoming, by) : forward(parts, claim, by);
  }

  #sts(claim: Claim, incoming: Incoming, { caller }: Authenticated): Promise<HttpResponse> {
    const { operation, input } = claim;
    validateClaim(this.parts, claim, 'all');
    const { keys, policies, account } = this.parts;
    return answerSts(operation, input, {
      caller,
      accountId: account.id,
      keys,
      policies,
      now: incoming.now,
      requestId: incoming.requestId,
    });
  }
}

/** Reads what is left of a body that nobody wanted: behind it comes the connection's next request. */
function drain(raw: http.IncomingMessage): void {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  raw.resume();
}

/** Whether a caller went away before the end: nobody is there to be told, and nothing is wrong here. */
const hungUp = (thrown: unknown): boolean =>
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes((thrown as NodeJS.ErrnoException).code ?? '');

/** What a failure that is no answer of AWS is answered with: a disk that refuses, or else a bug. */
function internal(thrown: unknown, incoming: Incoming): AwsError {
  console.error(
    `${incoming.requestId} ${incoming.method} ${incoming.path} ${incoming.headers['x-amz-target'] ?? ''}:`,
    thrown,
  );
  const storage = storageError(thrown);
  if (storage) return storage;
  return new AwsError(
    'InternalError',
    `We encountered an internal error. Please try again. (request ${incoming.requestId}; the account's log says more)`,
    500,
  );
}
