import { expectRows } from './rows';

const logs = 'arn:aws:logs:us-east-1:123456789012:log-group';
const group = (name: string) => `${logs}:${name}:log-stream:`;

expectRows('logs', [
  ['DeleteLogGroup', { logGroupName: '/app' }, [`logs:DeleteLogGroup ${group('/app')}`]],
  ['DeleteLogGroup', { logGroupName: '*' }, [`logs:DeleteLogGroup ${group('*')}`]],
  ['DeleteLogGroup', {}, [`logs:DeleteLogGroup ${group('<missing>')}`]],
  ['PutLogEvents', { logGroupName: '/app', logStreamName: 'one' }, [`logs:PutLogEvents ${group('/app')}one`]],
  [
    'GetLogEvents',
    { logGroupIdentifier: `${logs}:/app:*`, logStreamName: 'one' },
    [`logs:GetLogEvents ${group('/app')}one`],
  ],
  ['FilterLogEvents', { logGroupIdentifier: `${logs}:/app` }, [`logs:FilterLogEvents ${group('/app')}`]],
  ['FilterLogEvents', { logGroupIdentifier: '/app' }, [`logs:FilterLogEvents ${group('/app')}`]],
  // moto reads the name.
  [
    'FilterLogEvents',
    { logGroupIdentifier: '/mine', logGroupName: '/app' },
    [`logs:FilterLogEvents ${group('/app')}`],
  ],
  [
    'FilterLogEvents',
    { logGroupIdentifier: 'arn:aws:logs:eu-west-1:999999999999:log-group:/app' },
    'ResourceNotFoundException',
  ],
  [
    'StartQuery',
    { logGroupName: 'a', logGroupNames: ['b', 'c'] },
    [`logs:StartQuery ${group('a')}`, `logs:StartQuery ${group('b')}`, `logs:StartQuery ${group('c')}`],
  ],
  [
    'StartQuery',
    { logGroupIdentifiers: [`${logs}:a`, 'b'] },
    [`logs:StartQuery ${group('a')}`, `logs:StartQuery ${group('b')}`],
  ],
  ['StartQuery', {}, [`logs:StartQuery ${group('<missing>')}`]],
  ['DescribeMetricFilters', {}, [`logs:DescribeMetricFilters ${group('<every>')}`]],
  ['GetQueryResults', { queryId: 'q' }, [`logs:GetQueryResults ${group('<every>')}`]],
  [
    'CreateLogGroup',
    { logGroupName: '/app', tags: { team: 'sales' } },
    [
      `logs:CreateLogGroup ${group('/app')} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
      `logs:TagResource ${logs}:/app {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
    ],
  ],
  ['ListTagsForResource', { resourceArn: `${logs}:/app:*` }, [`logs:ListTagsForResource ${logs}:/app`]],
  ['ListTagsForResource', { resourceArn: '/app' }, [`logs:ListTagsForResource ${logs}:<missing>`]],
  [
    'PutSubscriptionFilter',
    { logGroupName: '/app', roleArn: 'arn:aws:iam::123456789012:role/ship' },
    [
      `logs:PutSubscriptionFilter ${group('/app')}`,
      'iam:PassRole arn:aws:iam::123456789012:role/ship {"iam:PassedToService":"logs.amazonaws.com"}',
    ],
  ],
  ['DescribeLogGroups', { logGroupNamePrefix: '/app' }, ['logs:DescribeLogGroups *']],
]);
