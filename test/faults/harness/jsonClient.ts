import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../../src/target/target';
import { REGION, REQUEST_MS } from './clients';

/** Calls one operation of a service that speaks JSON. @throws an error with `name` and `$metadata`, as the SDK's */
export type JsonClient = (operation: string, input: object) => Promise<Record<string, unknown>>;

export function jsonClient(
  endpoint: string,
  credentials: Credentials,
  clockOffset: number,
  { service, target, version }: { service: string; target: string; version: string },
): JsonClient {
  const signer = new SignatureV4({ service, region: REGION, credentials, sha256: Sha256 });
  const { hostname, port, host } = new URL(endpoint);
  return async (operation, input) => {
    const request = await signer.sign(
      {
        protocol: 'http:',
        hostname,
        port: Number(port),
        method: 'POST',
        path: '/',
        query: {},
        headers: {
          host,
          'content-type': `application/x-amz-json-${version}`,
          'x-amz-target': `${target}.${operation}`,
        },
        body: JSON.stringify(input),
      },
      { signingDate: new Date(Date.now() + clockOffset) },
    );
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: request.headers,
      body: request.body as string,
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const text = await answer.text();
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    if (answer.ok) return body;
    const name = String(body.__type ?? 'Unknown').replace(/^.*#/, '');
    throw Object.assign(new Error(String(body.message ?? body.Message ?? text)), {
      name,
      $metadata: { httpStatusCode: answer.status },
    });
  };
}
