import type { Call } from '../../call';
import type { ObjectAction } from './storageAccess';

/** Asks IAM about one object by its name, which is taken literally. @throws AwsError AccessDenied */
export async function authorizeObject(
  call: Call,
  action: ObjectAction,
  { bucket, key }: { bucket: string; key: string },
): Promise<void> {
  await call.authorize(action, `arn:aws:s3:::${bucket}/${key}`);
}
