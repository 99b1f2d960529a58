import type { Attack } from '../../suite';
import { json, type Lake } from '../lake';
import { body, jsonCases, SPELLINGS } from './motoCases';
import { ATTACKERS, arn, ids } from './motoThings';
import { foreign } from './things';

/** Secrets, parameters and log groups of others. */

export const secrets: Attack<Lake>[] = jsonCases(
  'secretsmanager',
  () => ['foreign-secret', 'own-secret', ids.foreign.secret!],
  SPELLINGS,
  [
    ...[
      'GetSecretValue',
      'DescribeSecret',
      'ListSecretVersionIds',
      'GetResourcePolicy',
      'RotateSecret',
      'DeleteSecret',
      'RestoreSecret',
    ].map((operation) => ({ operation, member: 'SecretId' })),
    { operation: 'PutSecretValue', member: 'SecretId', more: { SecretString: 'planted' } },
    { operation: 'UpdateSecret', member: 'SecretId', more: { Description: 'planted' } },
    { operation: 'TagResource', member: 'SecretId', more: { Tags: [{ Key: 'planted', Value: 'x' }] } },
    { operation: 'PutResourcePolicy', member: 'SecretId', more: { ResourcePolicy: '{}' } },
  ],
  async (lake) =>
    (await body(json(lake, 'deployer', 'secretsmanager', 'GetSecretValue', { SecretId: 'foreign-secret' }))) +
    (
      await body(json(lake, 'deployer', 'secretsmanager', 'DescribeSecret', { SecretId: 'foreign-secret' }))
    ).replace(/"(?:Last\w+|Created)Date": [\d.]+|"(?:ARN|VersionId)": "[^"]+"/g, ''),
  {
    SecretId: 'own-secret',
    Name: 'own-secret',
    ARN: 'own-secret',
    secretId: 'own-secret',
    ResourceArn: 'own-secret',
  },
);
secrets.push(
  ...ATTACKERS.flatMap((who) =>
    [
      { SecretIdList: ['foreign-secret'] },
      { SecretIdList: ['own-secret', 'foreign-secret'] },
      { Filters: [{ Key: 'name', Values: ['foreign'] }] },
      { Filters: [{ Key: 'all', Values: [''] }] },
    ].map((input, i) =>
      foreign(
        `secretsmanager BatchGetSecretValue (${i + 1})`,
        who,
        (lake) => json(lake, who, 'secretsmanager', 'BatchGetSecretValue', input),
        undefined,
        { lenient: true },
      ),
    ),
  ),
);

export const parameters: Attack<Lake>[] = jsonCases(
  'ssm',
  () => ['foreign-parameter', 'own-parameter', arn('ssm', 'parameter/foreign-parameter')],
  SPELLINGS,
  [
    { operation: 'GetParameter', member: 'Name' },
    { operation: 'GetParameterHistory', member: 'Name' },
    { operation: 'DeleteParameter', member: 'Name' },
    {
      operation: 'PutParameter',
      member: 'Name',
      more: { Value: 'planted', Type: 'String', Overwrite: true },
    },
  ],
  (lake) => body(json(lake, 'deployer', 'ssm', 'GetParameter', { Name: 'foreign-parameter' })),
  { Names: ['own-parameter'], ResourceId: 'own-parameter' },
);

export const logs: Attack<Lake>[] = jsonCases(
  'logs',
  () => ['foreign-logs', 'own-logs', arn('logs', 'log-group:foreign-logs')],
  SPELLINGS,
  [
    { operation: 'GetLogEvents', member: 'logGroupName', more: { logStreamName: 's' } },
    { operation: 'GetLogEvents', member: 'logGroupIdentifier', more: { logStreamName: 's' } },
    { operation: 'FilterLogEvents', member: 'logGroupName' },
    { operation: 'FilterLogEvents', member: 'logGroupIdentifier' },
    { operation: 'DeleteLogGroup', member: 'logGroupName' },
    { operation: 'PutRetentionPolicy', member: 'logGroupName', more: { retentionInDays: 1 } },
    { operation: 'DeleteLogStream', member: 'logGroupName', more: { logStreamName: 's' } },
    {
      operation: 'PutLogEvents',
      member: 'logGroupName',
      more: { logStreamName: 's', logEvents: [{ timestamp: 1_700_000_000_000, message: 'planted' }] },
    },
    { operation: 'TagLogGroup', member: 'logGroupName', more: { tags: { planted: 'x' } } },
  ],
  async (lake) =>
    (
      await body(
        json(lake, 'deployer', 'logs', 'GetLogEvents', { logGroupName: 'foreign-logs', logStreamName: 's' }),
      )
    ).replace(/"ingestionTime": \d+/g, '') +
    (await body(json(lake, 'deployer', 'logs', 'DescribeLogGroups', { logGroupNamePrefix: 'foreign' }))) +
    (await body(json(lake, 'deployer', 'logs', 'ListTagsLogGroup', { logGroupName: 'foreign-logs' }))),
  {
    logGroupIdentifier: 'own-logs',
    logGroupArn: 'own-logs',
    logGroupNames: ['own-logs'],
    resourceArn: arn('logs', 'log-group:own-logs'),
  },
);
