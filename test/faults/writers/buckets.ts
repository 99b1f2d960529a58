import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { type Scene, someName, type Writer } from '../harness/writer';

/** A bucket is the objects' matter, its settings are moto's: both are there, or neither. */
async function readBucket({ clients: { s3 } }: FaultAccount, Bucket: string) {
  if (!(await orNull(s3.headBucket({ Bucket }), 'NotFound', 'NoSuchBucket'))) return null;
  const found = await orNull(s3.getBucketLifecycleConfiguration({ Bucket }), 'NoSuchLifecycleConfiguration');
  return { rule: found?.Rules?.[0]?.ID ?? null };
}

/** Makes buckets, gives them a lifecycle, and removes them. */
export const bucketWriter: Writer = {
  name: 'buckets',
  async step({ account, ledger, random }: Scene) {
    const { s3 } = account.clients;
    const Bucket = someName(random, 'faults-bucket', 6);
    const key = `bucket/${Bucket}`;
    if (!ledger.isSettled(key)) return;
    const read = () => readBucket(account, Bucket);
    if (!ledger.value(key))
      return ledger.change(key, read, { rule: null }, () => s3.createBucket({ Bucket }));
    const ID = String(random.below(1e6));
    return random.below(3)
      ? ledger.change(key, read, { rule: ID }, () =>
          s3.putBucketLifecycleConfiguration({
            Bucket,
            LifecycleConfiguration: {
              Rules: [{ ID, Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 9 } }],
            },
          }),
        )
      : ledger.change(key, read, null, () => s3.deleteBucket({ Bucket }));
  },
};
