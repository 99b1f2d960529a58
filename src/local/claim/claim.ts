/** The wire protocols of AWS, by botocore's names. */
export type Protocol = 'query' | 'ec2' | 'json' | 'rest-json' | 'rest-xml' | 'smithy-rpc-v2-cbor';

/**
 * One request, parsed once. IAM decides on it, and exactly it is carried out: what a service gets is made of the claim
 * alone, never of the caller's bytes.
 */
export interface Claim {
  /** The signing name, exactly as AWS spells it: `iam`, `monitoring`. */
  service: string;
  /** The model that describes the service, by botocore's name: `cloudwatch`. */
  model: string;
  /** One operation of the service's model: `AttachUserPolicy`. */
  operation: string;
  /** Members of the operation's input that its model names, typed as the model says (blob: Uint8Array, timestamp: Date). */
  input: Record<string, unknown>;
  /** Of the signature. */
  region: string;
  /** How the caller speaks, and so how it is answered. */
  protocol: Protocol;
}
