import { createHash } from 'node:crypto';
import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import type { Value } from '../harness/ledger';
import type { Scene, Writer } from '../harness/writer';
import { OBJECTS } from './setting';

const md5 = (body: Uint8Array) => createHash('md5').update(body).digest();

/** An upload's parts while it lasts, and what became of it: one thing, so that completing is whole or not at all. */
async function readUpload({ clients: { s3 } }: FaultAccount, Key: string, UploadId: string): Promise<Value> {
  const parts = await orNull(s3.listParts({ Bucket: OBJECTS, Key, UploadId }), 'NoSuchUpload');
  const object = await orNull(s3.getObject({ Bucket: OBJECTS, Key }), 'NoSuchKey');
  const body = object && (await object.Body?.transformToByteArray());
  return {
    parts: parts && (parts.Parts ?? []).map(({ PartNumber, ETag }) => `${PartNumber} ${ETag}`),
    object: object && body ? `${object.ETag} ${md5(body).toString('hex')}` : null,
  };
}

interface Open {
  key: string;
  id: string;
  parts: Buffer[];
}

const MOST_PARTS = 3;
/** S3 takes parts from 5 MiB on, but for the last. */
const PART = 5 * 2 ** 20;

/** Makes multipart uploads part by part, then completes or aborts them. Each object is written once. */
export function uploadWriter(): Writer {
  let count = 0;
  let open: Open | undefined;
  const completed: string[] = [];
  return {
    name: 'uploads',
    async step({ account, ledger, random }: Scene) {
      const { s3 } = account.clients;
      if (open && !ledger.isSettled(`upload/${open.key}`)) open = undefined;
      if (!open) {
        const Key = `uploads/${process.pid}-${count++}`;
        const made = await s3.createMultipartUpload({ Bucket: OBJECTS, Key }).catch(() => undefined);
        if (!made?.UploadId) return;
        const id = made.UploadId;
        open = { key: Key, id, parts: [] };
        ledger.keep(`upload/${Key}`, { parts: [], object: null }, () => readUpload(account, Key, id));
        return;
      }
      const { key: Key, id: UploadId, parts } = open;
      const key = `upload/${Key}`;
      const read = () => readUpload(account, Key, UploadId);
      const tags = parts.map((part, i) => `${i + 1} "${md5(part).toString('hex')}"`);
      if (parts.length < 1 + random.below(MOST_PARTS)) {
        const isLast = parts.length === MOST_PARTS - 1 || random.below(2) === 0;
        const Body = isLast ? random.bytes(1 + random.below(9000)) : Buffer.alloc(PART, random.below(256));
        const PartNumber = parts.length + 1;
        const next = { parts: [...tags, `${PartNumber} "${md5(Body).toString('hex')}"`], object: null };
        if (
          await ledger.change(key, read, next, () =>
            s3.uploadPart({ Bucket: OBJECTS, Key, UploadId, PartNumber, Body }),
          )
        ) {
          parts.push(Body);
          if (isLast) return finish();
        }
        return;
      }
      return finish();

      async function finish(): Promise<void> {
        open = undefined;
        if (random.below(4) === 0) {
          await ledger.change(key, read, { parts: null, object: null }, () =>
            s3.abortMultipartUpload({ Bucket: OBJECTS, Key, UploadId }),
          );
          return;
        }
        const digests = parts.map(md5);
        const etag = `"${md5(Buffer.concat(digests)).toString('hex')}-${parts.length}"`;
        const object = `${etag} ${md5(Buffer.concat(parts)).toString('hex')}`;
        await ledger.change(key, read, { parts: null, object }, () =>
          s3.completeMultipartUpload({
            Bucket: OBJECTS,
            Key,
            UploadId,
            MultipartUpload: {
              Parts: digests.map((digest, i) => ({ PartNumber: i + 1, ETag: `"${digest.toString('hex')}"` })),
            },
          }),
        );
        completed.push(key);
        // A few are kept, so that looking at all of them stays short.
        const oldest = completed.length > 6 ? completed.shift() : undefined;
        if (oldest) ledger.forget(oldest);
      }
    },
  };
}
