import type { S3Operation } from './s3Operation';

export const abortMultipartUpload: S3Operation = async ({ bucket, key, query }, call) => {
  await call.account.objects.uploads.abort({ bucket, key, uploadId: query.get('uploadId') ?? '' });
  return { status: 204, headers: {} };
};
