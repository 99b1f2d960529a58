/** Names and tags that the templates and the library share. */

/** The prefix of everything that the project makes, and the value of the tag `project`. */
export const PROJECT = 'lakehouse';

/** The databases of the catalog. */
export const DATABASE = 'lakehouse';
export const SANDBOX = 'sandbox';

export type BucketPurpose = 'raw' | 'lake' | 'results';

/** S3 names are shared by all accounts of the world, so the account and the region are part of them. */
export function bucketName(purpose: BucketPurpose, of: { accountId: string; region: string }): string {
  return `${PROJECT}-${purpose}-${of.accountId}-${of.region}`;
}

export type RoleName = 'engineer' | 'analyst' | 'steward';
export const ROLES: readonly RoleName[] = ['engineer', 'analyst', 'steward'];

/** A role's name in IAM, and its work group's in Athena. */
export const roleName = (role: RoleName): string => `${PROJECT}-${role}`;
