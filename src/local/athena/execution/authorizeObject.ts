import type { Call } from '../../call';
import { AwsError } from '../../errors';

export type ObjectAction = 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject';

/**
 * Asks IAM about one object by its name. A name with `*` or `?` in it is refused: IAM's simulation takes such for a
 * pattern, and answers whether anything that matches is allowed.
 * @throws AwsError AccessDenied
 */
export async function authorizeObject(
  call: Call,
  action: ObjectAction,
  { bucket, key }: { bucket: string; key: string },
): Promise<void> {
  const resource = `arn:aws:s3:::${bucket}/${key}`;
  if (/[*?]/.test(resource)) {
    throw new AwsError(
      'AccessDenied',
      `Access to objects with * or ? in their names is not supported: ${resource}`,
      403,
    );
  }
  await call.authorize(action, resource);
}
