import type { Claim } from '../claim/claim';
import { AwsError } from '../errors';
import { type PolicyKind, readPolicy } from '../identity/readPolicy';

/** Where an operation brings a policy: the member, or the name of an attribute in a member that is a map. */
interface Place {
  kind: PolicyKind;
  member: string;
  attribute?: string;
  /** The service's own code for a policy that is none. */
  code: string;
}

const resource = (member: string, code: string, attribute?: string): Place => ({
  kind: 'resource',
  member,
  code,
  attribute,
});
const identity: Place = { kind: 'identity', member: 'PolicyDocument', code: 'MalformedPolicyDocument' };
const trust = (member: string): Place => ({ kind: 'trust', member, code: 'MalformedPolicyDocument' });

const PLACES: Record<string, Place> = {
  'iam CreatePolicy': identity,
  'iam CreatePolicyVersion': identity,
  'iam CreateRole': trust('AssumeRolePolicyDocument'),
  'iam PutGroupPolicy': identity,
  'iam PutRolePolicy': identity,
  'iam PutUserPolicy': identity,
  'iam UpdateAssumeRolePolicy': trust('PolicyDocument'),
  'kms CreateKey': resource('Policy', 'MalformedPolicyDocumentException'),
  'kms PutKeyPolicy': resource('Policy', 'MalformedPolicyDocumentException'),
  's3 PutBucketPolicy': resource('Policy', 'MalformedPolicy'),
  'secretsmanager PutResourcePolicy': resource('ResourcePolicy', 'MalformedPolicyDocumentException'),
  'sns CreateTopic': resource('Attributes', 'InvalidParameter', 'Policy'),
  'sqs CreateQueue': resource('Attributes', 'InvalidAttributeValue', 'Policy'),
  'sqs SetQueueAttributes': resource('Attributes', 'InvalidAttributeValue', 'Policy'),
};

/**
 * Reads the policy that a claim brings. One that cannot be read decides nothing later: it would deny everything to
 * everybody, and the deployer could not even take it away.
 * @throws AwsError in the service's own code, with the reason
 */
export function checkPolicies({
  service,
  operation,
  input,
}: Pick<Claim, 'service' | 'operation' | 'input'>): void {
  const isTopicPolicy = operation === 'SetTopicAttributes' && input.AttributeName === 'Policy';
  const place = isTopicPolicy
    ? resource('AttributeValue', 'InvalidParameter')
    : PLACES[`${service} ${operation}`];
  if (!place) return;
  const { kind, member, attribute, code } = place;
  const value =
    attribute === undefined
      ? input[member]
      : (input[member] as Record<string, unknown> | undefined)?.[attribute];
  if (typeof value !== 'string' || value === '') return;
  try {
    readPolicy(kind, value);
  } catch (error) {
    throw new AwsError(code, `The policy is not valid: ${(error as Error).message}`, 400);
  }
}
