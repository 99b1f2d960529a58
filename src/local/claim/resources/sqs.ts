import { AwsError } from '../../errors';
import { arnOf } from './arn';
import { requestTags, tagKeys } from './conditions';
import { fields, named, text } from './members';
import { as, both, on, onAll, operationsOf, type Resource, type Rule, tagging } from './rule';
import type { ServiceResources } from './serviceResources';

/**
 * The queue of a URL, or of a bare name. moto takes what follows the last slash of a URL, whatever its host and account:
 * a URL of another account needs the right to that account's queue and to the one that moto would take.
 */
const queue: Resource = ({ QueueUrl }, at) => {
  const url = text(QueueUrl);
  if (url === undefined || !/^https?:\/\//.test(url)) return arnOf('sqs', at, named(url));
  const parts = url.split('/');
  const ours = arnOf('sqs', at, named(parts.at(-1)));
  const account = parts.at(-2) ?? '';
  return /^\d{12}$/.test(account) && account !== at.accountId
    ? [arnOf('sqs', { region: at.region, accountId: account }, named(parts.at(-1))), ours]
    : ours;
};

const queueByName: Resource = ({ QueueName, QueueOwnerAWSAccountId }, at) => {
  const ours = arnOf('sqs', at, named(QueueName));
  const owner = text(QueueOwnerAWSAccountId);
  return owner !== undefined && /^\d{12}$/.test(owner) && owner !== at.accountId
    ? [arnOf('sqs', { region: at.region, accountId: owner }, named(QueueName)), ours]
    : ours;
};

/** moto sets every attribute of a queue that it is given, its name as well, so unknown names are refused here. */
const ATTRIBUTES = new Set([
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
]);

/** @throws AwsError InvalidAttributeName */
const knownAttributes =
  (rule: Rule): Rule =>
  (action) =>
  (input, at, names) => {
    for (const name of Object.keys(fields(input.Attributes)))
      if (!ATTRIBUTES.has(name))
        throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`, 400);
    return rule(action)(input, at, names);
  };

const onQueue = on(queue);

/** Amazon SQS. Source: Service Authorization Reference, "Amazon SQS". A batch needs the right to its single action. */
export const sqsResources: ServiceResources = {
  service: 'sqs',
  // moto serves one change after the other, at a clock that stands still for it: nobody may wait there for a message.
  complete: (operation, input) => (operation === 'ReceiveMessage' ? { ...input, WaitTimeSeconds: 0 } : input),
  operations: operationsOf('sqs:', {
    AddPermission: onQueue,
    ChangeMessageVisibility: onQueue,
    ChangeMessageVisibilityBatch: as('sqs:ChangeMessageVisibility', onQueue),
    CreateQueue: knownAttributes(
      both(on(queueByName, requestTags('tags')), tagging('tags', 'sqs:TagQueue', queueByName)),
    ),
    DeleteMessage: onQueue,
    DeleteMessageBatch: as('sqs:DeleteMessage', onQueue),
    DeleteQueue: onQueue,
    GetQueueAttributes: onQueue,
    GetQueueUrl: on(queueByName),
    ListDeadLetterSourceQueues: onQueue,
    ListQueueTags: onQueue,
    ListQueues: onAll(),
    PurgeQueue: onQueue,
    ReceiveMessage: onQueue,
    RemovePermission: onQueue,
    SendMessage: onQueue,
    SendMessageBatch: as('sqs:SendMessage', onQueue),
    SetQueueAttributes: knownAttributes(onQueue),
    TagQueue: on(queue, requestTags('Tags')),
    UntagQueue: on(queue, tagKeys('TagKeys')),
  }),
};
