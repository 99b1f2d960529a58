import type { Credentials, RawAnswer } from '../../local/gateway/account';
import { ACCOUNT } from '../../local/gateway/account';
import { assume } from '../../local/gateway/roles';
import type { Attack } from '../suite';
import { FORM, form, LAKE, type Lake, OWN_BUCKET, query, s3, target, user, type Who } from './lake';
import { answered, refused } from './verdict';
import { type Asking, ask, post, type Signed, sign } from './wire';

/** Requests whose signature is not that of the caller, of this request, of this place or of this time. */

/** One request of each way in. All of them are answered when they are signed well. */
const REQUESTS: Record<string, Asking> = {
  STS: { service: 'sts', headers: FORM, body: form({ Action: 'GetCallerIdentity', Version: '2011-06-15' }) },
  IAM: { service: 'iam', headers: FORM, body: form({ Action: 'ListUsers' }) },
  Athena: { service: 'athena', headers: target('athena', 'ListWorkGroups'), body: '{}' },
  Glue: { service: 'glue', headers: target('glue', 'GetDatabases'), body: '{}' },
  'Lake Formation': {
    service: 'lakeformation',
    path: '/ListResources',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  },
  KMS: { service: 'kms', headers: target('kms', 'ListKeys'), body: '{}' },
  S3: { service: 's3', method: 'GET', path: `/${LAKE}/lakehouse/vault/secret.csv?x-id=GetObject` },
};

const flipped = (text: string): string => (text[0] === '0' ? '1' : '0') + text.slice(1);
const authorization = (request: Signed): string => String(request.headers.authorization);
const withHeaders = (request: Signed, headers: Signed['headers']): Signed => ({
  ...request,
  headers: { ...request.headers, ...headers },
});
const without = (request: Signed, name: string): Signed => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([other]) => other !== name)),
});
const reauthorized = (request: Signed, change: (text: string) => string): Signed =>
  withHeaders(request, { authorization: change(authorization(request)) });

