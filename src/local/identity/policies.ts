import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Principal } from '../call';
import type { ConditionValues } from '../claim/authorization';
import { AwsError } from '../errors';
import type { Moto } from '../moto/moto';

/** What IAM knows of a role or a user that bears on its rights. */
export interface Identity {
  arn: string;
  id: string;
  policies: { name: string; document: string }[];
  boundary: string | null;
  trust: string | null;
  maxSessionDuration: number | null;
}

/** What narrows and describes a session beside its role's policies. */
export interface Session {
  /** The role's unique id when the session began: a role made anew under the same name is another role. */
  roleId?: string;
  /** Inline session policy. */
  policy?: string;
  /** Managed session policies. */
  policyArns?: string[];
  /** Session tags. */
  tags?: Record<string, string>;
  /** Keys of the tags that go on to sessions that this one assumes. */
  transitiveTagKeys?: string[];
  sourceIdentity?: string;
  /** When the session was issued (`aws:TokenIssueTime`). Milliseconds since 1970. */
  issuedAt?: number;
}

/** Values of the request that are condition keys of every action. */
export interface RequestFacts {
  /** `aws:RequestedRegion` */
  region: string;
  /** `aws:UserAgent` */
  userAgent?: string;
  /** `aws:CurrentTime`, `aws:EpochTime` */
  now: Date;
}

/** Who asks, with what narrows a session, and from where. */
export interface Caller {
  principal: Principal;
  session?: Session;
  request: RequestFacts;
}

/** `allowed`, or why not: `explicit`, a policy denies it; `implicit`, none allows it. */
type Decision = 'allowed' | 'explicit' | 'implicit';

const CACHE = 5_000;
const ROOT_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/**
 * IAM's decisions, by the policies that moto keeps. Each is kept until the next call that changes anything there. What
 * cannot be decided is denied.
 */
export class Policies {
  readonly #decisions = new Map<string, Promise<Decision>>();
  readonly #identities = new Map<string, Promise<Identity | undefined>>();
  readonly #resourcePolicies = new Map<string, Promise<unknown>>();

  constructor(
    private readonly moto: Moto,
    private readonly accountId: string,
  ) {}

  /** Forgets what was decided: IAM, or a bucket's policy, has changed. */
  flush(): void {
    this.#decisions.clear();
    this.#identities.clear();
    this.#resourcePolicies.clear();
  }

