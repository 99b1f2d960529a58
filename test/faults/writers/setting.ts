import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { RESULTS, runQuery } from '../harness/queries';

export const OBJECTS = 'faults-objects';
export const LAKE = 'faults-lake';
export const DATABASE = 'faults';

/** Makes what all writers stand on: three buckets and a database. */
export async function prepareSetting(account: FaultAccount): Promise<void> {
  for (const Bucket of [OBJECTS, LAKE, RESULTS])
    await orNull(account.clients.s3.createBucket({ Bucket }), 'BucketAlreadyOwnedByYou');
  await runQuery(account, `CREATE DATABASE IF NOT EXISTS ${DATABASE} LOCATION 's3://${LAKE}/${DATABASE}/'`);
}
