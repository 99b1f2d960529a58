import type { Moto } from '../moto/moto';
import { type Caller, deployerArn, isRoleSession } from './caller';
import { kept } from './decisionCache';
import { type ReadPolicy, readPolicy } from './readPolicy';
import type { Tags } from './resourceFacts';
import type { ApplicablePolicies } from './simulate';

/** What IAM knows of a role or a user that bears on its rights. */
export interface Identity {
  arn: string;
  id: string;
  policies: { name: string; document: string }[];
  boundary: string | null;
  trust: string | null;
  maxSessionDuration: number | null;
  tags: Tags;
}

/** The caller's own side of a decision. */
export interface Subject extends Omit<ApplicablePolicies, 'resource'> {
  tags: Tags;
}

const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Who is who, by what moto keeps; asked for once until something changes. */
export class IdentityFacts {
  readonly #identities = new Map<string, Promise<Identity | undefined>>();
  readonly #managed = new Map<string, Promise<string | undefined>>();
  /** Policies as read: the same identity has the same. */
  readonly #read = new WeakMap<Identity, Pick<Subject, 'identity' | 'boundary'>>();

  constructor(
    private readonly moto: Pick<Moto, 'control'>,
    private readonly accountId: string,
  ) {}

  flush(): void {
    this.#identities.clear();
    this.#managed.clear();
  }

  /** A role (or user) by the last part of its ARN. */
  identity(kind: 'role' | 'user', name: string): Promise<Identity | undefined> {
    return kept(this.#identities, `${kind} ${name}`, async () => {
      const answer = await this.moto.control<Partial<Identity>>('identity', { kind, name });
      return answer.arn ? (answer as Identity) : undefined;
    });
  }

  /** The document of a managed policy's default version, if there is one of that ARN. */
  managedPolicy(arn: string): Promise<string | undefined> {
    return kept(this.#managed, arn, async () => {
      const { document } = await this.moto.control<{ document: string | null }>('managed-policy', { arn });
      return document ?? undefined;
    });
  }

  /** Undefined when the user or the role is gone, also when another has its name. @throws Error for unreadable policies */
  async subject(caller: Caller): Promise<Subject | undefined> {
    const { grantee, userId } = caller.principal;
    const session = await this.#sessionPolicies(caller);
    if (grantee === deployerArn(this.accountId))
      return { identity: [readPolicy('identity', EVERYTHING)], boundary: undefined, session, tags: {} };
    const [, kind, name] = /:(role|user)\/(?:.*\/)?([^/]+)$/.exec(grantee) ?? [];
    if ((kind !== 'role' && kind !== 'user') || name === undefined) return undefined;
    const identity = await this.identity(kind, name);
    if (identity?.arn !== grantee) return undefined;
    const id = isRoleSession(caller) ? caller.session?.roleId : userId;
    if (id !== undefined && id !== identity.id) return undefined;
    return { ...this.#policiesOf(identity), session, tags: identity.tags ?? {} };
  }

  #policiesOf(identity: Identity): Pick<Subject, 'identity' | 'boundary'> {
    let read = this.#read.get(identity);
    if (!read) {
      read = {
        identity: identity.policies.map(({ document }) => readPolicy('identity', document)),
        boundary: identity.boundary === null ? undefined : readPolicy('identity', identity.boundary),
      };
      this.#read.set(identity, read);
    }
    return read;
  }

  async #sessionPolicies({ session }: Caller): Promise<ReadPolicy[] | undefined> {
    if (session?.policy === undefined && !session?.policyArns?.length) return undefined;
    const managed = await Promise.all(
      (session.policyArns ?? []).map(async (arn) => {
        const document = await this.managedPolicy(arn);
        if (document === undefined) throw new Error(`the session policy ${arn} is gone`);
        return document;
      }),
    );
    const documents = session.policy === undefined ? managed : [session.policy, ...managed];
    return documents.map((document) => readPolicy('identity', document));
  }
}
