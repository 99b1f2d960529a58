import type { Scene } from './scene';

/** A request as the principal of a case: throws the service's error when it is refused. */
export type Probe = (scene: Scene) => Promise<unknown>;

/**
 * What the policies of an account are, a request, and what AWS's documentation says becomes of it. Texts of policies may
 * hold names in angle brackets that stand for what the case has made: `<bucket>`, `<role>` (see `Names`).
 */
export interface PolicyCase {
  name: string;
  /** The page of AWS's documentation that says so. */
  page: string;
  expect: 'allow' | 'deny';
  /** Who asks; the session of a role when left out. `userSession` is what GetSessionToken gives. */
  as?: 'user' | 'userSession' | 'deployer';
  /** Path of the role or user; `/` when left out. */
  path?: string;

  /** Statements of the inline policy. */
  identity?: object[];
  /** The inline policy as a whole, for its Version. */
  document?: object;
  /** Statements of attached policies, one list each. */
  managed?: object[][];
  /** Statements of the policy of a group that the user is in. */
  group?: object[];
  /** Statements of the permissions boundary. */
  boundary?: object[];
  principalTags?: Record<string, string>;

  /** What narrows the session: the inline policy, and attached ones. */
  sessionPolicy?: object[];
  sessionPolicyArns?: object[][];
  sessionTags?: Record<string, string>;
  /** Keys of session tags that go on along a chain of roles. */
  transitiveTags?: string[];
  sessionName?: string;

  /** Policies of resources. A case with one has the bucket, key or topic for itself. */
  bucketPolicy?: object[];
  keyPolicy?: object[];
  topicPolicy?: object[];
  /** Tags of `open/a` in the bucket, and of the key and the topic. */
  objectTags?: Record<string, string>;
  keyTags?: Record<string, string>;
  topicTags?: Record<string, string>;
  /** Another role, `<target>`, for requests that assume or change one. */
  target?: { trust?: object[]; identity?: object[]; tags?: Record<string, string>; path?: string };

  request: Probe;
  /** What the name of a refusal matches when it is not one of the usual denials. */
  refusal?: RegExp;
  /** Changes that the deployer makes afterwards, each followed by the same request. */
  after?: { change: Probe; expect: 'allow' | 'deny' }[];
}

/** Cases that one page documents. */
export const documented = (page: string, cases: Omit<PolicyCase, 'page'>[]): PolicyCase[] =>
  cases.map((one) => ({ page, ...one }));

/** Resources by the names of a case. */
export const BUCKET = 'arn:aws:s3:::<bucket>';
export const OBJECTS = `${BUCKET}/*`;
export const OPEN = `${BUCKET}/open/*`;
export const CLOSED = `${BUCKET}/closed/*`;

/** @param Condition a statement's conditions, as `allow` and `deny` take them */
export const when = (Condition: object): { Condition: object } => ({ Condition });

/** The principals of a resource's statement. */
export const to = (...AWS: string[]): { Principal: object } => ({ Principal: { AWS } });
export const EVERYBODY = { Principal: '*' };
