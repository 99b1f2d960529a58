import { XMLBuilder } from 'fast-xml-parser';
import type { Principal } from '../call';
import { AwsError } from '../errors';
import type { HttpResponse } from '../http';
import { type AccessKeys, newId } from '../identity/accessKeys';
import type { Caller, Policies } from '../identity/policies';
import { trusts } from './trust';

/** What an operation of STS works with. */
export interface StsContext {
  caller: Caller;
  accountId: string;
  keys: AccessKeys;
  policies: Policies;
  now: Date;
  requestId: string;
}

type StsOperation = (input: URLSearchParams, context: StsContext) => Promise<Record<string, unknown>>;

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const HOUR = 3600;
const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

const OPERATIONS: Record<string, StsOperation> = {
  GetCallerIdentity: async (_input, { caller, accountId }) => ({
    Arn: caller.principal.arn,
    UserId: caller.principal.userId,
    Account: accountId,
  }),
  AssumeRole: assumeRole,
  GetSessionToken: async (input, { caller, keys, now }) => {
    if (caller.principal.arn.includes(':assumed-role/'))
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    return {
      Credentials: credentials(keys.mint(caller.principal, duration(input, 900, 36 * HOUR, 12 * HOUR), now)),
    };
  },
};

/** The names of the operations that are answered. */
export const STS_OPERATIONS: readonly string[] = Object.keys(OPERATIONS);

/** Answers one request of STS's query protocol. @throws AwsError */
export async function answerSts(input: URLSearchParams, context: StsContext): Promise<HttpResponse> {
  const action = input.get('Action') ?? '';
  const operation = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined;
  if (!operation)
    throw new AwsError('InvalidAction', `Could not find operation ${action} for version 2011-06-15`, 400);
  const result = await operation(input, context);
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': context.requestId },
    body: xml.build({
      [`${action}Response`]: {
        '@xmlns': NAMESPACE,
        [`${action}Result`]: result,
        ResponseMetadata: { RequestId: context.requestId },
      },
    }),
  };
}

function duration(input: URLSearchParams, least: number, most: number, usual: number): number {
  const text = input.get('DurationSeconds');
  if (text === null) return usual;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < least || seconds > most)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value between ${least} and ${most}`,
      400,
    );
  return seconds;
}

const credentials = (made: ReturnType<AccessKeys['mint']>) => ({
  AccessKeyId: made.accessKeyId,
  SecretAccessKey: made.secret,
  SessionToken: made.sessionToken,
  Expiration: made.expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
});

/** AssumeRole: the caller must be allowed to ask, and the role must trust the caller. */
async function assumeRole(
  input: URLSearchParams,
  { caller, accountId, keys, policies, now }: StsContext,
): Promise<Record<string, unknown>> {
  const arn = input.get('RoleArn') ?? '';
  const session = input.get('RoleSessionName') ?? '';
  const wrong = sessionNameFault(session);
  if (wrong)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: ${wrong}`,
      400,
    );
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const denied = () =>
    new AwsError(
      'AccessDenied',
      `User: ${caller.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      403,
    );
  const role = account === accountId && name ? await policies.identity('role', name) : undefined;
  if (!role || role.arn !== arn || !role.trust) throw denied();
  const trust = trusts(role.trust, caller.principal, accountId);
  if (trust === 'no') throw denied();
  // A trust in the whole account hands the decision to the caller's own policies; a trust in the caller decides itself.
  const decision = await policies.decide(caller, 'sts:AssumeRole', arn);
  if (decision === 'explicit' || (trust === 'account' && decision !== 'allowed')) throw denied();
  const chained = caller.principal.arn.includes(':assumed-role/');
  const seconds = duration(input, 900, chained ? HOUR : (role.maxSessionDuration ?? HOUR), HOUR);
  const id = role.id || newId('AROA');
  const principal: Principal = {
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    grantee: arn,
    userId: `${id}:${session}`,
  };
  const policy = input.get('Policy') ?? undefined;
  if (policy !== undefined) assertPolicy(policy);
  return {
    Credentials: credentials(keys.mint(principal, seconds, now, { policy })),
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
  };
}

function sessionNameFault(name: string): string | undefined {
  if (!/^[\w+=,.@-]*$/.test(name)) return 'Member must satisfy regular expression pattern: [\\w+=,.@-]*';
  if (name.length < 2) return 'Member must have length greater than or equal to 2';
  return name.length > 64 ? 'Member must have length less than or equal to 64' : undefined;
}

function assertPolicy(policy: string): void {
  try {
    JSON.parse(policy);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json', 400);
  }
}
