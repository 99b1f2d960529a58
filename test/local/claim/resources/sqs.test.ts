import { expectRows } from './rows';

const queue = 'arn:aws:sqs:us-east-1:123456789012:jobs';
const foreign = 'arn:aws:sqs:us-east-1:999999999999:jobs';
const url = (account: string, name: string) => `https://sqs.us-east-1.amazonaws.com/${account}/${name}`;

expectRows('sqs', [
  ['SendMessage', { QueueUrl: url('123456789012', 'jobs') }, [`sqs:SendMessage ${queue}`]],
  ['SendMessage', { QueueUrl: 'jobs' }, [`sqs:SendMessage ${queue}`]],
  ['SendMessage', { QueueUrl: 'http://localhost:4566/queue/jobs' }, [`sqs:SendMessage ${queue}`]],
  // moto takes what follows the last slash, whatever stands before.
  [
    'SendMessage',
    { QueueUrl: url('999999999999', 'jobs') },
    [`sqs:SendMessage ${foreign}`, `sqs:SendMessage ${queue}`],
  ],
  ['SendMessage', { QueueUrl: url('123456789012', 'mine?x=/jobs') }, [`sqs:SendMessage ${queue}`]],
  ['SendMessage', { QueueUrl: url('123456789012:mine', 'jobs') }, [`sqs:SendMessage ${queue}`]],
  [
    'SendMessage',
    { QueueUrl: url('123456789012', '') },
    ['sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:<missing>'],
  ],
  ['SendMessage', {}, ['sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:<missing>']],
  ['SendMessageBatch', { QueueUrl: 'jobs', Entries: [] }, [`sqs:SendMessage ${queue}`]],
  ['DeleteMessageBatch', { QueueUrl: 'jobs', Entries: [] }, [`sqs:DeleteMessage ${queue}`]],
  ['ChangeMessageVisibilityBatch', { QueueUrl: 'jobs' }, [`sqs:ChangeMessageVisibility ${queue}`]],
  ['GetQueueUrl', { QueueName: 'jobs', QueueUrl: 'other' }, [`sqs:GetQueueUrl ${queue}`]],
  [
    'GetQueueUrl',
    { QueueName: 'jobs', QueueOwnerAWSAccountId: '999999999999' },
    [`sqs:GetQueueUrl ${foreign}`, `sqs:GetQueueUrl ${queue}`],
  ],
  [
    'CreateQueue',
    { QueueName: 'jobs', tags: { team: 'sales' } },
    [
      `sqs:CreateQueue ${queue} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
      `sqs:TagQueue ${queue} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
    ],
  ],
  ['CreateQueue', { QueueName: 'mine', Attributes: { QueueArn: queue } }, 'InvalidAttributeName'],
  ['SetQueueAttributes', { QueueUrl: 'mine', Attributes: { Name: 'jobs' } }, 'InvalidAttributeName'],
  [
    'SetQueueAttributes',
    { QueueUrl: 'jobs', Attributes: { DelaySeconds: '5' } },
    [`sqs:SetQueueAttributes ${queue}`],
  ],
  ['ListQueues', { QueueNamePrefix: 'j' }, ['sqs:ListQueues *']],
]);