/** What is changed in a request after it was signed. */
const CHANGES: Record<string, (request: Signed) => Signed> = {
  'another signature': (r) => reauthorized(r, (text) => text.replace(r.signature, flipped(r.signature))),
  'a signature of zeros': (r) => reauthorized(r, (text) => text.replace(r.signature, '0'.repeat(64))),
  'no signature': (r) => reauthorized(r, (text) => text.replace(/, Signature=.*/, '')),
  'an empty signature': (r) => reauthorized(r, (text) => text.replace(/Signature=\w+$/, 'Signature=')),
  'a signature cut short': (r) => reauthorized(r, (text) => text.slice(0, -2)),
  'a signature in capitals': (r) =>
    reauthorized(r, (text) => text.replace(r.signature, r.signature.toUpperCase())),
  'two signatures': (r) => reauthorized(r, (text) => `${text}, Signature=${'0'.repeat(64)}`),
  'no authorization': (r) => without(r, 'authorization'),
  'an empty authorization': (r) => withHeaders(r, { authorization: '' }),
  'a bearer token': (r) => withHeaders(r, { authorization: 'Bearer x' }),
  'a password': (r) => withHeaders(r, { authorization: 'Basic ZGVwbG95ZXI6eA==' }),
  'signature version 2': (r) =>
    withHeaders(r, { authorization: 'AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=' }),
  'another algorithm': (r) => reauthorized(r, (text) => text.replace('HMAC-SHA256', 'ECDSA-P256-SHA256')),
  'no algorithm': (r) => reauthorized(r, (text) => text.replace('AWS4-HMAC-SHA256 ', '')),
  'two authorizations': (r) =>
    withHeaders(r, {
      authorization: [
        `AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
        authorization(r),
      ],
    }),
  'another key id': (r) =>
    reauthorized(r, (text) => text.replace(/Credential=\w+/, 'Credential=AKIAIOSFODNN7EXAMPLE')),
  'a key id of a prototype': (r) =>
    reauthorized(r, (text) => text.replace(/Credential=\w+/, 'Credential=__proto__')),
  'another day in the scope': (r) => reauthorized(r, (text) => text.replace(/\/\d{8}\//, '/20200101/')),
  'another region in the scope': (r) => reauthorized(r, (text) => text.replace('/us-east-1/', '/eu-west-1/')),
  'another service in the scope': (r) =>
    reauthorized(r, (text) => text.replace(/\/[\w-]+\/aws4_request/, '/ec2/aws4_request')),
  'another end of the scope': (r) => reauthorized(r, (text) => text.replace('aws4_request', 'aws4_response')),
  'more of a scope': (r) => reauthorized(r, (text) => text.replace('/aws4_request', '/x/aws4_request')),
  'another method': (r) => ({ ...r, method: r.method === 'GET' ? 'DELETE' : 'PUT' }),
  'another path': (r) => ({ ...r, path: r.path.replace(/^\/([^?]*)/, '/$1x') }),
  'one more parameter': (r) => ({ ...r, path: `${r.path}${r.path.includes('?') ? '&' : '?'}more=1` }),
  'another body': (r) => ({ ...r, body: `${r.body.toString()} ` }),
  'another host': (r) => withHeaders(r, { host: 'localhost:1' }),
  'another type': (r) => withHeaders(r, { 'content-type': 'text/x' }),
  'another time': (r) =>
    withHeaders(r, { 'x-amz-date': r.timestamp.replace(/\dZ$/, (end) => (end === '0Z' ? '1Z' : '0Z')) }),
  'no time': (r) => without(r, 'x-amz-date'),
  'a time that is none': (r) => withHeaders(r, { 'x-amz-date': 'now' }),
  'a Date instead of the time': (r) =>
    withHeaders(without(r, 'x-amz-date'), { date: new Date().toUTCString() }),
  'a header of Amazon that is not signed': (r) => withHeaders(r, { 'x-amz-meta-more': '1' }),
  'a target that is not signed': (r) =>
    withHeaders(without(r, 'x-amz-target'), { 'X-Amz-Target': 'AmazonAthena.CreateWorkGroup' }),
  'a token that is not signed': (r) => withHeaders(r, { 'x-amz-security-token': 'x' }),
  'a host that is not signed': (r) => reauthorized(r, (text) => text.replace('host;', '')),
  'no signed headers': (r) =>
    reauthorized(r, (text) => text.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=')),
  'signed headers in another order': (r) =>
    reauthorized(r, (text) => text.replace(/SignedHeaders=([^;,]+);([^,]+)/, 'SignedHeaders=$2;$1')),
  'a signature in the query, too': (r) => ({
    ...r,
    path: `${r.path}${r.path.includes('?') ? '&' : '?'}X-Amz-Signature=${r.signature}`,
  }),
  'a time behind a blank line': (r) => withHeaders(r, { 'x-amz-date': [r.timestamp, r.timestamp] }),
};

/** GET takes no body and has no type. */
const applies = (request: string, change: string) =>
  !(request === 'S3' && ['another body', 'another type'].includes(change));

const changed: Attack<Lake>[] = Object.entries(REQUESTS).flatMap(([request, asking]) =>
  Object.entries(CHANGES)
    .filter(([change]) => applies(request, change))
    .map(([change, alter]) => ({
      name: `${request}: ${change}`,
      run: async ({ account, as }: Lake) =>
        refused(await post(account, alter(sign(account, as.deployer, asking)))),
    })),
);

const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const OTHERS: Record<string, Partial<Asking>> = {
  'a quarter of an hour late': { at: minutes(-16) },
  'a quarter of an hour early': { at: minutes(16) },
  'a day late': { at: minutes(-1440) },
  'a year early': { at: minutes(525_600) },
  'the day before in the scope': { date: '20200101' },
  'no day in the scope': { date: '' },
  'an unsigned body': { payloadHash: 'UNSIGNED-PAYLOAD' },
  'a hash of nothing': { payloadHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
};
const elsewhere: Attack<Lake>[] = Object.entries(REQUESTS).flatMap(([request, asking]) =>
  Object.entries(OTHERS)
    // S3 takes unsigned bodies, and this one has none.
    .filter(([, { payloadHash }]) => request !== 'S3' || payloadHash === undefined)
    .map(([other, more]) => ({
      name: `${request}: signed with ${other}`,
      run: async ({ account, as }: Lake) => refused(await ask(account, as.deployer, { ...asking, ...more })),
    })),
);

/** Signed well for a service, and sent as a request of another. */
const foreignService: Attack<Lake>[] = Object.entries(REQUESTS).flatMap(([request, asking]) =>
  ['s3', 'iam', 'sts', 'kms', 'athena', 'lakeformation']
    .filter((service) => service !== asking.service)
    .map((service) => ({
      name: `${request}'s request signed for ${service}`,
      run: async ({ account, as }: Lake) => {
        const answer = await ask(account, as.deployer, { ...asking, service });
        // The query alone may be one that the other service knows, too.
        return refused(answer);
      },
    })),
);

