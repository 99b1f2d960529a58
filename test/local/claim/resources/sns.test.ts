import { expectRows } from './rows';

const topic = 'arn:aws:sns:us-east-1:123456789012:alarms';
const endpoint = 'arn:aws:sns:us-east-1:123456789012:endpoint/APNS/app/1';
const missing = 'arn:aws:sns:us-east-1:123456789012:<missing>';
const role = 'arn:aws:iam::123456789012:role/feedback';
const passed = `iam:PassRole ${role} {"iam:PassedToService":"sns.amazonaws.com"}`;

expectRows('sns', [
  ['Publish', { TopicArn: topic, Message: 'x' }, [`sns:Publish ${topic}`]],
  ['Publish', { TargetArn: endpoint, Message: 'x' }, [`sns:Publish ${endpoint}`]],
  ['Publish', { TopicArn: topic, TargetArn: endpoint }, [`sns:Publish ${topic}`, `sns:Publish ${endpoint}`]],
  ['Publish', { PhoneNumber: '+41791234567', Message: 'x' }, ['sns:Publish *']],
  ['Publish', { TopicArn: topic, PhoneNumber: '+41791234567' }, [`sns:Publish ${topic}`, 'sns:Publish *']],
  ['Publish', { Message: 'x' }, [`sns:Publish ${missing}`]],
  ['Publish', { TopicArn: 7 }, [`sns:Publish ${missing}`]],
  ['PublishBatch', { TopicArn: topic }, [`sns:Publish ${topic}`]],
  ['DeleteTopic', { TopicArn: 'alarms' }, [`sns:DeleteTopic ${missing}`]],
  ['DeleteTopic', { TopicArn: `${topic}*`, Name: 'other' }, [`sns:DeleteTopic ${topic}*`]],
  [
    'DeleteTopic',
    { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:alarms' },
    ['sns:DeleteTopic arn:aws:sns:eu-west-1:999999999999:alarms'],
  ],
  ['Unsubscribe', { SubscriptionArn: `${topic}:1234` }, [`sns:Unsubscribe ${topic}`]],
  ['Unsubscribe', { SubscriptionArn: topic }, [`sns:Unsubscribe ${missing}`]],
  ['Unsubscribe', { SubscriptionArn: `${topic}:other:1234` }, [`sns:Unsubscribe ${missing}`]],
  [
    'Subscribe',
    { TopicArn: topic, Protocol: 'email', Endpoint: 'a@example.com' },
    [`sns:Subscribe ${topic} {"sns:Protocol":"email","sns:Endpoint":"a@example.com"}`],
  ],
  [
    'Subscribe',
    { TopicArn: topic, Protocol: 'firehose', Attributes: { SubscriptionRoleArn: role } },
    [`sns:Subscribe ${topic} {"sns:Protocol":"firehose"}`, passed],
  ],
  [
    'CreateTopic',
    { Name: 'alarms', Tags: [{ Key: 'team', Value: 'sales' }] },
    [
      `sns:CreateTopic ${topic} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
      `sns:TagResource ${topic} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
    ],
  ],
  // moto would set the ARN of the topic.
  ['CreateTopic', { Name: 'mine', Attributes: { Arn: topic } }, 'InvalidParameter'],
  ['SetTopicAttributes', { TopicArn: topic, AttributeName: 'arn', AttributeValue: 'x' }, 'InvalidParameter'],
  [
    'SetTopicAttributes',
    { TopicArn: topic, AttributeName: 'LambdaSuccessFeedbackRoleArn', AttributeValue: role },
    [`sns:SetTopicAttributes ${topic}`, passed],
  ],
  ['ListTopics', {}, ['sns:ListTopics *']],
  ['DeleteEndpoint', { EndpointArn: endpoint }, ['sns:DeleteEndpoint *']],
]);
