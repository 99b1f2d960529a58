import type { Call } from '../call';
import type { Caller } from '../identity/policies';
import type { GatewayDependencies } from './dependencies';
import type { Incoming } from './incoming';
import { type SignedScope, type Verified, verify } from './signature';

/** Who sent it, as the signature proved. */
export interface Authenticated {
  verified: Verified;
  caller: Caller;
}

/**
 * Holds a request against its signature.
 * @param payloadHash what the signature says of the body
 * @throws AwsError with the codes of S3
 */
export function authenticate(
  { keys }: Pick<GatewayDependencies, 'keys'>,
  incoming: Incoming,
  claim: SignedScope,
  payloadHash: string,
): Authenticated {
  const owner = keys.find(claim.accessKeyId);
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
    caller: {
      principal: owner!.principal,
      session: owner!.session,
      request: { region: verified.region, userAgent: incoming.headers['user-agent'], now: incoming.now },
    },
  };
}

/** What an operation may know of the request. */
export function callOf(
  { account, policies }: Pick<GatewayDependencies, 'account' | 'policies'>,
  incoming: Incoming,
  { verified, caller }: Authenticated,
): Call {
  return {
    account,
    principal: caller.principal,
    region: verified.region,
    requestId: incoming.requestId,
    now: incoming.now,
    authorize: (action, resource, context) => policies.authorize(caller, action, resource, context),
    authorizeEach: (action, resources) => policies.authorizeEach(caller, action, resources),
  };
}
