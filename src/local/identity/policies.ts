import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import type { ConditionValues } from '../claim/authorization';
import { AwsError } from '../errors';
import type { Moto } from '../moto/moto';
import { type Caller, deployerArn } from './caller';
import { asksForResource, conditionValues } from './conditionValues';
import { DecisionCache } from './decisionCache';
import { type Identity, IdentityFacts, type Subject } from './identityFacts';
import { hasNoncharacters } from './literalText';
import { type ReadPolicy, readPolicy } from './readPolicy';
import { refusal } from './refusal';
import { AccountFacts, type ResourceFacts } from './resourceFacts';
import { concernsService, distinguishable } from './resourcePatterns';
import { holderName, policyHolder, ResourcePolicies } from './resourcePolicies';
import { type ApplicablePolicies, type Decision, simulate } from './simulate';

export type { Caller, RequestFacts, Session } from './caller';
export { deployerArn } from './caller';
export type { Identity } from './identityFacts';

/** An action of a service that no policy can name: who may do it may do everything. */
const UNNAMED = 'lakehouse-unnamed:AnyOperation';
const ARN = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:[\s\S]/;
const DENIED: Decision = { outcome: 'implicit', by: 'identity-based policy' };

/**
 * IAM's decisions, by the policies that moto keeps. Each is kept, by every value that it read, until the next call that
 * changes anything there. What cannot be decided is denied.
 */
export class Policies {
  readonly #decisions = new DecisionCache();
  readonly #identities: IdentityFacts;
  readonly #resourcePolicies: ResourcePolicies;

  constructor(
    moto: Pick<Moto, 'control'>,
    private readonly accountId: string,
    private readonly facts: ResourceFacts = new AccountFacts(moto),
  ) {
    this.#identities = new IdentityFacts(moto, accountId);
    this.#resourcePolicies = new ResourcePolicies(moto, accountId);
  }

  /** Forgets what was decided: to be called after every call that changed IAM, or anything that policies hang on. */
  flush(): void {
    this.#decisions.flush();
    this.#identities.flush();
    this.#resourcePolicies.flush();
  }

  /** A role (or user) by the last part of its ARN. */
  identity(kind: 'role' | 'user', name: string): Promise<Identity | undefined> {
    return this.#identities.identity(kind, name);
  }

  /** The document of a managed policy, if there is one of that ARN. */
  managedPolicy(arn: string): Promise<string | undefined> {
    return this.#identities.managedPolicy(arn);
  }

  /** @throws AwsError AccessDenied (S3) or AccessDeniedException, with IAM's text, unless the caller may */
  async authorize(
    caller: Caller,
    action: string,
    resource: string,
    context: ConditionValues = {},
  ): Promise<void> {
    const decision = await this.decide(caller, action, resource, context);
    if (decision.outcome !== 'allowed') throw refusal(caller, action, resource, decision);
  }

