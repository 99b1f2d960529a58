/** A sub-resource of a bucket that moto keeps, with the IAM actions of reading, writing and removing it. */
interface BucketSetting {
  get?: string;
  put?: string;
  delete?: string;
}

function setting(get: string, put: string, remove = put): BucketSetting {
  return { get: `s3:${get}`, put: `s3:${put}`, delete: `s3:${remove}` };
}

/** By the name in the query: `?policy`. Actions from the Service Authorization Reference of S3. */
export const BUCKET_SETTINGS: Record<string, BucketSetting> = {
  accelerate: setting('GetAccelerateConfiguration', 'PutAccelerateConfiguration'),
  acl: setting('GetBucketAcl', 'PutBucketAcl'),
  analytics: setting('GetAnalyticsConfiguration', 'PutAnalyticsConfiguration'),
  cors: setting('GetBucketCORS', 'PutBucketCORS'),
  encryption: setting('GetEncryptionConfiguration', 'PutEncryptionConfiguration'),
  'intelligent-tiering': setting('GetIntelligentTieringConfiguration', 'PutIntelligentTieringConfiguration'),
  inventory: setting('GetInventoryConfiguration', 'PutInventoryConfiguration'),
  lifecycle: setting('GetLifecycleConfiguration', 'PutLifecycleConfiguration'),
  location: { get: 's3:GetBucketLocation' },
  logging: setting('GetBucketLogging', 'PutBucketLogging'),
  metrics: setting('GetMetricsConfiguration', 'PutMetricsConfiguration'),
  notification: setting('GetBucketNotification', 'PutBucketNotification'),
  'object-lock': setting('GetBucketObjectLockConfiguration', 'PutBucketObjectLockConfiguration'),
  ownershipControls: setting('GetBucketOwnershipControls', 'PutBucketOwnershipControls'),
  policy: setting('GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  policyStatus: { get: 's3:GetBucketPolicyStatus' },
  publicAccessBlock: setting('GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'),
  replication: setting('GetReplicationConfiguration', 'PutReplicationConfiguration'),
  requestPayment: setting('GetBucketRequestPayment', 'PutBucketRequestPayment'),
  tagging: setting('GetBucketTagging', 'PutBucketTagging'),
  versioning: setting('GetBucketVersioning', 'PutBucketVersioning'),
  website: setting('GetBucketWebsite', 'PutBucketWebsite', 'DeleteBucketWebsite'),
};