  /** A role (or user) by the last part of its ARN. */
  identity(kind: 'role' | 'user', name: string): Promise<Identity | undefined> {
    return kept(this.#identities, `${kind} ${name}`, async () => {
      const answer = await this.moto.control<Partial<Identity>>('identity', { kind, name });
      return answer.arn ? (answer as Identity) : undefined;
    });
  }

  /** @throws AwsError AccessDenied (S3) or AccessDeniedException, with IAM's text, unless the caller may */
  async authorize(
    caller: Caller,
    action: string,
    resource: string,
    context: ConditionValues = {},
  ): Promise<void> {
    const decision = await this.decide(caller, action, resource, context);
    if (decision === 'allowed') return;
    const why =
      decision === 'explicit'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    const message = `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
    throw action.startsWith('s3:')
      ? new AwsError('AccessDenied', message, 403)
      : new AwsError('AccessDeniedException', message, 400);
  }

  /** @throws AwsError unless the caller may do everything in the account */
  async authorizeAdministrator(caller: Caller, action: string): Promise<void> {
    await this.authorize(caller, `${action.split(':')[0]}:*`, '*');
  }

  /** Decides on many resources. @throws AwsError as `authorize`, for the first that is not allowed */
  async authorizeEach(caller: Caller, action: string, resources: Iterable<string>): Promise<void> {
    for (const resource of resources) await this.authorize(caller, action, resource);
  }

  async decide(
    caller: Caller,
    action: string,
    resource: string,
    context: ConditionValues = {},
  ): Promise<Decision> {
    const key = JSON.stringify([caller.principal.arn, caller.session?.policy, action, resource, context]);
    let decision = this.#decisions.get(key);
    if (!decision) {
      if (this.#decisions.size > CACHE) this.#decisions.clear();
      decision = this.#evaluate(caller, action, resource, context).catch((error: unknown) => {
        console.error(
          `iam: ${action} on ${resource} by ${caller.principal.arn} cannot be decided, so it is denied:`,
          error,
        );
        this.#decisions.delete(key);
        return 'implicit';
      });
      this.#decisions.set(key, decision);
    }
    return decision;
  }

  async #evaluate(
    caller: Caller,
    action: string,
    resource: string,
    context: ConditionValues,
  ): Promise<Decision> {
    const { principal } = caller;
    const [, kind, name] = /:(role|user)\/(?:.*\/)?([^/]+)$/.exec(principal.grantee) ?? [];
    if (kind === undefined || name === undefined) return 'implicit';
    const isDeployer = principal.grantee === deployerArn(this.accountId);
    const identity = isDeployer ? undefined : await this.identity(kind as 'role' | 'user', name);
    if (!isDeployer && !identity) return 'implicit';
    const resourcePolicy = await this.#resourcePolicy(resource);
    if (isDeployer && !resourcePolicy && !caller.session?.policy) return 'allowed';
    // The policy of a bucket or a key binds the deployer too.
    const parse = (document: string) => JSON.parse(document) as unknown;
    const answer = await runSimulation(
      {
        request: {
          action,
          resource: { resource, accountId: this.accountId },
          principal: principal.arn,
          contextVariables: {
            // Loopback never leaves the machine: it stands in for TLS.
            'aws:SecureTransport': 'true',
            'aws:PrincipalArn': principal.grantee,
            'aws:PrincipalAccount': this.accountId,
            'aws:SourceIp': '127.0.0.1',
            'aws:CurrentTime': new Date().toISOString(),
            ...context,
          },
        },
        identityPolicies: isDeployer
          ? [{ name: 'deployer', policy: parse(ROOT_POLICY) }]
          : identity!.policies.map(({ name: label, document }) => ({ name: label, policy: parse(document) })),
        permissionBoundaryPolicies: identity?.boundary
          ? [{ name: 'boundary', policy: parse(identity.boundary) }]
          : undefined,
        sessionPolicy: caller.session?.policy ? parse(caller.session?.policy) : undefined,
        resourcePolicy,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    if (answer.resultType === 'error')
      throw new Error(`${answer.errors.message} ${JSON.stringify(answer.errors)}`);
    if (answer.overallResult === 'Allowed') return 'allowed';
    return answer.overallResult === 'ExplicitlyDenied' ? 'explicit' : 'implicit';
  }

  /**
   * The policy that hangs on the resource itself, where the service has such and IAM must know it: buckets and keys. All
   * objects of a bucket share it.
   */
  async #resourcePolicy(resource: string): Promise<unknown> {
    const [, bucket] = /^arn:aws:s3:::([^/*]+)/.exec(resource) ?? [];
    const [, region, key] = /^arn:aws:kms:([^:]+):\d+:((?:key|alias)\/.+)$/.exec(resource) ?? [];
    const of = bucket
      ? { service: 's3', region: 'aws', name: bucket }
      : key
        ? { service: 'kms', region, name: key.replace(/^key\//, '') }
        : undefined;
    if (!of) return undefined;
    return kept(this.#resourcePolicies, JSON.stringify(of), async () => {
      const { policy } = await this.moto.control<{ policy: string | null }>('resource-policy', of);
      return policy ? (JSON.parse(policy) as unknown) : undefined;
    });
  }
}

/** What is known under a key, or on its way; asked for once. A failure is not kept. */
function kept<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  let value = known.get(key);
  if (!value) {
    if (known.size > CACHE) known.clear();
    value = ask();
    value.catch(() => known.delete(key));
    known.set(key, value);
  }
  return value;
}

export const deployerArn = (accountId: string): string => `arn:aws:iam::${accountId}:user/deployer`;
