import { AwsError } from '../errors';
import type { HttpRequest, HttpResponse } from '../http';
import { recordAccessKeys } from '../identity/recordAccessKeys';
import type { Authenticated } from './authenticated';
import type { GatewayDependencies } from './dependencies';
import { asked } from './forwarded';
import type { Incoming } from './incoming';
import { wireOf } from './protocol';

/** Asks IAM, and has moto answer a service that is not here. @throws AwsError */
export async function forward(
  parts: GatewayDependencies,
  incoming: Incoming,
  by: Authenticated,
  body: Buffer,
): Promise<HttpResponse> {
  const { account, policies, moto, keys } = parts;
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
      await recordAccessKeys(
        request.operation,
        new URLSearchParams(body.toString('utf8')),
        answer.body.toString('utf8'),
        keys,
        policies,
      );
  }
  return { status: answer.status, headers: passOn(answer.headers), body: answer.body };
}

/** Buckets themselves and their settings are moto's. */
export async function forwardBucketSettings(
  { moto, policies }: Pick<GatewayDependencies, 'moto' | 'policies'>,
  request: HttpRequest,
  region: string,
): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of request.body) chunks.push(chunk as Buffer);
  const query = request.query.toString();
  const mutates = request.method !== 'GET' && request.method !== 'HEAD';
  const answer = await moto.forward({
    method: request.method,
    path: request.path + (query ? `?${query}` : ''),
    headers: request.headers,
    body: Buffer.concat(chunks),
    service: 's3',
    region,
    mutates,
  });
  if (mutates) policies.flush();
  if (answer.headers['x-lakehouse-failed'])
    throw new AwsError(
      'NotImplemented',
      'A header or query you provided implies functionality that is not there in the local account.',
      400,
    );
  return { status: answer.status, headers: passOn(answer.headers), body: answer.body };
}

/** Headers of an answer but those of the connection to moto. */
const passOn = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(connection|transfer-encoding|keep-alive|server|date|content-length|x-lakehouse-.*)$/.test(name),
    ),
  );
