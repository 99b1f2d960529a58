import type { Account } from './account';
import type { ConditionValues } from './claim/authorization';

/** Who makes a call, as the signature proved it. */
export interface Principal {
  /** The caller's own ARN: `arn:aws:iam::<account>:user/deployer` or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  arn: string;
  /** What grants and policies name: the user's ARN, or the role's ARN (`arn:aws:iam::<account>:role/<role>`) of a session. */
  grantee: string;
  /** `AWS:userid` of GetCallerIdentity. */
  userId: string;
}

/** What an operation may know of the request that it answers. It knows nothing of HTTP. */
export interface Call {
  account: Account;
  principal: Principal;
  region: string;
  requestId: string;
  now: Date;
  /**
   * Evaluates the caller's IAM policies (and a bucket's policy) for a further action on behalf of the caller, as Athena
   * does for S3 and Glue. @throws AwsError AccessDeniedException (403 AccessDenied for `s3:` actions) when it is not allowed.
   */
  authorize(action: string, resource: string, context?: ConditionValues): Promise<void>;
  /**
   * The same for many objects at once: each is decided on, by as few evaluations as their differences need.
   * @throws AwsError for the first that is not allowed
   */
  authorizeEach(action: string, resources: Iterable<string>): Promise<void>;
}

/** One API operation, typed by the SDK's own input and output. @throws AwsError with AWS's code and text */
export type Operation<In, Out> = (input: In, call: Call) => Promise<Out>;

/** The operations of one service by their API name (`GetTable`); the gateway finds them here. */
// biome-ignore lint/suspicious/noExplicitAny: the map holds operations of many input types; the wire is checked by each operation
export type Operations = Record<string, Operation<any, unknown>>;
