import { type Caller, Policies, type Session } from '../../../src/local/identity/policies';
import type { Moto } from '../../../src/local/moto/moto';
import { ACCOUNT, REGION } from '../gateway/account';

/** What the launcher would answer, without a process. */
export interface Known {
  /** Statements by the name of a role or a user. */
  identities?: Record<string, object[]>;
  boundaries?: Record<string, object[]>;
  tags?: Record<string, Record<string, string>>;
  /** Statements by the name of a bucket, a role, or the id of a key. */
  resources?: Record<string, object[]>;
  managed?: Record<string, object[]>;
  resourceTags?: Record<string, Record<string, string>>;
  version?: string;
}

/** How often each of the launcher's functions was called. */
export type Calls = Record<string, number>;

export function standIn(known: Known): { policies: Policies; calls: Calls; known: Known } {
  const calls: Calls = {};
  const document = (statements: object[]) =>
    JSON.stringify({ Version: known.version ?? '2012-10-17', Statement: statements });
  const answers: Record<string, (input: Record<string, string>) => unknown> = {
    identity: ({ kind, name = '' }) => {
      const statements = known.identities?.[name];
      if (!statements) return {};
      const boundary = known.boundaries?.[name];
      return {
        arn: `arn:aws:iam::${ACCOUNT}:${kind}/${name}`,
        id: `ID${name}`,
        policies: [{ name: 'p', document: document(statements) }],
        boundary: boundary ? document(boundary) : null,
        trust: null,
        maxSessionDuration: 3600,
        tags: known.tags?.[name] ?? {},
      };
    },
    'resource-policy': ({ name = '' }) => {
      const statements = known.resources?.[name];
      return { policy: statements ? document(statements) : null };
    },
    'managed-policy': ({ arn = '' }) => {
      const statements = known.managed?.[arn];
      return { document: statements ? document(statements) : null };
    },
    'resource-tags': ({ arn = '' }) => ({ tags: known.resourceTags?.[arn] ?? {} }),
  };
  const moto: Pick<Moto, 'control'> = {
    control: async <T>(name: string, input: unknown) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return answers[name]!(input as Record<string, string>) as T;
    },
  };
  return { policies: new Policies(moto, ACCOUNT), calls, known };
}

const request = () => ({ region: REGION, userAgent: 'test', now: new Date() });

export const roleSession = (name: string, session: Session = {}): Caller => ({
  principal: {
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/s`,
    grantee: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    userId: `ID${name}:s`,
  },
  session: { roleId: `ID${name}`, issuedAt: Date.now(), ...session },
  request: request(),
});

export const user = (name: string): Caller => ({
  principal: {
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    grantee: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    userId: `ID${name}`,
  },
  request: request(),
});
