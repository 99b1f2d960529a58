import { AwsError } from '../errors';
import type { HttpResponse } from '../http';
import type { JsonService } from '../service';
import { type Authenticated, callOf } from './authenticated';
import type { GatewayDependencies } from './dependencies';
import type { Incoming } from './incoming';

/** Finds the operation that a request to a JSON service names, asks IAM, and runs it. @throws AwsError */
export async function answerJson(
  parts: GatewayDependencies,
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
  const call = callOf(parts, incoming, by);
  const action = `${service.name}:${service.action?.(name) ?? name}`;
  for (const resource of service.resources(name, input, call))
    await parts.policies.authorize(by.caller, action, resource);
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
