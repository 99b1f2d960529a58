import { AwsError } from '../errors';
import type { Caller } from '../identity/policies';
import { readPolicy } from '../identity/readPolicy';
import { violation } from './credentials';

/** What a request makes of the session beside its role. */
export interface SessionInput {
  name: string;
  externalId: string | undefined;
  /** Of the request, or of the session that asks: it is never changed. */
  sourceIdentity: string | undefined;
  policy: string | undefined;
  policyArns: string[];
  /** Tags that the request passes. */
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  /** Tags that the session that asks hands on. */
  inherited: Record<string, string>;
}

/** Percent of the room for policies and tags (API reference of AssumeRole, PackedPolicySize). */
const ROOM = 2048;
const NAME = /^[\w+=,.@-]*$/;
const NAME_PATTERN = 'Member must satisfy regular expression pattern: [\\w+=,.@-]*';
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const invalid = (message: string) => new AwsError('InvalidParameterValue', message, 400);

/** Reads and checks what AssumeRole is asked. @throws AwsError with STS's codes and texts */
export function sessionInput(input: Record<string, unknown>, caller: Caller): SessionInput {
  if (input.ProvidedContexts !== undefined)
    throw invalid('Provided contexts are not there in the local account.');
  const name = checked(textOf(input.RoleSessionName) ?? '', 'roleSessionName', 64);
  const externalId = textOf(input.ExternalId);
  if (externalId !== undefined) checkExternalId(externalId);
  const { tags, inherited, transitiveTagKeys } = tagsOf(input, caller);
  return {
    name,
    externalId,
    sourceIdentity: sourceIdentityOf(input, caller),
    policy: policyOf(textOf(input.Policy)),
    policyArns: policyArnsOf(input.PolicyArns),
    tags,
    inherited,
    transitiveTagKeys,
  };
}

/** How full the session is, in percent. @throws AwsError PackedPolicyTooLarge */
export function packedSize({ policy = '', policyArns, tags }: SessionInput): number {
  const texts = [policy, ...policyArns, ...Object.entries(tags).flat()];
  const length = policy.length + policyArns.join('').length;
  const percent = Math.ceil((texts.join('').length / ROOM) * 100);
  if (length > ROOM)
    throw new AwsError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${Math.ceil((length / ROOM) * 100)}% of allotted space, please use smaller policy.`,
      400,
    );
  // Tags are packed: how well is not known.
  return Math.min(percent, 100);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function checked(value: string, member: string, most: number): string {
  if (!NAME.test(value)) throw violation(value, member, NAME_PATTERN);
  if (value.length < 2) throw violation(value, member, 'Member must have length greater than or equal to 2');
  if (value.length > most)
    throw violation(value, member, `Member must have length less than or equal to ${most}`);
  return value;
}

function checkExternalId(value: string): void {
  if (!/^[\w+=,.@:/-]*$/.test(value))
    throw violation(value, 'externalId', 'Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*');
  if (value.length < 2)
    throw violation(value, 'externalId', 'Member must have length greater than or equal to 2');
  if (value.length > 1224)
    throw violation(value, 'externalId', 'Member must have length less than or equal to 1224');
}

function sourceIdentityOf(input: Record<string, unknown>, { session }: Caller): string | undefined {
  const asked = textOf(input.SourceIdentity);
  if (asked !== undefined) checked(asked, 'sourceIdentity', 64);
  const inherited = session?.sourceIdentity;
  if (asked !== undefined && inherited !== undefined && asked !== inherited)
    throw new AwsError(
      'AccessDenied',
      'You cannot change the source identity of a session that has one already.',
      403,
    );
  return inherited ?? asked;
}

function policyOf(policy: string | undefined): string | undefined {
  if (policy === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json', 400);
  }
  try {
    if (typeof parsed !== 'object' || parsed === null) throw new Error('it is no object');
    readPolicy('identity', policy);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.', 400);
  }
  return policy;
}

function policyArnsOf(value: unknown): string[] {
  const arns = (Array.isArray(value) ? (value as { arn?: unknown }[]) : []).map(({ arn }) =>
    typeof arn === 'string' ? arn : '',
  );
  if (arns.length > 10)
    throw violation(`[${arns.join(', ')}]`, 'policyArns', 'Member must have length less than or equal to 10');
  for (const arn of arns)
    if (!/^arn:aws:iam::(?:\d{12}|aws):policy\/.+$/.test(arn))
      throw new AwsError('ValidationError', `ARN ${arn} is not valid.`, 400);
  return arns;
}

function tagsOf(
  input: Record<string, unknown>,
  { session }: Caller,
): Pick<SessionInput, 'tags' | 'inherited' | 'transitiveTagKeys'> {
  const list = Array.isArray(input.Tags) ? (input.Tags as { Key?: unknown; Value?: unknown }[]) : [];
  const asked = Array.isArray(input.TransitiveTagKeys) ? input.TransitiveTagKeys.map(String) : [];
  if (list.length > 50)
    throw violation(`${list.length} tags`, 'tags', 'Member must have length less than or equal to 50');
  const pairs = list.map(({ Key, Value }) => [textOf(Key) ?? '', textOf(Value) ?? ''] as const);
  for (const [key, value] of pairs) checkTag(key, value);
  if (new Set(pairs.map(([key]) => key.toLowerCase())).size < pairs.length)
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  const tags = Object.fromEntries(pairs);
  const handedOn = session?.transitiveTagKeys ?? [];
  const inherited = Object.fromEntries(
    Object.entries(session?.tags ?? {}).filter(([key]) => handedOn.some((one) => same(one, key))),
  );
  if (Object.keys(tags).some((key) => hasKey(inherited, key)))
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  if (asked.some((key) => !hasKey(tags, key)))
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  return { tags, inherited, transitiveTagKeys: asked };
}

function checkTag(key: string, value: string): void {
  const pattern = 'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+';
  if (key.length < 1 || key.length > 128 || !TAG.test(key))
    throw violation(key, 'tags.1.member.key', pattern);
  if (value.length > 256 || !TAG.test(value)) throw violation(value, 'tags.1.member.value', pattern);
  if (/^aws:/i.test(key)) throw invalid('Tag keys beginning with aws: are reserved for system use.');
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const hasKey = (tags: Record<string, string>, key: string): boolean =>
  Object.keys(tags).some((one) => same(one, key));
