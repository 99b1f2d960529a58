import { expectRows } from './rows';

const alarm = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm';

expectRows('monitoring', [
  [
    'DeleteAlarms',
    { AlarmNames: ['a', 'b', 'a'] },
    [`cloudwatch:DeleteAlarms ${alarm}:a`, `cloudwatch:DeleteAlarms ${alarm}:b`],
  ],
  ['DeleteAlarms', { AlarmNames: [] }, [`cloudwatch:DeleteAlarms ${alarm}:<missing>`]],
  ['DeleteAlarms', { AlarmNames: ['*'] }, [`cloudwatch:DeleteAlarms ${alarm}:*`]],
  ['DescribeAlarms', { AlarmNames: ['a'] }, [`cloudwatch:DescribeAlarms ${alarm}:a`]],
  // moto prefers the prefix.
  [
    'DescribeAlarms',
    { AlarmNames: ['a'], AlarmNamePrefix: 'b' },
    [`cloudwatch:DescribeAlarms ${alarm}:<every>`],
  ],
  ['DescribeAlarms', { StateValue: 'OK' }, [`cloudwatch:DescribeAlarms ${alarm}:<every>`]],
  [
    'PutMetricAlarm',
    {
      AlarmName: 'a',
      AlarmActions: ['arn:aws:sns:us-east-1:123456789012:t'],
      Tags: [{ Key: 'k', Value: 'v' }],
    },
    [
      `cloudwatch:PutMetricAlarm ${alarm}:a {"aws:RequestTag/k":"v","aws:TagKeys":["k"],"cloudwatch:AlarmActions":["arn:aws:sns:us-east-1:123456789012:t"]}`,
      `cloudwatch:TagResource ${alarm}:a {"aws:RequestTag/k":"v","aws:TagKeys":["k"]}`,
    ],
  ],
  ['PutMetricData', { Namespace: 'App' }, ['cloudwatch:PutMetricData * {"cloudwatch:namespace":"App"}']],
  ['GetMetricData', {}, ['cloudwatch:GetMetricData *']],
  [
    'GetDashboard',
    { DashboardName: 'main' },
    ['cloudwatch:GetDashboard arn:aws:cloudwatch::123456789012:dashboard/main'],
  ],
  [
    'EnableInsightRules',
    { RuleNames: ['r'] },
    ['cloudwatch:EnableInsightRules arn:aws:cloudwatch:us-east-1:123456789012:insight-rule/r'],
  ],
  [
    'PutInsightRule',
    { RuleName: 'r', RuleDefinition: '{"LogGroupNames":["/app"]}' },
    [
      'cloudwatch:PutInsightRule arn:aws:cloudwatch:us-east-1:123456789012:insight-rule/r {"cloudwatch:requestInsightRuleLogGroups":["/app"]}',
    ],
  ],
  ['ListTagsForResource', { ResourceARN: `${alarm}:a` }, [`cloudwatch:ListTagsForResource ${alarm}:a`]],
  ['ListTagsForResource', { ResourceARN: 'a' }, [`cloudwatch:ListTagsForResource ${alarm}:<missing>`]],
]);
