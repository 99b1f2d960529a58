import type { Claim } from '../claim/claim';
import { unknownOperation } from '../claim/wireError';
import type { HttpResponse } from '../http';
import type { JsonService } from '../service';
import { type Authenticated, callOf } from './authenticated';
import type { GatewayDependencies } from './dependencies';
import type { Incoming } from './incoming';
import { validateClaim } from './validateClaim';

/** Asks IAM for the claim's operation of a service that is answered here, and runs it. @throws AwsError */
export async function answerJson(
  parts: GatewayDependencies,
  service: JsonService,
  claim: Claim,
  incoming: Incoming,
  by: Authenticated,
): Promise<HttpResponse> {
  const { operation: name, input, protocol } = claim;
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (!operation) throw unknownOperation(service.name, name);
  const call = callOf(parts, incoming, by);
  const action = `${service.name}:${service.action?.(name) ?? name}`;
  for (const resource of service.resources(name, input, call))
    await parts.policies.authorize(by.caller, action, resource);
  validateClaim(parts, claim, 'all', service);
  const output = await operation(input, call);
  return {
    status: 200,
    headers: {
      'content-type': protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
      'x-amzn-requestid': incoming.requestId,
    },
    body: JSON.stringify(output ?? {}, timestamps),
  };
}

/** Dates go over the wire as seconds since 1970. */
function timestamps(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const own = this[key];
  return own instanceof Date ? own.getTime() / 1000 : value;
}
