import { XMLParser } from 'fast-xml-parser';
import type { Principal } from '../call';
import type { AccessKeys } from './accessKeys';

interface Created {
  CreateAccessKeyResponse?: {
    CreateAccessKeyResult?: {
      AccessKey?: { UserName?: string; AccessKeyId?: string; SecretAccessKey?: string };
    };
  };
}

const parser = new XMLParser({ parseTagValue: false });

/** Keeps the account's access keys in step with what moto answered to IAM's operations on users' keys. */
export function recordAccessKeys(
  operation: string,
  input: URLSearchParams,
  answer: string,
  keys: AccessKeys,
  accountId: string,
  caller: Principal,
): void {
  const id = input.get('AccessKeyId') ?? '';
  if (operation === 'DeleteAccessKey') keys.remove(id);
  else if (operation === 'UpdateAccessKey') keys.setActive(id, input.get('Status') === 'Active');
  else if (operation === 'CreateAccessKey') {
    const key = (parser.parse(answer) as Created).CreateAccessKeyResponse?.CreateAccessKeyResult?.AccessKey;
    if (!key?.AccessKeyId || !key.SecretAccessKey) return;
    const name = key.UserName || caller.arn.split('/').at(-1)!;
    const arn = `arn:aws:iam::${accountId}:user/${name}`;
    keys.keep(key.AccessKeyId, key.SecretAccessKey, { arn, grantee: arn, userId: key.AccessKeyId });
  }
}
