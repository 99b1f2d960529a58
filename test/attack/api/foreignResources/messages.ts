import { ACCOUNT, REGION } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { FORM, form, json, type Lake, query } from '../lake';
import { ask } from '../wire';
import { body, formCases } from './motoCases';
import { ATTACKERS, arn, mend, queueUrl } from './motoThings';
import { foreign, type Input, type State } from './things';

/** Queues, topics and alarms of others. */

const queues = (lake: Lake): string[] => [
  queueUrl(lake, 'foreign-queue'),
  `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/foreign-queue`,
  `http://example.com/${ACCOUNT}/foreign-queue`,
  `/${ACCOUNT}/foreign-queue`,
  'foreign-queue',
  `${queueUrl(lake, 'own-queue')}/../foreign-queue`,
  `${queueUrl(lake, 'own-queue')}/foreign-queue`,
  `${queueUrl(lake, 'foreign-queue')}?QueueName=own-queue`,
  `${queueUrl(lake, 'foreign-queue')}#own-queue`,
  `${queueUrl(lake, 'foreign-queue')}/`,
  `http://127.0.0.1/999999999999/foreign-queue`,
  queueUrl(lake, '*'),
  queueUrl(lake, '%66oreign-queue'),
  arn('sqs', 'foreign-queue'),
];
const QUEUES = 14;
const queueState: State = (lake) =>
  body(
    json(lake, 'deployer', 'sqs', 'GetQueueAttributes', {
      QueueUrl: queueUrl(lake, 'foreign-queue'),
      AttributeNames: ['ApproximateNumberOfMessages', 'VisibilityTimeout', 'Policy'],
    }),
  );
const QUEUE_OPERATIONS: Record<string, Input> = {
  ReceiveMessage: { VisibilityTimeout: 0 },
  SendMessage: { MessageBody: 'planted' },
  GetQueueAttributes: { AttributeNames: ['All'] },
  SetQueueAttributes: { Attributes: { VisibilityTimeout: '7' } },
  PurgeQueue: {},
  DeleteQueue: {},
  TagQueue: { Tags: { planted: 'x' } },
  AddPermission: { Label: 'x', AWSAccountIds: [ACCOUNT], Actions: ['SendMessage'] },
};
export const sqs: Attack<Lake>[] = ATTACKERS.flatMap((who) =>
  Object.entries(QUEUE_OPERATIONS).flatMap(([operation, more]) => [
    ...Array.from({ length: QUEUES }, (_, i) =>
      foreign(
        `sqs ${operation} by QueueUrl, spelling ${i + 1}`,
        who,
        (lake) => json(lake, who, 'sqs', operation, { ...more, QueueUrl: queues(lake)[i] }),
        queueState,
        { lenient: i > 0, mend: mend('sqs') },
      ),
    ),
    // What is done may be done to the own one, so nothing is done here that is not undone.
    ...(/^(?:Purge|Delete)/.test(operation)
      ? []
      : [
          foreign(
            `sqs ${operation} by the path, with an own QueueUrl`,
            who,
            ({ account, as }) =>
              ask(account, as[who], {
                service: 'sqs',
                path: `/${ACCOUNT}/foreign-queue`,
                headers: FORM,
                body: form({
                  Action: operation,
                  QueueUrl: `http://127.0.0.1:${account.port}/${ACCOUNT}/own-queue`,
                  MessageBody: 'planted',
                  'Attribute.1.Name': 'VisibilityTimeout',
                  'Attribute.1.Value': '7',
                }),
              }),
            queueState,
            { lenient: true, mend: mend('sqs') },
          ),
        ]),
    foreign(
      `sqs ${operation} beside an own QueueName`,
      who,
      (lake) =>
        json(lake, who, 'sqs', operation, { ...more, QueueName: 'own-queue', QueueUrl: queues(lake)[0] }),
      queueState,
      { mend: mend('sqs') },
    ),
  ]),
);

