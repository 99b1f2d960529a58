import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Claim } from './claim/claim';
import { AwsError } from './errors';
import { type Authenticated, authenticate } from './gateway/authenticated';
import { readBody } from './gateway/body';
import { sha256 } from './gateway/canonicalRequest';
import type { GatewayDependencies } from './gateway/dependencies';
import { errorResponse } from './gateway/errorBody';
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
import type { HttpResponse } from './http';
import type { JsonService } from './service';
import { answerSts } from './sts/sts';

/** The one HTTP endpoint of the account. */
export interface Gateway {
  port: number;
  close(): Promise<void>;
}

const HEALTH = '/_lakehouse/health';
/** Names of this machine: a page of a foreign site that points its name here is refused. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[a-z0-9.-]+\.)?localhost)(?::\d+)?$/i;

/** Listens on loopback. @param port 0: any free one @throws Error EADDRINUSE */
export async function openGateway(parts: GatewayDependencies, port = 0): Promise<Gateway> {
  const gateway = new Server(parts);
  const server = http.createServer(
    { keepAliveTimeout: 60_000, requestTimeout: 0 },
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
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  };
}

class Server {
  readonly #json: Map<string, JsonService>;

  constructor(private readonly parts: GatewayDependencies) {
    this.#json = new Map(parts.services.map((service) => [service.name, service]));
  }

  async serve(raw: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const incoming = readIncoming(raw);
    let scope: SignedScope | undefined;
    try {
      if (incoming.path === HEALTH && incoming.method === 'GET') {
        await send(
          response,
          { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' },
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
      await send(response, await this.#answer(incoming, scope), incoming.method);
    } catch (thrown) {
      if (response.destroyed && hungUp(thrown)) return;
      const error = thrown instanceof AwsError ? thrown : internal(thrown, incoming);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const service = scope?.service ?? guessService(incoming);
      const more = this.#json.get(service)?.errorBody?.(error.code, error.message);
      // What is left of the body is not read: the connection cannot be used again.
      if (!raw.complete) response.setHeader('connection', 'close');
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
    } finally {
      drain(raw);
    }
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
