/** Values of condition keys that a request brings, such as `s3:prefix`. Keys with several values have a list. */
export type ConditionValues = Record<string, string | string[]>;

/** One decision of IAM that a request needs. */
export interface Authorization {
  /** `sns:Publish` */
  action: string;
  /** An ARN of literal text, or `*` for an action without resources. Nothing in it is a wildcard. */
  resource: string;
  /** Values of condition keys that the request itself carries. */
  context?: ConditionValues;
}

/** Where a request goes: parts of the ARNs that it names by less. */
export interface Destination {
  region: string;
  accountId: string;
}
