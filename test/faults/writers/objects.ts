import { createHash } from 'node:crypto';
import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import type { Value } from '../harness/ledger';
import { type Scene, someName, type Writer } from '../harness/writer';
import { OBJECTS } from './setting';

const md5 = (body: Uint8Array) => createHash('md5').update(body).digest('hex');

/** All that one object is: bytes, ETag, metadata, tags. */
async function readObject({ clients: { s3 } }: FaultAccount, Bucket: string, Key: string): Promise<Value> {
  const found = await orNull(s3.getObject({ Bucket, Key }), 'NoSuchKey', 'NoSuchBucket');
  if (!found) return null;
  const body = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
  const { TagSet = [] } = await s3.getObjectTagging({ Bucket, Key });
  return {
    md5: md5(body),
    size: body.length,
    etag: found.ETag ?? null,
    type: found.ContentType ?? null,
    metadata: found.Metadata ?? {},
    tags: Object.fromEntries(TagSet.map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
  };
}

const SIZES = [0, 1, 700, 5_000, 70_000, 300_000] as const;

/** Puts, replaces, copies, tags and deletes objects. */
export const objectWriter: Writer = {
  name: 'objects',
  async step({ account, ledger, random }: Scene) {
    const { s3 } = account.clients;
    const Key = someName(random, 'folder/object', 40);
    const key = `object/${Key}`;
    if (!ledger.isSettled(key)) return;
    const read = () => readObject(account, OBJECTS, Key);
    const before = ledger.value<{ [name: string]: Value }>(key);
    const choice = random.below(10);
    if (before && choice < 2)
      return ledger.change(key, read, null, () => s3.deleteObject({ Bucket: OBJECTS, Key }));
    const label = String(random.below(1e6));
    if (before && choice < 4)
      return ledger.change(key, read, { ...before, tags: { label } }, () =>
        s3.putObjectTagging({ Bucket: OBJECTS, Key, Tagging: { TagSet: [{ Key: 'label', Value: label }] } }),
      );
    const source = random.pick(['', ...ledger.settled('object/')]);
    const copied = source && source !== key ? ledger.value(source) : null;
    if (copied && choice < 6)
      return ledger.change(key, read, copied, () =>
        s3.copyObject({ Bucket: OBJECTS, Key, CopySource: `${OBJECTS}/${source.slice('object/'.length)}` }),
      );
    const Body = random.bytes(random.pick(SIZES));
    const next = {
      md5: md5(Body),
      size: Body.length,
      etag: `"${md5(Body)}"`,
      type: 'text/x-fault',
      metadata: { label },
      tags: { label },
    };
    return ledger.change(key, read, next, () =>
      s3.putObject({
        Bucket: OBJECTS,
        Key,
        Body,
        ContentType: 'text/x-fault',
        Metadata: { label },
        Tagging: `label=${label}`,
      }),
    );
  },
};
