import type { Attack } from '../suite';
import { FORM, form, json, LAKE, type Lake, OWN_BUCKET, s3, target } from './lake';
import { s3Queries } from './s3Queries';
import { refused, sound } from './verdict';
import { type Asking, ask } from './wire';

/** Requests that something could fail at: what is answered says nothing of the machine, and is never 5xx. */

const MINE = `/${OWN_BUCKET}/mine.txt`;
const OVERRIDES = [
  ...[
    'response-content-type',
    'response-cache-control',
    'response-content-disposition',
    'response-content-encoding',
  ],
  ...['response-content-language', 'response-expires'],
];
const VALUES = [
  '%E2%82%AC',
  '%0d%0aX-Injected:%201',
  '%00',
  '%0a',
  '%7f',
  '',
  'a'.repeat(9000),
  '%F0%9F%98%80',
  '%zz',
  'a%20b',
];
const overrides: Attack<Lake>[] = OVERRIDES.flatMap((name) =>
  VALUES.map((value) => ({
    name: `GetObject with ${name}=${value.slice(0, 30)}`,
    run: async (lake: Lake) => {
      const answer = await s3(lake, 'tenant', 'GET', `${MINE}?${name}=${value}`);
      if (answer.headers['x-injected']) return 'a header was put into the answer';
      return sound(answer);
    },
  })),
);

