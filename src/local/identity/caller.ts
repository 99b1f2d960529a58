import type { Principal } from '../call';

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

export const deployerArn = (accountId: string): string => `arn:aws:iam::${accountId}:user/deployer`;

/** Whether the caller is a session of a role: sessions of users are the users themselves. */
export const isRoleSession = ({ principal }: Caller): boolean => principal.arn.includes(':assumed-role/');
