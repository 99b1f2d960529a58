import { AwsError } from '../../errors';
import { invalidArgument } from '../errors';
import { checkKeyLength, decoded } from './s3Request';

/** The object that `x-amz-copy-source` names: `/bucket/key`, percent-encoded. @throws AwsError InvalidArgument */
export function copySourceOf(headers: Record<string, string>): { bucket: string; key: string } {
  const header = headers['x-amz-copy-source'] ?? '';
  const [path = '', version] = header.split('?versionId=');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path));
  if (!match || match[1]!.startsWith('arn:')) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  checkKeyLength(match[2]!);
  checkVersion(version ?? null);
  return { bucket: match[1]!, key: match[2]! };
}

/** Objects are unversioned: the only version is `null`. @throws AwsError InvalidArgument */
export function checkVersion(versionId: string | null): void {
  if (versionId !== null && versionId !== 'null') {
    throw new AwsError('InvalidArgument', 'Invalid version id specified', 400, {
      ArgumentName: 'versionId',
      ArgumentValue: versionId,
    });
  }
}
