import { AwsError } from '../../../errors';
import type { Destination } from '../../authorization';
import { text } from '../members';
import type { Input } from '../serviceResources';

/** Operations on the caller's own user when the request names none (IAM API reference). */
const OF_CALLER = new Set([
  'CreateAccessKey',
  'CreateLoginProfile',
  'DeactivateMFADevice',
  'DeleteAccessKey',
  'DeleteLoginProfile',
  'DeleteSigningCertificate',
  'GetLoginProfile',
  'GetUser',
  'ListAccessKeys',
  'ListMFADevices',
  'ListSSHPublicKeys',
  'ListSigningCertificates',
  'UpdateAccessKey',
  'UpdateSigningCertificate',
  'UploadSigningCertificate',
]);

/**
 * Names the caller's user where the request leaves it out. Without, moto would take the user of an access key that the
 * request names, or one of its own.
 * @throws AwsError ValidationError when the caller is no user
 */
export function withCallersUser(
  operation: string,
  input: Input,
  { caller }: Destination & { caller: string },
): Input {
  if (!OF_CALLER.has(operation) || text(input.UserName) !== undefined) return input;
  const [, name] = /^arn:aws:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(caller) ?? [];
  if (name === undefined)
    throw new AwsError(
      'ValidationError',
      'Must specify userName when calling with non-User credentials',
      400,
    );
  return { ...input, UserName: name };
}
