import type { Authorization, Destination } from '../authorization';

/** Members of an operation's input by the service's model. */
export type Input = Record<string, unknown>;

/** Entities of IAM that a request names without their path, and access keys, which are of a user. */
export type IamKind = 'role' | 'user' | 'group' | 'instance-profile' | 'server-certificate' | 'access-key';

/** Looks up what a request names only indirectly, by exactly the rules of the service that carries it out. */
export interface ResourceNames {
  /** The ARN of a KMS key of the region by its id or the name of an alias (`alias/…`); undefined when there is none. */
  kmsKey(region: string, name: string): Promise<string | undefined>;
  /** The ARN of a secret by its name or (partial) ARN, with its random suffix; undefined when there is none. */
  secret(region: string, name: string): Promise<string | undefined>;
  /** The ARN of an entity of IAM, with its path; for an access key that of its user. Undefined when there is none. */
  iamEntity(kind: IamKind, name: string): Promise<string | undefined>;
}

/**
 * What IAM decides on for one operation: every entry must be allowed, and there is always one. Names in `input` are
 * literal text; a member that should name the resource and does not gives an ARN that nothing but a policy for all
 * resources allows.
 * @param input members by the service model, already of the model's types, and completed (`ServiceResources.complete`)
 * @throws AwsError for a name that the service would read in another way than it is written
 */
export type OperationResources = (
  input: Input,
  at: Destination,
  names: ResourceNames,
) => Authorization[] | Promise<Authorization[]>;

/** The resources of a service's operations. Source: Service Authorization Reference. */
export interface ServiceResources {
  /** The signing name. */
  service: string;
  /** Every operation that callers other than administrators may reach; all others are for administrators only. */
  operations: Record<string, OperationResources>;
  /**
   * The input with what the request leaves to the service to infer (the caller's own user) or says in a form that moto
   * misreads. IAM decides on the completed input, and it is what must be carried out.
   * @param caller the caller's own ARN
   * @throws AwsError when it cannot be inferred
   */
  complete?(operation: string, input: Input, at: Destination & { caller: string }): Input;
}
