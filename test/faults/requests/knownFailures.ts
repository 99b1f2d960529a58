/**
 * Operations at which moto fails, by an exception of Python, for inputs that their models allow; they answer 400 and say so.
 * The list must shrink: whoever mends one takes it out.
 */
const AN_ARN = 'it takes every text for an ARN, or for one of something that is there';
const NOT_THERE = 'it looks for something without asking whether it is there';
const DOCUMENT = 'it takes every text for JSON, or for a document with all of its parts';

const HALF = 'a function that CreateFunction failed at is half there';

const REASONS: Record<string, string> = {
  'sns DeletePlatformApplication': AN_ARN,
  'kms RevokeGrant': NOT_THERE,
  'kms ListGrants': NOT_THERE,
  'kms GenerateRandom': 'it takes a number of bytes for granted',
  'kms RetireGrant': NOT_THERE,
  'kms CreateGrant': NOT_THERE,
  'tagging GetResources': DOCUMENT,
  'secretsmanager ReplicateSecretToRegions': DOCUMENT,
  'secretsmanager CreateSecret': NOT_THERE,
  'secretsmanager TagResource': DOCUMENT,
  'secretsmanager ListSecretVersionIds': NOT_THERE,
  'sqs SetQueueAttributes': 'it takes every attribute for a number',
  'sqs CreateQueue': DOCUMENT,
  'sns Subscribe': AN_ARN,
  'logs PutSubscriptionFilter': AN_ARN,
  'logs GetQueryResults': NOT_THERE,
  'lambda PublishLayerVersion': DOCUMENT,
  'lambda CreateFunction': DOCUMENT,
  'lambda ListFunctions': HALF,
  'lambda UpdateFunctionConfiguration': HALF,
  'lambda UpdateFunctionCode': HALF,
  'lambda ListVersionsByFunction': HALF,
  'lambda PublishVersion': HALF,
  'sns Publish': DOCUMENT,
  'secretsmanager RotateSecret': NOT_THERE,
};

/** Services that nothing here uses, and whose operations were not looked at one by one. */
const UNUSED = new Set([
  'kinesis',
  'states',
  'events',
  'scheduler',
  'resource-groups',
  'dynamodb',
  'ssm',
  'acm',
  'ecr',
  'firehose',
]);

export const isKnownFailure = (service: string, operation: string): boolean =>
  UNUSED.has(service) || Object.hasOwn(REASONS, `${service} ${operation}`);
