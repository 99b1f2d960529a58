import type { Authorization, Destination } from '../authorization';

/** Looks up what a request names only indirectly. */
export interface ResourceNames {
  /** The ARN of a KMS key by its id, ARN or alias; undefined when there is none. */
  kmsKey(region: string, name: string): Promise<string | undefined>;
  /** The ARN of a secret by its name or (partial) ARN; undefined when there is none. */
  secret(region: string, name: string): Promise<string | undefined>;
}

/**
 * What IAM decides on for one operation: every entry must be allowed. Names in `input` are literal text; a member that
 * should name the resource and does not gives an ARN that nothing but a policy for all resources allows.
 * @param input members by the service model, already of the model's types
 */
export type OperationResources = (
  input: Record<string, unknown>,
  at: Destination,
  names: ResourceNames,
) => Authorization[] | Promise<Authorization[]>;

/** The resources of a service's operations. Source: Service Authorization Reference. */
export interface ServiceResources {
  /** The signing name. */
  service: string;
  /** Every operation that callers other than administrators may reach; all others are for administrators only. */
  operations: Record<string, OperationResources>;
}