const broken = (credentials: Credentials, change: Partial<Credentials>): Credentials => ({
  ...credentials,
  ...change,
});
const CREDENTIALS: Record<string, (lake: Lake) => Credentials> = {
  'another secret': ({ as }) => broken(as.deployer, { secretAccessKey: 'x'.repeat(40) }),
  'an empty secret': ({ as }) => broken(as.deployer, { secretAccessKey: '' }),
  "the deployer's key id with the analyst's secret": ({ as }) =>
    broken(as.deployer, { secretAccessKey: as.analyst.secretAccessKey }),
  'a session without its token': ({ as }) => broken(as.analyst, { sessionToken: undefined }),
  "a session with another's token": ({ as }) =>
    broken(as.analyst, { sessionToken: as.engineer.sessionToken }),
  'a session with an empty token': ({ as }) => broken(as.analyst, { sessionToken: '' }),
  'a session with half a token': ({ as }) =>
    broken(as.analyst, { sessionToken: as.analyst.sessionToken!.slice(0, 60) }),
  'a user with a token': ({ as }) => broken(as.deployer, { sessionToken: as.analyst.sessionToken }),
  "moto's key": () => ({
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }),
  "moto's own dummy": () => ({ accessKeyId: 'none', secretAccessKey: 'none' }),
  'an empty key id': ({ as }) => broken(as.deployer, { accessKeyId: '' }),
};
const credentials: Attack<Lake>[] = Object.entries(REQUESTS).flatMap(([request, asking]) =>
  Object.entries(CREDENTIALS).map(([which, make]) => ({
    name: `${request}: signed with ${which}`,
    run: async (lake: Lake) => refused(await ask(lake.account, make(lake), asking)),
  })),
);

/** Keys that were good a moment ago. */
const ended: Attack<Lake>[] = (
  [
    ['switched off', (id) => ({ Action: 'UpdateAccessKey', Status: 'Inactive', AccessKeyId: id }), 403],
    ['deleted', (id) => ({ Action: 'DeleteAccessKey', AccessKeyId: id }), 403],
  ] as [string, (id: string) => { Action: string; [name: string]: string }, number][]
).map(([how, change]) => ({
  name: `a key that was ${how}`,
  run: async (lake) => {
    const UserName = `ended-${how.replace(' ', '-')}`;
    const key = await user(lake, UserName, []);
    const good = await ask(lake.account, key, REQUESTS.STS!);
    if (good.status !== 200) return `it was not good before: ${good.body}`;
    const { Action, ...input } = change(key.accessKeyId);
    await query(lake, 'deployer', 'iam', Action, { UserName, ...input });
    return refused(await ask(lake.account, key, REQUESTS.STS!));
  },
}));
ended.push({
  name: 'a key of a user who was deleted, and of another of its name',
  run: async (lake) => {
    const UserName = 'twice';
    const key = await user(lake, UserName, []);
    await query(lake, 'deployer', 'iam', 'DeleteAccessKey', { UserName, AccessKeyId: key.accessKeyId });
    await query(lake, 'deployer', 'iam', 'DeleteUser', { UserName });
    await user(lake, UserName, [{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }]);
    return refused(await ask(lake.account, key, REQUESTS.IAM!));
  },
});