const TOPIC = { TopicArn: arn('sns', 'foreign-topic') };
export const OWN_TOPIC = { TopicArn: arn('sns', 'own-topic') };
export const sns: Attack<Lake>[] = formCases(
  'sns',
  {
    Publish: { ...TOPIC, Message: 'x' },
    'Publish by TargetArn': { TargetArn: TOPIC.TopicArn, Message: 'x' },
    'Publish by TargetArn beside an own TopicArn': { ...OWN_TOPIC, TargetArn: TOPIC.TopicArn, Message: 'x' },
    'Publish beside an own TargetArn': { ...TOPIC, TargetArn: OWN_TOPIC.TopicArn, Message: 'x' },
    'Publish to a telephone beside an own topic': { ...OWN_TOPIC, PhoneNumber: '+15555550100', Message: 'x' },
    PublishBatch: {
      ...TOPIC,
      'PublishBatchRequestEntries.member.1.Id': '1',
      'PublishBatchRequestEntries.member.1.Message': 'x',
    },
    GetTopicAttributes: TOPIC,
    'GetTopicAttributes beside an own ResourceArn': { ResourceArn: OWN_TOPIC.TopicArn, ...TOPIC },
    SetTopicAttributes: { ...TOPIC, AttributeName: 'DisplayName', AttributeValue: 'planted' },
    Subscribe: { ...TOPIC, Protocol: 'sqs', Endpoint: arn('sqs', 'own-queue') },
    ListSubscriptionsByTopic: TOPIC,
    AddPermission: {
      ...TOPIC,
      Label: 'x',
      'AWSAccountId.member.1': ACCOUNT,
      'ActionName.member.1': 'Publish',
    },
    TagResource: { ResourceArn: TOPIC.TopicArn, 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' },
    'TagResource beside an own TopicArn': {
      ...OWN_TOPIC,
      ResourceArn: TOPIC.TopicArn,
      'Tags.member.1.Key': 'k',
      'Tags.member.1.Value': 'v',
    },
    DeleteTopic: TOPIC,
    'DeleteTopic beside an own ResourceArn': { ResourceArn: OWN_TOPIC.TopicArn, ...TOPIC },
  },
  (lake) =>
    body(query(lake, 'deployer', 'sns', 'GetTopicAttributes', TOPIC)).then((told) =>
      told.replace(/<RequestId>.*?</g, ''),
    ),
);

// Who may publish to everything but a topic may call a telephone: so only the tenant may not.
sns.push(
  ...formCases(
    'sns',
    { 'Publish to a telephone': { PhoneNumber: '+15555550100', Message: 'x' } },
    async () => '',
    ['tenant'],
  ),
);

const alarmState: State = (lake) =>
  body(
    query(lake, 'deployer', 'monitoring', 'DescribeAlarms', { 'AlarmNames.member.1': 'foreign-alarm' }),
  ).then((told) => told.replace(/<RequestId>.*?</g, ''));
const ALARM = { 'AlarmNames.member.1': 'foreign-alarm' };
export const alarms: Attack<Lake>[] = formCases(
  'monitoring',
  {
    DeleteAlarms: ALARM,
    'DeleteAlarms after an own one': {
      'AlarmNames.member.1': 'own-none',
      'AlarmNames.member.2': 'foreign-alarm',
    },
    'DeleteAlarms beside an own AlarmName': { AlarmName: 'own-alarm', ...ALARM },
    DisableAlarmActions: ALARM,
    'SetAlarmState beside own names': {
      'AlarmNames.member.1': 'own-alarm',
      AlarmName: 'foreign-alarm',
      StateValue: 'ALARM',
      StateReason: 'x',
    },
    SetAlarmState: { AlarmName: 'foreign-alarm', StateValue: 'ALARM', StateReason: 'x' },
    PutMetricAlarm: {
      AlarmName: 'foreign-alarm',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: '9',
      MetricName: 'm',
      Namespace: 'n',
      Period: '60',
      Statistic: 'Sum',
      Threshold: '9',
    },
  },
  alarmState,
);
