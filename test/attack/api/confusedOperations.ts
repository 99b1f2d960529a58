import type { Attack } from '../suite';
import { cbor, lambda } from './confusedPaths';
import { confusing, JSON_PAIRS, kmsPair, type Pair, QUERY_PAIRS, WAYS } from './confusion';
import { FORM, form, json, LAKE, type Lake, query, s3, type Who } from './lake';
import { steering } from './steering';
import { answered, refused, sound } from './verdict';
import { type Asking, ask } from './wire';

/** Requests in which the operation that is decided on could be another than the one that runs. */

export interface Confused extends Lake {
  keyId: string;
}

const pairs: [string, (lake: Lake) => Pair][] = [
  ...QUERY_PAIRS.map((pair): [string, () => Pair] => [`${pair.service} (query)`, () => pair]),
  ...JSON_PAIRS.map((pair): [string, () => Pair] => [`${pair.service} (JSON)`, () => pair]),
  ['kms (JSON)', kmsPair((lake) => (lake as Confused).keyId)],
];
const pairsAttacks: Attack<Lake>[] = pairs.flatMap(([label, pairOf]) =>
  Object.keys(WAYS).map((way) => confusing(way, pairOf, label)),
);

/** Two names of an operation are refused even where the caller may use both. */
const twice: Attack<Lake>[] = QUERY_PAIRS.flatMap(({ service, harmless, input }) => {
  const parameters = form({ Action: harmless, ...input });
  const ways: Record<string, Omit<Asking, 'service'>> = {
    'in the form': { headers: FORM, body: `${parameters}&Action=${harmless}` },
    'in the query': { path: `/?${parameters}&Action=${harmless}` },
    'in the query and in the form': { path: `/?${parameters}`, headers: FORM, body: parameters },
    'in the target and in the form': {
      headers: { ...FORM, 'x-amz-target': `x.${harmless}` },
      body: parameters,
    },
    'in the path and in the form': {
      path: `/service/x/operation/${harmless}`,
      headers: FORM,
      body: parameters,
    },
  };
  return Object.entries(ways).map(([way, asking]) => ({
    name: `${service}: ${harmless} is named twice, ${way}`,
    run: async ({ account, as }: Lake) => refused(await ask(account, as.deployer, { service, ...asking })),
  }));
});

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${LAKE}/*` }],
});

/** @returns whether the bucket of the lake has a policy; it is taken away */
async function policySet(lake: Lake): Promise<boolean> {
  const set = (await s3(lake, 'deployer', 'GET', `/${LAKE}?policy`)).status === 200;
  if (set) await s3(lake, 'deployer', 'DELETE', `/${LAKE}?policy`);
  return set;
}

const SERVICE_NAMES = [
  ...[
    'S3',
    's3 ',
    's3%20',
    's3-object-lambda',
    's3express',
    's3-outposts',
    's3control',
    's3.',
    'sss3',
    's3tables',
  ],
  ...[
    'IAM',
    'Iam',
    'iam ',
    'iam.',
    'iamx',
    'KMS',
    'Kms',
    'STS',
    'Sts',
    'SNS',
    'SQS',
    'Athena',
    'ATHENA',
    'GLUE',
  ],
  ...[
    'Lakeformation',
    'LakeFormation',
    'BUDGETS',
    'Budgets',
    'lambda.',
    'unknown',
    'execute-api',
    'moto_api',
    'moto',
  ],
  ...[
    'mturk',
    'iot-data',
    'aws4_request',
    '*',
    '%73%33',
    '__proto__',
    'constructor',
    'toString',
    'monitoring,iam',
  ],
];

