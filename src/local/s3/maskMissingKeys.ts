import type { Call } from '../call';
import { AwsError } from '../errors';
import { accessDenied } from './errors';
import { bucketArn } from './wire/arns';

/**
 * Runs what reads an object. Who may not list the bucket does not learn whether a key is there (S3, GetObject,
 * "Permissions"): 403 instead of 404.
 */
export async function maskMissingKeys<T>(
  { bucket }: { bucket: string },
  call: Call,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchKey') throw error;
    await call.authorize('s3:ListBucket', bucketArn(bucket)).catch(() => {
      throw accessDenied();
    });
    throw error;
  }
}
