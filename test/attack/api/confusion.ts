import type { Attack } from '../suite';
import { FORM, form, json, type Lake, query, target, type Who } from './lake';
import { refused, sound } from './verdict';
import { type Asking, ask } from './wire';

/** A forwarded service with an operation that the `confused` role may use, and one that it may not and that leaves a trace. */
export interface Pair {
  service: string;
  /** Nobody but an administrator reaches it, or nobody in this protocol: all of it is refused. */
  closedTo?: 'all' | 'others';
  wire: 'query' | 'json';
  harmless: string;
  /** Of the harmless operation. */
  input?: Record<string, string>;
  forbidden: string;
  /** Of the forbidden operation, flat, so that they go into a form, a query and a JSON body. */
  parameters: Record<string, string>;
  /** Whether the forbidden operation ran. */
  trace(lake: Lake): Promise<boolean>;
  /** Takes the trace away, so that the next attack is judged by itself. */
  mend(lake: Lake): Promise<unknown>;
}

const sees =
  (service: string, operation: string, parameters = {}) =>
  async (lake: Lake) =>
    (await query(lake, 'deployer', service, operation, parameters)).body.includes('intruder');
const seesJson =
  (service: string, operation: string, input = {}) =>
  async (lake: Lake) =>
    (await json(lake, 'deployer', service, operation, input)).body.includes('intruder');

export const QUERY_PAIRS: Pair[] = [
  {
    service: 'iam',
    wire: 'query',
    harmless: 'GetUser',
    input: { UserName: 'watcher' },
    forbidden: 'CreateUser',
    parameters: { UserName: 'intruder' },
    trace: sees('iam', 'ListUsers'),
    mend: (lake) => query(lake, 'deployer', 'iam', 'DeleteUser', { UserName: 'intruder' }),
  },
  {
    service: 'sns',
    wire: 'query',
    harmless: 'ListTopics',
    forbidden: 'CreateTopic',
    parameters: { Name: 'intruder' },
    trace: sees('sns', 'ListTopics'),
    mend: (lake) =>
      query(lake, 'deployer', 'sns', 'DeleteTopic', {
        TopicArn: 'arn:aws:sns:us-east-1:123456789012:intruder',
      }),
  },
  {
    service: 'monitoring',
    wire: 'query',
    harmless: 'ListMetrics',
    forbidden: 'PutMetricAlarm',
    parameters: {
      AlarmName: 'intruder',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: '1',
      MetricName: 'm',
      Namespace: 'n',
      Period: '60',
      Statistic: 'Sum',
      Threshold: '1',
    },
    trace: sees('monitoring', 'DescribeAlarms'),
    mend: (lake) =>
      query(lake, 'deployer', 'monitoring', 'DeleteAlarms', { 'AlarmNames.member.1': 'intruder' }),
  },
  {
    service: 'sqs',
    closedTo: 'all',
    wire: 'query',
    harmless: 'ListQueues',
    forbidden: 'CreateQueue',
    parameters: { QueueName: 'intruder' },
    trace: seesJson('sqs', 'ListQueues'),
    mend: (lake) =>
      json(lake, 'deployer', 'sqs', 'DeleteQueue', {
        QueueUrl: `http://127.0.0.1:${lake.account.port}/123456789012/intruder`,
      }),
  },
];

export const JSON_PAIRS: Pair[] = [
  {
    service: 'secretsmanager',
    wire: 'json',
    harmless: 'ListSecrets',
    forbidden: 'CreateSecret',
    parameters: { Name: 'intruder', SecretString: 'x' },
    trace: seesJson('secretsmanager', 'ListSecrets'),
    mend: (lake) =>
      json(lake, 'deployer', 'secretsmanager', 'DeleteSecret', {
        SecretId: 'intruder',
        ForceDeleteWithoutRecovery: true,
      }),
  },
  {
    service: 'logs',
    wire: 'json',
    harmless: 'DescribeLogGroups',
    forbidden: 'CreateLogGroup',
    parameters: { logGroupName: 'intruder' },
    trace: seesJson('logs', 'DescribeLogGroups'),
    mend: (lake) => json(lake, 'deployer', 'logs', 'DeleteLogGroup', { logGroupName: 'intruder' }),
  },
  {
    service: 'ssm',
    closedTo: 'others',
    wire: 'json',
    harmless: 'DescribeParameters',
    forbidden: 'PutParameter',
    parameters: { Name: 'intruder', Value: 'x', Type: 'String' },
    trace: seesJson('ssm', 'DescribeParameters'),
    mend: (lake) => json(lake, 'deployer', 'ssm', 'DeleteParameter', { Name: 'intruder' }),
  },
  { ...QUERY_PAIRS[3]!, wire: 'json', closedTo: undefined },
];

