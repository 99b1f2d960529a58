import type { AccessKeys } from '../identity/accessKeys';
import type { Caller, Policies } from '../identity/policies';

/** What an operation of STS works with. */
export interface StsContext {
  caller: Caller;
  accountId: string;
  keys: Pick<AccessKeys, 'mint'>;
  policies: Policies;
  now: Date;
  requestId: string;
}

/** @param input the members of the operation's model @returns the members of its result @throws AwsError */
export type StsOperation = (
  input: Record<string, unknown>,
  context: StsContext,
) => Promise<Record<string, unknown>>;
