import { XMLParser } from 'fast-xml-parser';
import type { Claim } from '../claim/claim';
import type { AccessKeys } from './accessKeys';
import type { Policies } from './policies';

interface Created {
  CreateAccessKeyResponse?: {
    CreateAccessKeyResult?: {
      AccessKey?: { UserName?: string; AccessKeyId?: string; SecretAccessKey?: string };
    };
  };
}

const parser = new XMLParser({ parseTagValue: false });

/** Keeps the account's access keys in step with what moto answered to IAM's operations on users' keys. */
export async function recordAccessKeys(
  { operation, input }: Pick<Claim, 'operation' | 'input'>,
  answer: string,
  keys: AccessKeys,
  policies: Policies,
): Promise<void> {
  const id = String(input.AccessKeyId ?? '');
  if (operation === 'DeleteAccessKey') keys.remove(id);
  else if (operation === 'UpdateAccessKey') keys.setActive(id, input.Status === 'Active');
  else if (operation === 'CreateAccessKey') {
    const key = (parser.parse(answer) as Created).CreateAccessKeyResponse?.CreateAccessKeyResult?.AccessKey;
    if (!key?.AccessKeyId || !key.SecretAccessKey || !key.UserName) return;
    // The ARN has the user's path in it, which the answer does not tell.
    const user = await policies.identity('user', key.UserName);
    if (user)
      keys.keep(key.AccessKeyId, key.SecretAccessKey, { arn: user.arn, grantee: user.arn, userId: user.id });
  }
}
