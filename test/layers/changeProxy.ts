import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '../../src/target/target';

/** A call that changes the account, as it comes by. */
export interface SeenChange {
  /** From 1. */
  number: number;
  /** `CreateBudget`, `PUT /bucket?policy`. */
  name: string;
}

/**
 * The account behind a proxy that sees each change after the account has made it and before the caller hears of it: the
 * moment in which a kill leaves a thing that no state knows.
 */
export class ChangeProxy {
  readonly seen: string[] = [];
  /** @returns true: the caller never hears of it */
  onChange: (change: SeenChange) => boolean = () => false;
  readonly #server: http.Server;

  private constructor(private readonly inner: URL) {
    this.#server = http.createServer((request, response) => {
      // A caller that is killed does not end its request.
      this.#pass(request, response).catch(() => response.destroy());
    });
  }

  static async open(endpoint: string): Promise<ChangeProxy> {
    const proxy = new ChangeProxy(new URL(endpoint));
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The same target, through the proxy. */
  through(target: Target): Target {
    const endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const env = async () => ({ ...(await target.env()), AWS_ENDPOINT_URL: endpoint });
    return { ...target, endpoint, env };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method, url: path, headers } = request;
    const forwarded = http.request(
      { host: this.inner.hostname, port: this.inner.port, method, path, headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const name = changeOf(request, body);
          if (name && (answer.statusCode ?? 500) < 300) {
            this.seen.push(name);
            if (this.onChange({ number: this.seen.length, name })) {
              response.destroy();
              return;
            }
          }
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          response.end(Buffer.concat(parts));
        });
      },
    );
    forwarded.on('error', () => response.destroy());
    forwarded.end(body);
  }
}

const READS = /^(Get|List|Describe|BatchGet|Head|Search|AssumeRole|Decode)/;

/** The name of an operation that changes something; undefined for one that reads. */
function changeOf({ method, url = '', headers }: http.IncomingMessage, body: Buffer): string | undefined {
  const target = headers['x-amz-target'];
  const form = /form-urlencoded/.test(headers['content-type'] ?? '')
    ? new URLSearchParams(body.toString('utf8')).get('Action')
    : undefined;
  const rest = method === 'POST' && /^\/[A-Z]\w+$/.test(url) ? url.slice(1) : undefined;
  const operation = (typeof target === 'string' ? target.split('.').at(-1) : undefined) ?? form ?? rest;
  if (operation) return READS.test(operation) ? undefined : operation;
  return method === 'GET' || method === 'HEAD' ? undefined : `${method} ${url}`;
}
