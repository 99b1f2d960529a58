import type { Need } from './iamGate';
import type { LakeTable } from './lakeTable';

/** Where a role asks from. */
export interface Place {
  accountId: string;
  region: string;
  workGroup: string;
  /** Policies of buckets, by the bucket's name. */
  bucketPolicies: Record<string, unknown>;
}

/**
 * What IAM must allow for a SELECT on a table through Athena, in the order in which it is asked (Athena, "Fine-grained
 * access to databases and tables"; Lake Formation, "Underlying data access control").
 *
 * @param governed the table's location is registered: Lake Formation lends the rights to the files
 */
export function needsOf(table: LakeTable, governed: boolean, place: Place): Need[] {
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
  const catalog = arn('glue', 'catalog');
  const database = arn('glue', `database/${table.database}`);
  const entry = arn('glue', `table/${table.database}/${table.name}`);
  // Glue wants an action allowed on a thing and on all that it lies in.
  return [
    { action: 'athena:StartQueryExecution', resource: arn('athena', `workgroup/${place.workGroup}`) },
    ...[catalog, database].map((resource) => ({ action: 'glue:GetDatabase', resource })),
    ...[catalog, database, entry].map((resource) => ({ action: 'glue:GetTable', resource })),
    ...dataNeeds(table, governed, place),
  ];
}

function dataNeeds({ kind, location }: LakeTable, governed: boolean, place: Place): Need[] {
  if (kind === 'VIEW') return [];
  if (governed) return [{ action: 'lakeformation:GetDataAccess', resource: '*' }];
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(location ?? '') ?? [];
  if (!bucket) return [];
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  const resourcePolicy = place.bucketPolicies[bucket];
  const read: Need = {
    action: 's3:GetObject',
    // Any object there stands for all of them.
    resource: `arn:aws:s3:::${bucket}/${prefix}object`,
    shown: `${bucket}/${prefix}*`,
    resourcePolicy,
  };
  // The files of an Iceberg table are found in its metadata; those of other tables are listed.
  if (kind === 'ICEBERG') return [read];
  const list: Need = {
    action: 's3:ListBucket',
    resource: `arn:aws:s3:::${bucket}`,
    shown: `${bucket}/${prefix}`,
    context: { 's3:prefix': prefix },
    resourcePolicy,
  };
  return [list, read];
}
