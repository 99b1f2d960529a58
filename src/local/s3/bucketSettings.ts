/** One operation on a setting, with the action that IAM decides on. */
export interface SettingOperation {
  /** `PutBucketLifecycleConfiguration` */
  operation: string;
  /** `s3:PutLifecycleConfiguration` */
  action: string;
}

/** A sub-resource of a bucket that moto keeps. A method that S3 does not have for it is not there. */
export interface BucketSetting {
  GET?: SettingOperation;
  /** Reading all, where one is read by its `id`. */
  list?: SettingOperation;
  PUT?: SettingOperation;
  DELETE?: SettingOperation;
}

/** @param action the common part of its IAM actions @param name the common part of its operations */
function setting(action: string, name: string, methods: string): BucketSetting {
  const of = (verb: string, actionVerb = verb): SettingOperation => ({
    operation: `${verb}${name}`,
    action: `s3:${actionVerb}${action}`,
  });
  return {
    ...(methods.includes('G') && { GET: of('Get') }),
    ...(methods.includes('P') && { PUT: of('Put') }),
    ...(methods.includes('D') && { DELETE: of('Delete', 'Put') }),
  };
}

/** Settings of which a bucket has several, by their ids. */
function numberedSetting(name: string): BucketSetting {
  const { GET, ...others } = setting(`${name}Configuration`, `Bucket${name}Configuration`, 'GPD');
  const list = { operation: `ListBucket${name}Configurations`, action: `s3:Get${name}Configuration` };
  return { ...others, GET, list };
}

function withDelete(base: BucketSetting, operation: string, action: string): BucketSetting {
  return { ...base, DELETE: { operation, action } };
}

/** By the name in the query: `?policy`. Operations of the API reference, actions of the Service Authorization Reference of S3. */
export const BUCKET_SETTINGS: Record<string, BucketSetting> = {
  accelerate: setting('AccelerateConfiguration', 'BucketAccelerateConfiguration', 'GP'),
  acl: setting('BucketAcl', 'BucketAcl', 'GP'),
  analytics: numberedSetting('Analytics'),
  cors: setting('BucketCORS', 'BucketCors', 'GPD'),
  encryption: setting('EncryptionConfiguration', 'BucketEncryption', 'GPD'),
  'intelligent-tiering': numberedSetting('IntelligentTiering'),
  inventory: numberedSetting('Inventory'),
  lifecycle: withDelete(
    setting('LifecycleConfiguration', 'BucketLifecycleConfiguration', 'GP'),
    'DeleteBucketLifecycle',
    's3:PutLifecycleConfiguration',
  ),
  location: setting('BucketLocation', 'BucketLocation', 'G'),
  logging: setting('BucketLogging', 'BucketLogging', 'GP'),
  metrics: numberedSetting('Metrics'),
  notification: setting('BucketNotification', 'BucketNotificationConfiguration', 'GP'),
  'object-lock': setting('BucketObjectLockConfiguration', 'ObjectLockConfiguration', 'GP'),
  ownershipControls: setting('BucketOwnershipControls', 'BucketOwnershipControls', 'GPD'),
  policy: withDelete(
    setting('BucketPolicy', 'BucketPolicy', 'GP'),
    'DeleteBucketPolicy',
    's3:DeleteBucketPolicy',
  ),
  policyStatus: setting('BucketPolicyStatus', 'BucketPolicyStatus', 'G'),
  publicAccessBlock: setting('BucketPublicAccessBlock', 'PublicAccessBlock', 'GPD'),
  replication: setting('ReplicationConfiguration', 'BucketReplication', 'GPD'),
  requestPayment: setting('BucketRequestPayment', 'BucketRequestPayment', 'GP'),
  tagging: setting('BucketTagging', 'BucketTagging', 'GPD'),
  versioning: setting('BucketVersioning', 'BucketVersioning', 'GP'),
  website: withDelete(
    setting('BucketWebsite', 'BucketWebsite', 'GP'),
    'DeleteBucketWebsite',
    's3:DeleteBucketWebsite',
  ),
};
