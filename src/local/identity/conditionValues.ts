import type { ConditionValues } from '../claim/authorization';
import { type Caller, isRoleSession } from './caller';
import type { ResourceFacts, Tags } from './resourceFacts';

/** What the values of condition keys are taken from. */
export interface ConditionSources {
  caller: Caller;
  /** Tags of the user or the role. */
  principalTags: Tags;
  accountId: string;
  /** An ARN, or `*`. */
  resource: string;
  /** Values that the request brings. */
  context: ConditionValues;
  facts: ResourceFacts;
}

/** The values, by keys in lower case, and whether a decision by them holds until a policy changes. */
export interface FoundValues {
  values: ConditionValues;
  lasting: boolean;
}

const TIMES = new Set(['aws:currenttime', 'aws:epochtime', 'aws:tokenissuetime']);
const RESOURCE_TAG = /^(?:aws|iam|secretsmanager|ssm|lambda|kms|sqs|sns|glue|athena):resourcetag\//;
const OBJECT_TAG = 's3:existingobjecttag/';
const KEY_ALIASES = 'kms:resourcealiases';
const PRINCIPAL_TAG = 'aws:principaltag/';

/** Keys that need a look at the very resource. */
export const asksForResource = (key: string): boolean =>
  RESOURCE_TAG.test(key) ||
  key.startsWith(OBJECT_TAG) ||
  key === KEY_ALIASES ||
  key === 'aws:resourceaccount';

/** Values of the wanted keys, which are in lower case. A key without a value is left out, as AWS does. */
export async function conditionValues(
  wanted: ReadonlySet<string>,
  sources: ConditionSources,
): Promise<FoundValues> {
  const values: ConditionValues = {};
  if (wanted.size === 0) return { values, lasting: true };
  const brought = lowerCased(sources.context);
  const tags = principalTags(sources);
  let resourceTags: Tags | undefined;
  let objectTags: Tags | undefined;
  let lasting = true;
  for (const key of wanted) {
    let value: string | string[] | undefined;
    if (RESOURCE_TAG.test(key)) {
      lasting = false;
      resourceTags ??= lowerCased(
        sources.resource === '*' ? {} : await sources.facts.tagsOf(sources.resource),
      );
      value = resourceTags[key.slice(key.indexOf('/') + 1)];
    } else if (key.startsWith(OBJECT_TAG)) {
      lasting = false;
      objectTags ??= lowerCased(await tagsOfObject(sources));
      value = objectTags[key.slice(OBJECT_TAG.length)];
    } else if (key === KEY_ALIASES) {
      lasting = false;
      value = sources.resource.includes(':key/')
        ? await sources.facts.keyAliases(sources.resource)
        : undefined;
    } else if (key.startsWith(PRINCIPAL_TAG)) value = tags[key.slice(PRINCIPAL_TAG.length)];
    else {
      if (TIMES.has(key)) lasting = false;
      const global = Object.hasOwn(GLOBAL, key) ? GLOBAL[key] : undefined;
      value = global?.(sources) ?? (Object.hasOwn(brought, key) ? brought[key] : undefined);
    }
    // A key without any value is not there; one value of several is one value.
    if (Array.isArray(value)) value = value.length > 1 ? value : value[0];
    if (value !== undefined) values[key] = value;
  }
  return { values, lasting };
}

/** Keys of every request (IAM user guide, AWS global condition context keys). */
const GLOBAL: Record<string, (sources: ConditionSources) => string | undefined> = {
  // Loopback never leaves the machine: it stands in for TLS.
  'aws:securetransport': () => 'true',
  'aws:sourceip': () => '127.0.0.1',
  'aws:principalarn': ({ caller }) => caller.principal.grantee,
  'aws:principalaccount': ({ accountId }) => accountId,
  'aws:principaltype': ({ caller }) => (isRoleSession(caller) ? 'AssumedRole' : 'User'),
  'aws:userid': ({ caller }) => caller.principal.userId,
  'aws:username': ({ caller }) =>
    isRoleSession(caller) ? undefined : caller.principal.grantee.split('/').at(-1),
  'aws:currenttime': ({ caller }) => caller.request.now.toISOString(),
  'aws:epochtime': ({ caller }) => String(Math.floor(caller.request.now.getTime() / 1000)),
  'aws:tokenissuetime': ({ caller: { session } }) =>
    session?.issuedAt === undefined ? undefined : new Date(session.issuedAt).toISOString(),
  'aws:requestedregion': ({ caller }) => caller.request.region,
  'aws:useragent': ({ caller }) => caller.request.userAgent,
  'aws:sourceidentity': ({ caller }) => caller.session?.sourceIdentity,
  // A request with keys of a user has no such key; a session could have it, and nobody here has a device.
  'aws:multifactorauthpresent': ({ caller }) => (caller.session ? 'false' : undefined),
  'aws:viaawsservice': () => 'false',
  'aws:principalisawsservice': () => 'false',
  'aws:resourceaccount': ({ resource, accountId }) =>
    resource === '*' ? undefined : resource.split(':')[4] || accountId,
  's3:resourceaccount': ({ resource, accountId }) =>
    resource.startsWith('arn:aws:s3:') ? accountId : undefined,
};

function principalTags({ caller, principalTags }: ConditionSources): Tags {
  return Object.assign(lowerCased(principalTags), lowerCased(caller.session?.tags ?? {}));
}

async function tagsOfObject({ resource, facts }: ConditionSources): Promise<Tags> {
  const [, bucket, key] = /^arn:aws:s3:::([^/]+)\/(.+)$/s.exec(resource) ?? [];
  return bucket === undefined || key === undefined ? {} : facts.objectTags(bucket, key);
}

const lowerCased = <T>(values: Record<string, T>): Record<string, T> => {
  const lower: Record<string, T> = Object.create(null) as Record<string, T>;
  for (const [key, value] of Object.entries(values)) lower[key.toLowerCase()] = value;
  return lower;
};
