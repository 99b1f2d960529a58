import type { Principal } from '../call';
import type { ConditionValues } from '../claim/authorization';
import { AwsError } from '../errors';
import { credentials, durationOf, HOUR, refuseDevices } from './credentials';
import { packedSize, type SessionInput, sessionInput } from './sessionInput';
import type { StsContext, StsOperation } from './stsOperation';

/**
 * A session of a role, for whom the role trusts. The trust is the role's own policy, and is evaluated as the policies of
 * other resources are: who is named by it needs no policy, who is trusted as a part of the account needs one.
 */
export const assumeRole: StsOperation = async (input, context) => {
  const { caller, accountId, keys, policies, now } = context;
  const arn = typeof input.RoleArn === 'string' ? input.RoleArn : '';
  const asked = sessionInput(input, caller);
  const seconds = durationOf(input, 12 * HOUR, HOUR);
  refuseDevices(input);
  const packed = packedSize(asked);

  const denied = (action: string) =>
    new AwsError(
      'AccessDenied',
      `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${arn}`,
      403,
    );
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const role = account === accountId && name ? await policies.identity('role', name) : undefined;
  if (role?.arn !== arn || !role.trust) throw denied('sts:AssumeRole');
  for (const action of actionsOf(asked)) {
    const { outcome } = await policies.decide(caller, action, arn, conditionsOf(asked));
    if (outcome !== 'allowed') throw denied(action);
  }
  await assertManagedPolicies(asked, context);
  assertDuration(seconds, role.maxSessionDuration ?? HOUR, caller.principal);

  const principal: Principal = {
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${asked.name}`,
    grantee: arn,
    userId: `${role.id}:${asked.name}`,
  };
  const transitiveTagKeys = [...Object.keys(asked.inherited), ...asked.transitiveTagKeys];
  const session = {
    roleId: role.id,
    policy: asked.policy,
    policyArns: asked.policyArns,
    tags: { ...asked.inherited, ...asked.tags },
    transitiveTagKeys,
    sourceIdentity: asked.sourceIdentity,
    issuedAt: now.getTime(),
  };
  return {
    Credentials: credentials(keys.mint(principal, seconds, now, session)),
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    ...(packed > 0 && { PackedPolicySize: packed }),
    ...(asked.sourceIdentity !== undefined && { SourceIdentity: asked.sourceIdentity }),
  };
};

function actionsOf({ tags, sourceIdentity }: SessionInput): string[] {
  return [
    'sts:AssumeRole',
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}

/** Condition keys that the request brings (IAM user guide, IAM and AWS STS condition context keys). */
function conditionsOf(asked: SessionInput): ConditionValues {
  const { name, externalId, sourceIdentity, tags, transitiveTagKeys } = asked;
  return {
    'sts:RoleSessionName': name,
    ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    'sts:TransitiveTagKeys': transitiveTagKeys,
    'aws:TagKeys': Object.keys(tags),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

async function assertManagedPolicies({ policyArns }: SessionInput, { policies }: StsContext): Promise<void> {
  for (const arn of policyArns)
    if ((await policies.managedPolicy(arn)) === undefined)
      throw new AwsError('ValidationError', `ARN ${arn} is not valid.`, 400);
}

function assertDuration(seconds: number, most: number, { arn }: Principal): void {
  if (arn.includes(':assumed-role/') && seconds > HOUR)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      400,
    );
  if (seconds > most)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      400,
    );
}