/** The key that KMS's pair is about has to be there first. @param keyId of the key */
export const kmsPair =
  (keyId: (lake: Lake) => string) =>
  (lake: Lake): Pair => ({
    service: 'kms',
    wire: 'json',
    harmless: 'DescribeKey',
    input: { KeyId: keyId(lake) },
    forbidden: 'UpdateKeyDescription',
    parameters: { KeyId: keyId(lake), Description: 'intruder' },
    trace: seesJson('kms', 'DescribeKey', { KeyId: keyId(lake) }),
    mend: (of) =>
      json(of, 'deployer', 'kms', 'UpdateKeyDescription', { KeyId: keyId(lake), Description: 'plain' }),
  });

type Way = (pair: Pair) => Omit<Asking, 'service'>;

const parameters = (pair: Pair) => form(pair.parameters);
const harmless = (pair: Pair) => form({ Action: pair.harmless, ...pair.input });
const both = (pair: Pair) => form({ ...pair.input, ...pair.parameters });
const bodyOf = (pair: Pair) => JSON.stringify({ ...pair.input, ...pair.parameters });
const targetOf = (pair: Pair, operation: string) =>
  pair.wire === 'json'
    ? target(pair.service, operation)
    : { 'x-amz-target': `x.${operation}`, 'content-type': 'application/x-www-form-urlencoded' };

