/** The kinds of things that the inventory knows; the first word is the service. */
export type Kind =
  | 's3 bucket'
  | 'iam role'
  | 'iam policy'
  | 'iam user'
  | 'kms key'
  | 'kms alias'
  | 'sns topic'
  | 'athena work group'
  | 'athena named query'
  | 'athena prepared statement'
  | 'glue database'
  | 'glue table'
  | 'lake formation location'
  | 'lake formation grant'
  | 'cloudwatch dashboard'
  | 'cloudwatch alarm'
  | 'budget'
  | 'budget action';

/** One thing that exists in an account, or that a Terraform state says it made. */
export interface Item {
  kind: Kind;
  /** Unique among its kind, and the same in the account and in a state: a name, or what AWS made up. */
  id: string;
  /** For people, where the id says little. */
  label?: string;
}

export const describeItem = (item: Item): string => `${item.kind} ${item.label ?? item.id}`;