/** A service that is not exactly one that is known is refused, for the deployer, too: nothing can be decided on it. */
const services: Attack<Lake>[] = SERVICE_NAMES.flatMap((service) =>
  (['confused', 'deployer'] as const).map((who) => ({
    name: `signed for '${service}', the ${who} sets a bucket's policy`,
    run: async (lake: Lake) => {
      const answer = await ask(lake.account, lake.as[who], {
        service,
        method: 'PUT',
        path: `/${LAKE}?policy`,
        headers: { 'x-amz-target': 'x.PutObject', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        body: POLICY,
      });
      if (await policySet(lake)) return `the policy was set, answered ${answer.status}`;
      return refused(answer);
    },
  })),
);

/** S3 knows operations by method and path only. */
const S3_WAYS: Record<string, Omit<Asking, 'service'>> = {
  'a target header': { path: `/${LAKE}?policy`, headers: { 'x-amz-target': 'x.PutObject' } },
  'a target header in capitals': { path: `/${LAKE}?policy`, headers: { 'X-AMZ-TARGET': 'S3.GetObject' } },
  'an Action in the query': { path: `/${LAKE}?policy&Action=PutObject` },
  'an Action first in the query': { path: `/${LAKE}?Action=PutObject&policy` },
  'two sub-resources': { path: `/${LAKE}?policy&tagging` },
  'a sub-resource with a value': { path: `/${LAKE}?policy=tagging` },
  'an encoded sub-resource': { path: `/${LAKE}?%70olicy` },
  'a sub-resource in capitals': { path: `/${LAKE}?POLICY` },
  'a key that is empty': { path: `/${LAKE}/?policy` },
  'two slashes': { path: `//${LAKE}?policy` },
  'an encoded slash': { path: `/${LAKE}%2F?policy` },
  'a dot segment': { path: `/${LAKE}/.?policy` },
  'two dot segments': { path: `/${LAKE}/x/..?policy` },
  'an encoded question mark': { path: `/${LAKE}%3Fpolicy` },
  'a host of the bucket': { path: '/?policy', host: `${LAKE}.localhost` },
  "the host of S3's control": { path: `/${LAKE}?policy`, host: 's3-control.localhost' },
  'a plain parameter named x-id': { path: `/${LAKE}?x-id=PutObject&policy` },
  'a copy source': {
    path: `/${LAKE}?policy`,
    headers: { 'x-amz-copy-source': `/${LAKE}/lakehouse/vault/secret.csv` },
  },
  'a method override': {
    method: 'POST',
    path: `/${LAKE}?policy`,
    headers: { 'x-http-method-override': 'PUT' },
  },
  'an empty parameter': { path: `/${LAKE}?&policy&` },
  'a list': { path: `/${LAKE}?list-type=2&policy` },
  'a semicolon': { path: `/${LAKE}?location;policy` },
};
const s3Ways: Attack<Lake>[] = Object.entries(S3_WAYS).map(([way, asking]) => ({
  name: `S3: a bucket's policy, with ${way}`,
  run: async (lake) => {
    const answer = await ask(lake.account, lake.as.confused, {
      service: 's3',
      method: 'PUT',
      body: POLICY,
      ...asking,
    });
    if (await policySet(lake)) return `the policy was set, answered ${answer.status}`;
    return way.startsWith('a target') ? refused(answer) : sound(answer);
  },
}));

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const becoming: Attack<Lake>[] = Object.entries({
  'x.GetUser': FORM,
  'IAM.GetUser': FORM,
  GetUser: FORM,
  'AWSIdentityManagement.GetUser': { 'content-type': 'application/x-amz-json-1.1' },
  'a.b.GetUser': { 'content-type': 'text/plain' },
}).map(([name, headers]) => ({
  name: `a user who may see itself becomes administrator by the target ${name}`,
  run: async (lake) => {
    const answer = await ask(lake.account, lake.as.watcher, {
      service: 'iam',
      headers: { ...headers, 'x-amz-target': name },
      body: form({ Action: 'AttachUserPolicy', UserName: 'watcher', PolicyArn: ADMINISTRATOR }),
    });
    const attached = await query(lake, 'deployer', 'iam', 'ListAttachedUserPolicies', {
      UserName: 'watcher',
    });
    if (!attached.body.includes(ADMINISTRATOR)) return refused(answer);
    await query(lake, 'deployer', 'iam', 'DetachUserPolicy', {
      UserName: 'watcher',
      PolicyArn: ADMINISTRATOR,
    });
    return 'the user is administrator';
  },
}));

/** Targets of our own JSON services, and other services' operations in their names. */
const own: Attack<Lake>[] = [
  ['athena', 'AmazonAthena.ListWorkGroups.CreateWorkGroup'],
  ['athena', 'AmazonAthena.CreateWorkGroup.ListWorkGroups'],
  ['athena', 'AWSGlue.CreateDatabase'],
  ['athena', 'amazonathena.CreateWorkGroup'],
  ['athena', 'AmazonAthena.createWorkGroup'],
  ['athena', 'AmazonAthena. CreateWorkGroup'],
  ['athena', 'AmazonAthena.__proto__'],
  ['athena', 'AmazonAthena.constructor'],
  ['athena', 'AmazonAthena.toString'],
  ['athena', 'AmazonAthena.'],
  ['athena', '.CreateWorkGroup'],
  ['glue', 'AWSGlue.GetDatabases.CreateDatabase'],
  ['glue', 'AWSGlue.GetDatabases, AWSGlue.CreateDatabase'],
  ['glue', 'AmazonAthena.GetDatabase'],
  ['budgets', 'AWSBudgetServiceGateway.DescribeBudgets.CreateBudget'],
  ['kms', 'secretsmanager.ListSecrets'],
  ['secretsmanager', 'TrentService.CreateKey'],
  ['logs', 'Logs_20140328.DescribeLogGroups.CreateLogGroup'],
].map(([service, name]) => ({
  name: `signed for ${service}, the target ${name}`,
  run: async ({ account, as }) =>
    refused(
      await ask(account, as.deployer, {
        service: service!,
        headers: { 'x-amz-target': name!, 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({
          Name: 'intruder',
          logGroupName: 'intruder',
          DatabaseInput: { Name: 'intruder' },
        }),
      }),
    ),
}));

const legitimate: Attack<Lake>[] = [
  ...pairs.flatMap(([label, pairOf]) =>
    (['confused', 'deployer'] as Who[]).map((who) => ({
      name: `${label}: the ${who} does what it may`,
      run: async (lake: Lake) => {
        const { service, wire, harmless, input = {}, closedTo } = pairOf(lake);
        if (closedTo === 'all' || (closedTo === 'others' && who === 'confused')) return undefined;
        return answered(
          await (wire === 'query'
            ? query(lake, who, service, harmless, input)
            : json(lake, who, service, harmless, input)),
        );
      },
    })),
  ),
  {
    name: 'the deployer sets a policy of a bucket',
    run: async (lake) => {
      const answer = await s3(lake, 'deployer', 'PUT', `/${LAKE}?policy`, POLICY);
      return answered(answer) ?? ((await policySet(lake)) ? undefined : 'it is not there');
    },
  },
  {
    name: 'a type with a charset is a form',
    run: async ({ account, as }) =>
      answered(
        await ask(account, as.deployer, {
          service: 'iam',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          body: 'Action=ListUsers&Version=2010-05-08',
        }),
      ),
  },
];

export const confusedOperations: Record<string, Attack<Lake>[]> = {
  'an operation named in two places': pairsAttacks,
  'an operation named twice': twice,
  'a service that is none': services,
  "S3's operations": s3Ways,
  'from GetUser to administrator': becoming,
  'targets of JSON services': own,
  'headers that steer': steering,
  'operations in CBOR': cbor,
  'operations of Lambda': lambda,
  'what is allowed': legitimate,
};