/** Trust and sessions: what AssumeRole must not give. */
const sessions: Attack<Lake>[] = (
  [
    [
      'an analyst becomes engineer',
      'analyst',
      { RoleArn: `arn:aws:iam::${ACCOUNT}:role/lakehouse-engineer` },
    ],
    ['a role that is not there', 'deployer', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/nobody` }],
    [
      'a role of another account',
      'deployer',
      { RoleArn: 'arn:aws:iam::999999999999:role/lakehouse-engineer' },
    ],
    ['a role by another path', 'deployer', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/x/lakehouse-engineer` }],
    ['a role in capitals', 'deployer', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/LAKEHOUSE-ENGINEER` }],
    ['a role by a wildcard', 'deployer', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/*` }],
    ['a session that lasts a year', 'deployer', { DurationSeconds: '31536000' }],
    ['a session that lasts not a second', 'deployer', { DurationSeconds: '0' }],
    ['a session that ended', 'deployer', { DurationSeconds: '-3600' }],
    ['a session of a name with a slash', 'deployer', { RoleSessionName: 'a/b' }],
    ['a session of a name with a line feed', 'deployer', { RoleSessionName: 'test\nb' }],
    ['a session of a long name', 'deployer', { RoleSessionName: 'a'.repeat(100_000) }],
    ['a session policy that is none', 'deployer', { Policy: 'x' }],
  ] as [string, Who, Record<string, string>][]
).map(([name, who, more]) => ({
  name: `AssumeRole: ${name}`,
  run: async (lake) => {
    const input = {
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/lakehouse-analyst`,
      RoleSessionName: 'test',
      ...more,
    };
    return refused(await query(lake, who, 'sts', 'AssumeRole', input));
  },
}));

const good = async (answer: Promise<RawAnswer>): Promise<string | undefined> => answered(await answer);
const legitimate: Attack<Lake>[] = [
  ...Object.entries(REQUESTS).map(([request, asking]) => ({
    name: `${request}: a good signature`,
    run: ({ account, as }: Lake) => good(ask(account, as.deployer, asking)),
  })),
  ...[-14, 14].map((late) => ({
    name: `a clock that is ${late} minutes off`,
    run: ({ account, as }: Lake) => good(ask(account, as.deployer, { ...REQUESTS.STS!, at: minutes(late) })),
  })),
  ...(['analyst', 'engineer', 'watcher'] as Who[]).map((who) => ({
    name: `the ${who} is told who it is`,
    run: (lake: Lake) => good(query(lake, who, 'sts', 'GetCallerIdentity')),
  })),
  {
    name: 'a session that was assumed just now reads what it may',
    run: async (lake) => {
      const session = await assume(lake.account, 'lakehouse-tenant');
      return good(
        s3({ ...lake, as: { ...lake.as, tenant: session } }, 'tenant', 'GET', `/${OWN_BUCKET}/mine.txt`),
      );
    },
  },
];

export const signatures: Record<string, Attack<Lake>[]> = {
  'changed after it was signed': changed,
  'signed with other parts': elsewhere,
  'signed for another service': foreignService,
  "not the caller's credentials": credentials,
  'keys that ended': ended,
  'roles that are not to be assumed': sessions,
  'signatures that are good': legitimate,
};
