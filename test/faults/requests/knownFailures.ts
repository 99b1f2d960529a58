/**
 * Operations at which moto fails, by an exception of Python, for inputs that their models allow; they answer 400 and say so.
 * The list must shrink: whoever mends one takes it out.
 */
const AN_ARN = 'it takes every text for an ARN, or for one of something that is there';
const NOT_THERE = 'it looks for something without asking whether it is there';
const DOCUMENT = 'it takes every text for JSON, or for a document with all of its parts';

const REASONS: Record<string, string> = {
  'sns DeletePlatformApplication': AN_ARN,
  'dynamodb GetRecords': NOT_THERE,
  'resource-groups UpdateGroup': NOT_THERE,
  'resource-groups GetTags': NOT_THERE,
  'resource-groups UpdateGroupQuery': DOCUMENT,
  'resource-groups CreateGroup': DOCUMENT,
  'kms RevokeGrant': NOT_THERE,
  'kms RetireGrant': NOT_THERE,
  'kms CreateGrant': NOT_THERE,
  'kinesis UpdateShardCount': NOT_THERE,
  'kinesis ListStreamConsumers': NOT_THERE,
  'kinesis CreateStream': 'it counts with a number of shards that need not be given',
  'acm RequestCertificate': 'it counts with a clock that is not its own',
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
  'lambda ListFunctions': 'a function that CreateFunction failed at is half there',
  'resource-groups GetGroupConfiguration': NOT_THERE,
  'kinesis StartStreamEncryption': NOT_THERE,
  'kinesis ListShards': NOT_THERE,
  'dynamodb ExportTableToPointInTime': DOCUMENT,
  'dynamodb ExecuteStatement': 'its parser of PartiQL is not installed',
};

/** `service operation`. */
export const KNOWN_FAILURES: ReadonlySet<string> = new Set(Object.keys(REASONS));