const S3_HEADERS: Record<string, string>[] = [
  ...[
    'bytes=5-1',
    'bytes=-0',
    'bytes=99999999999999999999-',
    'bytes=a-b',
    'bytes=0-1,2-3',
    'x',
    'bytes=',
    '-1',
  ].map((range) => ({ range })),
  ...['x', '', '99999999999999999999', 'Thu, 99 Foo 9999 99:99:99 GMT', '-1'].map((date) => ({
    'if-modified-since': date,
  })),
  ...['x', '""', '*', 'W/"x"', '"'].map((tag) => ({ 'if-match': tag })),
  { 'x-amz-checksum-crc32': 'x' },
  { 'x-amz-checksum-sha256': '====' },
  { 'x-amz-sdk-checksum-algorithm': 'MD2' },
  { 'content-md5': 'x' },
  { 'x-amz-tagging': 'a&b=c&=d&%zz' },
  { 'x-amz-tagging': `${'k=v&'.repeat(100)}` },
  { 'x-amz-storage-class': 'NONE' },
  { 'x-amz-server-side-encryption': 'x' },
  { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
  { 'x-amz-acl': 'x' },
  { 'x-amz-meta-a': 'x'.repeat(7000) },
  { 'x-amz-expected-bucket-owner': 'x' },
  { 'x-amz-website-redirect-location': 'x' },
  { 'x-amz-object-lock-mode': 'GOVERNANCE' },
  { 'content-encoding': 'aws-chunked' },
  { 'x-amz-decoded-content-length': 'x' },
  { 'x-amz-trailer': 'x' },
  { 'content-type': 'x'.repeat(5000) },
  { 'x-amz-copy-source': '%zz' },
  { 'x-amz-copy-source-range': 'bytes=a', 'x-amz-copy-source': `${OWN_BUCKET}/mine.txt` },
  { 'x-amz-metadata-directive': 'x', 'x-amz-copy-source': `${OWN_BUCKET}/mine.txt` },
];
const s3Headers: Attack<Lake>[] = S3_HEADERS.flatMap((headers, i) =>
  ['GET', 'PUT', 'HEAD', 'POST'].map((method) => ({
    name: `S3 ${method} with ${JSON.stringify(headers).slice(0, 60)} (${i})`,
    run: async (lake: Lake) =>
      sound(
        await s3(
          lake,
          'tenant',
          method,
          method === 'PUT' ? `/${OWN_BUCKET}/odd` : MINE,
          method === 'PUT' ? 'x' : '',
          headers,
        ),
      ),
  })),
);

/** Members of the wrong type, for operations that are answered here and for those that are not. */
const VALUES_OF: unknown[] = [
  null,
  1,
  1e308,
  [],
  [null],
  { a: {} },
  '',
  '\0',
  '\ud800',
  '../../x',
  'a'.repeat(3000),
];
const MEMBERS: Record<string, [string, string[]][]> = {
  athena: [
    [
      'StartQueryExecution',
      [
        'QueryString',
        'WorkGroup',
        'ExecutionParameters',
        'ResultConfiguration',
        'QueryExecutionContext',
        'ClientRequestToken',
      ],
    ],
    ['GetQueryResults', ['QueryExecutionId', 'NextToken', 'MaxResults']],
    ['CreateWorkGroup', ['Name', 'Configuration', 'Tags']],
    ['ListTableMetadata', ['CatalogName', 'DatabaseName', 'Expression']],
  ],
  glue: [
    ['CreateTable', ['DatabaseName', 'TableInput', 'PartitionIndexes', 'OpenTableFormatInput']],
    ['GetPartitions', ['DatabaseName', 'TableName', 'Expression', 'NextToken']],
    ['CreateDatabase', ['DatabaseInput', 'Tags', 'CatalogId']],
    ['SearchTables', ['SearchText', 'Filters', 'SortCriteria']],
  ],
  lakeformation: [
    ['GrantPermissions', ['Principal', 'Resource', 'Permissions']],
    ['RegisterResource', ['ResourceArn', 'RoleArn']],
    ['ListPermissions', ['Principal', 'Resource', 'ResourceType', 'NextToken']],
  ],
  budgets: [
    ['CreateBudget', ['AccountId', 'Budget', 'NotificationsWithSubscribers']],
    ['DescribeBudget', ['BudgetName', 'AccountId']],
  ],
  kms: [
    ['DescribeKey', ['KeyId']],
    ['Decrypt', ['CiphertextBlob', 'KeyId']],
    ['CreateKey', ['Policy', 'Tags', 'KeySpec']],
  ],
  secretsmanager: [
    ['GetSecretValue', ['SecretId']],
    ['CreateSecret', ['Name', 'SecretBinary', 'Tags']],
  ],
  logs: [
    ['CreateLogGroup', ['logGroupName', 'tags']],
    ['PutLogEvents', ['logGroupName', 'logEvents']],
    ['DescribeLogGroups', ['limit', 'nextToken']],
  ],
  sqs: [
    ['CreateQueue', ['QueueName', 'Attributes']],
    ['SendMessage', ['QueueUrl', 'MessageBody']],
    ['GetQueueUrl', ['QueueName']],
  ],
};
const members: Attack<Lake>[] = Object.entries(MEMBERS).flatMap(([service, operations]) =>
  operations.flatMap(([operation, names]) =>
    names.flatMap((name) =>
      VALUES_OF.map((value, i) => ({
        name: `${service} ${operation} with ${name} = ${JSON.stringify(value).slice(0, 30)} (${i})`,
        run: async (lake: Lake) => sound(await json(lake, 'deployer', service, operation, { [name]: value })),
      })),
    ),
  ),
);

const FORMS: [string, Record<string, string>][] = [
  ['iam', { Action: 'GetUser', UserName: '\0' }],
  ['iam', { Action: 'CreateUser' }],
  ['iam', { Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument: 'x' }],
  ['iam', { Action: 'CreateRole', RoleName: 'r' }],
  ['iam', { Action: 'PutRolePolicy', RoleName: 'lakehouse-analyst', PolicyName: 'x', PolicyDocument: '[]' }],
  ['iam', { Action: 'CreatePolicy', PolicyName: 'x', PolicyDocument: '{"Statement":1}' }],
  ['iam', { Action: 'AttachRolePolicy', RoleName: 'lakehouse-analyst', PolicyArn: 'x' }],
  ['iam', { Action: 'GetPolicyVersion', PolicyArn: 'x', VersionId: 'x' }],
  ['iam', { Action: 'ListUsers', MaxItems: 'x' }],
  ['iam', { Action: 'ListUsers', Marker: 'x' }],
  ['iam', { Action: 'UpdateAccessKey', AccessKeyId: 'x', Status: 'x' }],
  ['iam', { Action: '' }],
  ['iam', { Action: '__init__' }],
  ['iam', { Action: '_get_param' }],
  ['iam', { Action: 'Dispatch' }],
  ['iam', { Action: 'SetupClass' }],
  ['iam', { Action: 'GetUser.__class__' }],
  ['sns', { Action: 'Publish', TopicArn: 'x', Message: '' }],
  ['sns', { Action: 'Publish' }],
  ['sns', { Action: 'Subscribe', TopicArn: 'x', Protocol: 'x', Endpoint: 'x' }],
  ['sns', { Action: 'SetTopicAttributes', TopicArn: 'x', AttributeName: 'Policy', AttributeValue: 'x' }],
  ['sns', { Action: 'CreateTopic', Name: '/' }],
  ['monitoring', { Action: 'PutMetricData', Namespace: 'x', 'MetricData.member.1.Value': 'x' }],
  ['monitoring', { Action: 'PutMetricAlarm', AlarmName: 'x' }],
  ['monitoring', { Action: 'GetMetricData', StartTime: 'x', EndTime: 'x' }],
  ['monitoring', { Action: 'GetMetricStatistics', Namespace: 'x', Period: 'x' }],
  ['monitoring', { Action: 'PutDashboard', DashboardName: 'x', DashboardBody: 'x' }],
  ['sqs', { Action: 'CreateQueue' }],
  ['sqs', { Action: 'SendMessage', QueueUrl: 'x' }],
  ['sts', { Action: 'AssumeRole' }],
  ['sts', { Action: 'AssumeRoleWithSAML' }],
  ['sts', { Action: 'DecodeAuthorizationMessage', EncodedMessage: 'x' }],
  ['cloudformation', { Action: 'CreateStack', StackName: 'x', TemplateBody: 'x' }],
  ['cloudformation', { Action: 'CreateStack', StackName: 'x', TemplateURL: 'file:///etc/passwd' }],
  ['cloudformation', { Action: 'ValidateTemplate', TemplateURL: 'http://127.0.0.1:1/' }],
];
const forms: Attack<Lake>[] = FORMS.map(([service, parameters]) => ({
  name: `${service} ${form(parameters).slice(0, 80)}`,
  run: async ({ account, as }) =>
    sound(await ask(account, as.deployer, { service, headers: FORM, body: form(parameters) })),
}));

/** Requests that are none of the service's. */
const ODD: [string, Omit<Asking, 'service'>][] = [
  ['GET', { method: 'GET' }],
  ['DELETE', { method: 'DELETE', path: '/x' }],
  ['a path', { path: '/2015-03-31/functions/x/invocations' }],
  ['a target that is none', { headers: { 'x-amz-target': 'x' } }],
  ['an empty target', { headers: { 'x-amz-target': '' } }],
  ['an empty type', { headers: { 'content-type': '' } }],
  ['another type', { headers: { 'content-type': 'application/xml' }, body: '<x/>' }],
  ['a multipart type without a boundary', { headers: { 'content-type': 'multipart/form-data' }, body: 'x' }],
  [
    'a charset that is none',
    { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=x' }, body: 'Action=x' },
  ],
  ['bytes that are no text', { headers: FORM, body: Buffer.from('Action=\xff\xfe', 'latin1') }],
  ['a body of CBOR', { headers: { 'content-type': 'application/cbor' }, body: Buffer.from('ff', 'hex') }],
];
const SERVICES = [
  ...[
    'athena',
    'glue',
    'lakeformation',
    'budgets',
    's3',
    'sts',
    'iam',
    'sns',
    'sqs',
    'monitoring',
    'kms',
    'secretsmanager',
  ],
  ...[
    'logs',
    'ssm',
    'dynamodb',
    'lambda',
    'events',
    'ec2',
    'apigateway',
    'cognito-idp',
    'route53',
    'tagging',
  ],
];
const odd: Attack<Lake>[] = SERVICES.flatMap((service) =>
  ODD.map(([name, asking]) => ({
    name: `${service}: ${name}`,
    run: async ({ account, as }: Lake) => sound(await ask(account, as.deployer, { service, ...asking })),
  })),
);

const denied: Attack<Lake>[] = (['analyst', 'watcher', 'fenced'] as const).flatMap((who) => [
  {
    name: `what is denied to the ${who} in S3`,
    run: async (lake: Lake) => refused(await s3(lake, who, 'GET', `/${LAKE}/lakehouse/vault/secret.csv`)),
  },
  {
    name: `what is denied to the ${who} in Glue`,
    run: async (lake: Lake) => refused(await json(lake, who, 'glue', 'DeleteDatabase', { Name: 'sandbox' })),
  },
  {
    name: `what is denied to the ${who} in KMS`,
    run: async ({ account, as }: Lake) =>
      refused(
        await ask(account, as[who], { service: 'kms', headers: target('kms', 'CreateKey'), body: '{}' }),
      ),
  },
]);

export const errors: Record<string, Attack<Lake>[]> = {
  'answers named by a link': overrides,
  "odd headers of S3's": s3Headers,
  "odd queries of S3's": s3Queries,
  'members of another type': members,
  'forms that are not good': forms,
  'requests that are none': odd,
  refusals: denied,
};
