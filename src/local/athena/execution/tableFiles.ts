import type { Account } from '../../account';
import { AwsError } from '../../errors';
import type { Files } from '../../iceberg';
import { parseS3Uri } from '../../s3/objectStore';

const byAccount = new WeakMap<Account, Files>();

/** Objects of the account as the files of Iceberg tables. One value an account, because what is read is kept by it. */
export function tableFiles(account: Account): Files {
  let files = byAccount.get(account);
  if (!files) {
    const { objects } = account;
    files = {
      read: async (uri) => {
        const { bucket, key } = parseS3Uri(uri);
        return objects.read(bucket, key);
      },
      write: async (uri, bytes) => {
        const { bucket, key } = parseS3Uri(uri);
        await objects.put(bucket, key, bytes);
      },
      remove: async (uris) => {
        for (const [bucket, keys] of byBucket(uris)) {
          await objects.delete(bucket, keys).catch((error: unknown) => {
            if (!(error instanceof AwsError)) throw error;
          });
        }
      },
    };
    byAccount.set(account, files);
  }
  return files;
}

function byBucket(uris: string[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const uri of uris) {
    const { bucket, key } = parseS3Uri(uri);
    keys.set(bucket, [...(keys.get(bucket) ?? []), key]);
  }
  return keys;
}
