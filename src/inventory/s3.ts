import type { Item } from './item';
import type { Account } from './liveInventory';

export async function listBuckets({ clients, ours }: Account): Promise<Item[]> {
  const { ListBucketsCommand } = await import('@aws-sdk/client-s3');
  const { Buckets = [] } = await (await clients.s3()).send(new ListBucketsCommand({}));
  return Buckets.map((bucket) => bucket.Name!)
    .filter(ours)
    .map((id) => ({ kind: 's3 bucket', id }));
}
