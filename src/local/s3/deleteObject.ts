import type { S3Operation } from './s3Operation';

export const deleteObject: S3Operation = async ({ bucket, key, headers }, call) => {
  await call.account.objects.delete(bucket, [key], { ifMatch: headers['if-match'] });
  return { status: 204, headers: {} };
};
