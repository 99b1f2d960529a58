import { AwsError } from '../../errors';
import type { Destination } from '../authorization';
import { arnLike, arnOf, MISSING } from './arn';
import { requestTags, tagKeys, told } from './conditions';
import { fields, named } from './members';
import { both, given, on, onAll, operationsOf, passing, type Resource, type Rule, tagging } from './rule';
import type { Input, OperationResources, ServiceResources } from './serviceResources';

/** Topics and endpoints of devices. moto looks both up by the whole text. */
const TOPIC = /^[^:]+$/s;

const topic = (value: unknown, at: Destination): string =>
  arnLike(value, 'sns', TOPIC) ?? arnOf('sns', at, MISSING);

const topicIn =
  (member: string): Resource =>
  (input, at) =>
    topic(input[member], at);

/** The topic of a subscription, whose ARN is that of the topic with an id behind it. */
const topicOfSubscription: Resource = ({ SubscriptionArn }, at) =>
  topic(arnLike(SubscriptionArn, 'sns', /^[^:]+:[^:]+$/s)?.replace(/:[^:]+$/s, ''), at);

const topicByName: Resource = ({ Name }, at) => arnOf('sns', at, named(Name));

/**
 * Attributes of topics. moto sets every attribute of a topic that it is given, its ARN as well, so a name that AWS does
 * not know is refused here. Source: SNS API reference, CreateTopic and SetTopicAttributes.
 */
const TOPIC_ATTRIBUTES = new RegExp(
  `^(?:${[
    'DeliveryPolicy|DisplayName|FifoTopic|Policy|TracingConfig|KmsMasterKeyId|SignatureVersion',
    'ContentBasedDeduplication|ArchivePolicy|FifoThroughputScope|DataProtectionPolicy',
    '(?:HTTP|Firehose|Lambda|Application|SQS)(?:SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)',
  ].join('|')})$`,
);

/** @throws AwsError InvalidParameter */
const knownAttributes =
  (names: (input: Input) => unknown[], rule: Rule): Rule =>
  (action) =>
  (input, at, look) => {
    for (const name of names(input))
      if (typeof name !== 'string' || !TOPIC_ATTRIBUTES.test(name))
        throw new AwsError('InvalidParameter', 'Invalid parameter: AttributeName', 400);
    return rule(action)(input, at, look);
  };

/** Attributes that hand a role to SNS: for the log of deliveries, and for delivery streams. */
const rolesIn = (input: Input): unknown[] => {
  const all = Object.entries({
    ...fields(input.Attributes),
    ...(typeof input.AttributeName === 'string' && { [input.AttributeName]: input.AttributeValue }),
  });
  return all.filter(([name]) => name.endsWith('RoleArn')).map(([, role]) => role);
};
const passingRoles = passing('sns.amazonaws.com', rolesIn);

/** Everything that the request names: moto prefers the phone number to the target, and that to the topic. */
const publish: Rule = (action) => {
  const rules: OperationResources[] = [
    given('TopicArn', on(topicIn('TopicArn')))(action),
    given('TargetArn', on(topicIn('TargetArn')))(action),
    given('PhoneNumber', onAll())(action),
  ];
  return async (input, at, names) => {
    const needed = (await Promise.all(rules.map((rule) => rule(input, at, names)))).flat();
    return needed.length > 0 ? needed : [{ action, resource: arnOf('sns', at, MISSING) }];
  };
};

const onTopic = on(topicIn('TopicArn'));
const onResource = on(topicIn('ResourceArn'));
const onSubscription = on(topicOfSubscription);

/** Amazon SNS. Source: Service Authorization Reference, "Amazon SNS". Applications and devices are no resources of it. */
export const snsResources: ServiceResources = {
  service: 'sns',
  operations: {
    ...operationsOf('sns:', {
      AddPermission: onTopic,
      CheckIfPhoneNumberIsOptedOut: onAll(),
      ConfirmSubscription: onTopic,
      CreatePlatformApplication: both(onAll(), passingRoles),
      CreatePlatformEndpoint: onAll(),
      CreateTopic: knownAttributes(
        ({ Attributes }) => Object.keys(fields(Attributes)),
        both(
          on(topicByName, requestTags('Tags')),
          tagging('Tags', 'sns:TagResource', topicByName),
          passingRoles,
        ),
      ),
      DeleteEndpoint: onAll(),
      DeletePlatformApplication: onAll(),
      DeleteTopic: onTopic,
      GetEndpointAttributes: onAll(),
      GetPlatformApplicationAttributes: onAll(),
      GetSMSAttributes: onAll(),
      GetSubscriptionAttributes: onSubscription,
      GetTopicAttributes: onTopic,
      ListEndpointsByPlatformApplication: onAll(),
      ListPhoneNumbersOptedOut: onAll(),
      ListPlatformApplications: onAll(),
      ListSubscriptions: onAll(),
      ListSubscriptionsByTopic: onTopic,
      ListTagsForResource: onResource,
      ListTopics: onAll(),
      OptInPhoneNumber: onAll(),
      Publish: publish,
      RemovePermission: onTopic,
      SetEndpointAttributes: onAll(),
      SetPlatformApplicationAttributes: both(onAll(), passingRoles),
      SetSMSAttributes: onAll(),
      SetSubscriptionAttributes: both(onSubscription, passingRoles),
      SetTopicAttributes: knownAttributes(
        ({ AttributeName }) => [AttributeName],
        both(onTopic, passingRoles),
      ),
      Subscribe: both(
        on(topicIn('TopicArn'), told('sns:Protocol', 'Protocol'), told('sns:Endpoint', 'Endpoint')),
        passingRoles,
      ),
      TagResource: on(topicIn('ResourceArn'), requestTags('Tags')),
      Unsubscribe: onSubscription,
      UntagResource: on(topicIn('ResourceArn'), tagKeys('TagKeys')),
    }),
    PublishBatch: onTopic('sns:Publish'),
  },
};