  /**
   * Decides on many resources, with one evaluation for all that no policy can tell apart.
   * @throws AwsError as `authorize`, for the first that is not allowed
   */
  async authorizeEach(caller: Caller, action: string, resources: Iterable<string>): Promise<void> {
    const list = [...resources];
    const byHolder = new Map<string, string[]>();
    for (const resource of list) {
      const name = holderName(action, resource);
      const group = byHolder.get(name);
      if (group) group.push(resource);
      else byHolder.set(name, [resource]);
    }
    const asked: string[] = [];
    for (const group of byHolder.values()) asked.push(...(await this.#toAsk(caller, action, group)));
    // The first that is not allowed is told, wherever its group stands.
    if (byHolder.size > 1) {
      const place = new Map(list.map((resource, index) => [resource, index]));
      asked.sort((a, b) => place.get(a)! - place.get(b)!);
    }
    for (const resource of asked) await this.authorize(caller, action, resource);
  }

  /** For calls whose resource cannot be told: whoever may do everything, and is denied nothing of the service, may do them. */
  async administratorsOnly(caller: Caller, action: string): Promise<void> {
    // The right to change rights, too: a policy of everything but IAM makes no administrator.
    for (const asked of [UNNAMED, 'iam:PutUserPolicy', action]) {
      const decision = await this.decide(caller, asked, '*');
      if (decision.outcome !== 'allowed') throw refusal(caller, action, '*', decision);
    }
    const subject = await this.#identities.subject(caller);
    const policies = subject ? all({ ...subject, resource: undefined }) : [];
    const denied = policies.some(({ statements }) =>
      statements.some((statement) => statement.effect === 'Deny' && concernsService(statement, action)),
    );
    if (denied) throw refusal(caller, action, '*', { outcome: 'explicit', by: 'identity-based policy' });
  }

  /**
   * @param resource an ARN of literal text, or `*` for an action without resources
   * @throws AwsError ServiceUnavailable (503) while what policies hang on cannot be asked for
   */
  async decide(
    caller: Caller,
    action: string,
    resource: string,
    context: ConditionValues = {},
  ): Promise<Decision> {
    try {
      return await this.#decide(caller, action, resource, context);
    } catch (error) {
      // What cannot be asked at the moment is not decided: clients try again.
      if (isUnavailable(error)) throw error;
      console.error(
        `iam: ${action} on ${resource} by ${caller.principal.arn} cannot be decided, so it is denied:`,
        error,
      );
      return DENIED;
    }
  }

  async #decide(
    caller: Caller,
    action: string,
    resource: string,
    context: ConditionValues,
  ): Promise<Decision> {
    const { generation } = this.#decisions;
    if (hasNoncharacters(resource)) throw new Error('the resource holds noncharacters of Unicode');
    // A text that is no ARN names nothing: it needs the right to all resources, and the service tells what is wrong with it.
    if (resource !== '*' && !ARN.test(resource)) return this.#decide(caller, action, '*', context);
    const subject = await this.#identities.subject(caller);
    if (!subject) return DENIED;
    const { arn, policy } = await this.#resourcePolicy(action, resource);
    if (!policy && this.#isUnlimited(caller)) return { outcome: 'allowed' };
    const policies: ApplicablePolicies = { ...subject, resource: policy };
    const { values, lasting } = await conditionValues(keysOf(policies), {
      caller,
      principalTags: subject.tags,
      accountId: this.accountId,
      resource: arn,
      context,
      facts: this.facts,
    });
    const { principal, session } = caller;
    const key =
      lasting &&
      JSON.stringify([
        principal.arn,
        principal.userId,
        session?.policy,
        session?.policyArns,
        action,
        arn,
        values,
      ]);
    const known = key ? this.#decisions.find(key) : undefined;
    if (known) return known;
    const resourceUnknown = arn === '*' && (await hasResources(action));
    const decision = simulate(
      {
        principal: principal.arn,
        action,
        resource: arn,
        resourceUnknown,
        accountId: this.accountId,
        values,
      },
      policies,
    );
    if (key) this.#decisions.keep(key, decision, generation);
    return decision;
  }

  /** Those of a holder's resources that must be decided on one by one. */
  async #toAsk(caller: Caller, action: string, resources: string[]): Promise<string[]> {
    const [first] = resources;
    if (first === undefined || resources.length === 1) return resources;
    let policies: ReadPolicy[];
    try {
      const subject: Subject | undefined = await this.#identities.subject(caller);
      const { policy } = await this.#resourcePolicy(action, first);
      if (!subject) return [first];
      policies = all({ ...subject, resource: policy });
    } catch {
      // It is logged and denied when the first is decided on.
      return [first];
    }
    // Single services have rules for single resources, and conditions may look at each.
    const alone =
      /^arn:aws:(?:kms|iam):/.test(first) ||
      policies.some((policy) => policy.hasVariablesInResources || [...policy.keys].some(asksForResource));
    if (alone) return resources;
    return distinguishable(action, resources, policies);
  }

  /** The resource as IAM sees it, and the policy that hangs on it, if there is one. */
  async #resourcePolicy(
    action: string,
    resource: string,
  ): Promise<{ arn: string; policy: ReadPolicy | undefined }> {
    const holder = resource === '*' ? undefined : policyHolder(action, resource);
    if (!holder) return { arn: resource, policy: undefined };
    const { policy, arn } = await this.#resourcePolicies.of(holder);
    const kind = holder.service === 'iam' ? 'trust' : 'resource';
    return {
      // An alias stands for its key.
      arn: holder.service === 'kms' && arn ? arn : resource,
      policy: policy === undefined ? undefined : readPolicy(kind, policy),
    };
  }

  /** Whether nothing but the policy of a resource can bind the caller. */
  #isUnlimited({ principal, session }: Caller): boolean {
    return (
      principal.grantee === deployerArn(this.accountId) &&
      session?.policy === undefined &&
      !session?.policyArns?.length
    );
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof AwsError && error.status === 503;

const all = ({ identity, boundary, session = [], resource }: ApplicablePolicies): ReadPolicy[] => [
  ...identity,
  ...(boundary ? [boundary] : []),
  ...session,
  ...(resource ? [resource] : []),
];

function keysOf(policies: ApplicablePolicies): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const policy of all(policies)) for (const key of policy.keys) keys.add(key);
  return keys;
}

const withResources = new Map<string, boolean>();

/** Whether the Service Authorization Reference names resources for an action; it does not know every action. */
async function hasResources(action: string): Promise<boolean> {
  let has = withResources.get(action);
  if (has === undefined) {
    const [service = '', name = ''] = action.split(':');
    has = !(await isWildcardOnlyAction(service, name).catch(() => false));
    if (withResources.size < 5_000) withResources.set(action, has);
  }
  return has;
}