/** Requests that name the harmless operation in one place and the forbidden one in another. */
export const WAYS: Record<string, Way> = {
  'a target header beside a form': (pair) => ({
    headers: { ...FORM, 'x-amz-target': `x.${pair.harmless}` },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a target header of the service beside a form': (pair) => ({
    headers: { ...targetOf(pair, pair.harmless), ...FORM },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a target header beside a query': (pair) => ({
    path: `/?Action=${pair.forbidden}&${both(pair)}`,
    headers: targetOf(pair, pair.harmless),
    body: bodyOf(pair),
  }),
  'a target header beside a query, without a body': (pair) => ({
    path: `/?Action=${pair.forbidden}&${both(pair)}`,
    headers: { 'x-amz-target': targetOf(pair, pair.harmless)['x-amz-target']! },
  }),
  'the query beside the form': (pair) => ({
    path: `/?${harmless(pair)}`,
    headers: FORM,
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'the form beside the query': (pair) => ({
    path: `/?Action=${pair.forbidden}&${both(pair)}`,
    headers: FORM,
    body: harmless(pair),
  }),
  'twice in the form': (pair) => ({
    headers: FORM,
    body: `${harmless(pair)}&Action=${pair.forbidden}&${both(pair)}`,
  }),
  'twice in the form, the forbidden first': (pair) => ({
    headers: FORM,
    body: `Action=${pair.forbidden}&${both(pair)}&Action=${pair.harmless}`,
  }),
  'twice in the query': (pair) => ({
    path: `/?${harmless(pair)}&Action=${pair.forbidden}&${both(pair)}`,
  }),
  'twice in the query, the forbidden first': (pair) => ({
    path: `/?Action=${pair.forbidden}&${both(pair)}&Action=${pair.harmless}`,
  }),
  'a name in another case': (pair) => ({
    headers: FORM,
    body: `${harmless(pair)}&action=${pair.forbidden}&ACTION=${pair.forbidden}&${both(pair)}`,
  }),
  'a percent-encoded name': (pair) => ({
    headers: FORM,
    body: `${harmless(pair)}&%41ction=${pair.forbidden}&${both(pair)}`,
  }),
  'a type in capitals': (pair) => ({
    path: `/?${harmless(pair)}`,
    headers: { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a type in capitals with a parameter': (pair) => ({
    path: `/?${harmless(pair)}`,
    headers: { 'content-type': 'Application/X-WWW-Form-urlencoded; Charset=UTF-8' },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a type after a blank': (pair) => ({
    path: `/?${harmless(pair)}`,
    headers: { 'content-type': ' application/x-www-form-urlencoded' },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a multipart form': (pair) => ({
    path: `/?${harmless(pair)}`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: `${Object.entries({ Action: pair.forbidden, ...pair.input, ...pair.parameters })
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')}--b--\r\n`,
  }),
  'the path of an operation': (pair) => ({
    path: `/service/x/operation/${pair.harmless}`,
    headers: FORM,
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'the path of an operation beside a target': (pair) => ({
    path: `/service/x/operation/${pair.harmless}`,
    headers: targetOf(pair, pair.forbidden),
    body: bodyOf(pair),
  }),
  'the path of an operation and no type': (pair) => ({
    path: `/operation/${pair.harmless}`,
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a header named Action': (pair) => ({
    path: `/operation/${pair.harmless}`,
    headers: { action: pair.forbidden, ...pair.input, ...pair.parameters },
  }),
  'a body without a type': (pair) => ({
    path: `/service/x/operation/${pair.harmless}`,
    headers: { 'content-type': 'text/plain' },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'two target headers': (pair) => ({
    headers: {
      ...targetOf(pair, pair.harmless),
      'x-amz-target': [
        targetOf(pair, pair.forbidden)['x-amz-target']!,
        targetOf(pair, pair.harmless)['x-amz-target']!,
      ],
    },
    body: bodyOf(pair),
  }),
  'two target headers, the forbidden last': (pair) => ({
    headers: {
      ...targetOf(pair, pair.harmless),
      'x-amz-target': [
        targetOf(pair, pair.harmless)['x-amz-target']!,
        targetOf(pair, pair.forbidden)['x-amz-target']!,
      ],
    },
    body: bodyOf(pair),
  }),
  'a target of two names': (pair) => ({
    headers: {
      ...targetOf(pair, pair.forbidden),
      'x-amz-target': `${targetOf(pair, pair.forbidden)['x-amz-target']}.${pair.harmless}`,
    },
    body: bodyOf(pair),
  }),
  'a target of two names, the forbidden last': (pair) => ({
    headers: {
      ...targetOf(pair, pair.harmless),
      'x-amz-target': `${targetOf(pair, pair.harmless)['x-amz-target']}.${pair.forbidden}`,
    },
    body: bodyOf(pair),
  }),
  'GET with a body': (pair) => ({
    method: 'GET',
    path: `/?${harmless(pair)}`,
    headers: FORM,
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'a method override': (pair) => ({
    method: 'GET',
    path: `/?${harmless(pair)}`,
    headers: { 'x-http-method-override': 'POST', 'x-amz-action': pair.forbidden, action: pair.forbidden },
    body: `Action=${pair.forbidden}&${parameters(pair)}`,
  }),
  'a fragment in the path': (pair) => ({
    path: `/#?${harmless(pair)}&Action=${pair.forbidden}&${both(pair)}`,
    headers: FORM,
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
  'an encoding of the body': (pair) => ({
    path: `/?${harmless(pair)}`,
    headers: { ...FORM, 'content-encoding': 'identity' },
    body: `Action=${pair.forbidden}&${both(pair)}`,
  }),
};

/** Ways in which only one place can be meant for a name: what counts is that the forbidden one did not run. */
const LENIENT = new Set([
  'a name in another case',
  'a multipart form',
  'a header named Action',
  'a body without a type',
  'a method override',
  'a fragment in the path',
]);

/** The attack that a way makes of a pair: whatever is answered, the forbidden operation did not run. */
export const confusing = (
  way: string,
  pairOf: (lake: Lake) => Pair,
  label: string,
  who: Who = 'confused',
): Attack<Lake> => ({
  name: `${label}: ${way}`,
  run: async (lake) => {
    const pair = pairOf(lake);
    const answer = await ask(lake.account, lake.as[who], { service: pair.service, ...WAYS[way]!(pair) });
    if (await pair.trace(lake)) {
      await pair.mend(lake);
      return `${pair.forbidden} ran, answered ${answer.status}`;
    }
    return LENIENT.has(way) ? sound(answer) : refused(answer);
  },
});
