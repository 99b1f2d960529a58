/** Names and tags that the templates and the library share. */

/** In the order in which they go up. */
export const LAYERS = ['foundation', 'catalog', 'query', 'governance', 'guards'] as const;
export type LayerName = (typeof LAYERS)[number];

export type TargetName = 'local' | 'aws';

/** The account and the region that names are made of. `accountId` has twelve digits. */
export interface Place {
  accountId: string;
  region: string;
}

export const BUCKETS = ['raw', 'lake', 'results'] as const;
export type BucketName = (typeof BUCKETS)[number];

/** `lakehouse-raw-123456789012-us-east-1`: bucket names are unique in all of AWS, so they carry account and region. */
export const bucketName = (bucket: BucketName, { accountId, region }: Place): string =>
  prefixed(`${bucket}-${accountId}-${region}`);

/** The roles that the foundation makes. */
export const ROLES = ['engineer', 'analyst', 'steward'] as const;
export type RoleName = (typeof ROLES)[number];

/** `lakehouse` is governed by Lake Formation (its location is registered); `sandbox` is for the learner's own tables. */
export const DATABASES = { governed: 'lakehouse', own: 'sandbox' } as const;

/** The project's name before a thing's: of roles, work groups, policies, topics, the dashboard. */
export const prefixed = (name: string): string => `lakehouse-${name}`;

/** Every resource that can carry tags carries these; `nuke` touches nothing on AWS without them. */
export const tagsOf = (layer: LayerName, target: TargetName) => ({
  project: 'lakehouse',
  layer,
  target,
  'managed-by': 'terraform',
});
