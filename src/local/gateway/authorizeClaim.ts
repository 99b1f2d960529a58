import type { Claim } from '../claim/claim';
import { resourcesOf } from '../claim/resources';
import type { Authenticated } from './authenticated';
import type { GatewayDependencies } from './dependencies';

/** Signing names whose prefix in IAM is another. */
const IAM_PREFIX: Record<string, string> = { monitoring: 'cloudwatch', tagging: 'tag' };

/**
 * Asks IAM for all that an operation of a service behind moto needs. Operations without a table of their resources are for
 * administrators only.
 * @returns the claim that was decided on, and is to be carried out: completed with what the request leaves to be inferred
 * @throws AwsError AccessDenied
 */
export async function authorizeClaim(
  { account, policies, names }: GatewayDependencies,
  claim: Claim,
  { caller }: Authenticated,
): Promise<Claim> {
  const { service, operation, region } = claim;
  const at = { region, accountId: account.id };
  const table = resourcesOf(service);
  const resources =
    table && Object.hasOwn(table.operations, operation) ? table.operations[operation] : undefined;
  if (!table || !resources) {
    await policies.administratorsOnly(caller, `${IAM_PREFIX[service] ?? service}:${operation}`);
    return claim;
  }
  const input =
    table.complete?.(operation, claim.input, { ...at, caller: caller.principal.arn }) ?? claim.input;
  for (const { action, resource, context } of await resources(input, at, names))
    await policies.authorize(caller, action, resource, context);
  return { ...claim, input };
}
