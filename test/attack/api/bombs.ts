import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { RawAnswer } from '../../local/gateway/account';
import type { Attack } from '../suite';
import { CANARY, FORM, json, type Lake, OWN_BUCKET, query, s3, target } from './lake';
import { refused, sound } from './verdict';
import { ask, raw } from './wire';

/** Small bodies that become large, and large ones: the answer comes soon, and the account goes on. */

const MOST_MS = 5000;
const MOST_GROWTH = 1.5e9;
const md5 = (body: string) => createHash('md5').update(body).digest('base64');

/** Accounts that never answered: what is sent to them afterwards would only wait, too. */
const choked = new WeakSet<Lake>();

/** Answers soon, goes on, and keeps its size. @param ok whether the request may be taken */
const bomb = (name: string, throwIt: (lake: Lake) => Promise<RawAnswer>, ok = false): Attack<Lake> => ({
  name,
  run: async (lake) => {
    if (choked.has(lake)) return 'the account is still busy with an earlier one';
    const [before, start] = [process.memoryUsage().rss, Date.now()];
    choked.add(lake);
    const answer = await throwIt(lake);
    choked.delete(lake);
    const took = Date.now() - start;
    if (took > MOST_MS) return `the answer took ${took} ms`;
    if (process.memoryUsage().rss - before > MOST_GROWTH) return 'the account grew by more than 1.5 GB';
    if (answer.body.includes(CANARY)) return 'the secret was answered';
    const alive = await raw(
      lake.account.port,
      'GET /_lakehouse/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    if (!alive.startsWith('HTTP/1.1 200')) return 'the account does not answer any more';
    const { status } = await query(lake, 'deployer', 'iam', 'ListUsers');
    if (status !== 200) return `afterwards moto answers ${status}`;
    return ok ? sound(answer) : refused(answer);
  },
});

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(100)}">${'bcdefghij'
  .split('')
  .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghij'[i]};`.repeat(10)}">`)
  .join('')}]>`;
const outside = (what: string) => `<!DOCTYPE x [<!ENTITY j SYSTEM "${what}">]>`;
/** Documents in which an element stands that would be expanded. @param root of the document */
const documents = (root: string, inner: (text: string) => string): Record<string, string> => ({
  'a billion laughs': `${LAUGHS}<${root}>${inner('&j;')}</${root}>`,
  'a quadratic blow-up': `<!DOCTYPE x [<!ENTITY j "${'a'.repeat(50_000)}">]><${root}>${inner('&j;'.repeat(50_000))}</${root}>`,
  'an entity of a file': `${outside('file:///etc/passwd')}<${root}>${inner('&j;')}</${root}>`,
  'an entity of the network': `${outside('http://127.0.0.1:1/')}<${root}>${inner('&j;')}</${root}>`,
  'a parameter entity': `<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><${root}>${inner('x')}</${root}>`,
  'a DTD of a file': `<!DOCTYPE x SYSTEM "file:///etc/passwd"><${root}>${inner('x')}</${root}>`,
  'a DTD after a comment': `<!-- x --><!doctype x [<!ENTITY j "x">]><${root}>${inner('&j;')}</${root}>`,
  'an inclusion of a file': `<${root} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/>${inner('x')}</${root}>`,
  '100,000 elements in each other': `<${root}>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</${root}>`,
  '100,000 elements without an end': `<${root}>${'<a>'.repeat(100_000)}`,
  '100,000 attributes': `<${root} ${Array.from({ length: 100_000 }, (_, i) => `a${i}="x"`).join(' ')}>${inner('x')}</${root}>`,
  'a name of a megabyte': `<${'a'.repeat(1e6)}/>`,
  'a comment without an end': `<${root}><!--${'-'.repeat(1e6)}`,
  'CDATA without an end': `<${root}><![CDATA[${'x'.repeat(1e6)}`,
  '100,000 blanks in a tag': `<${root}${' '.repeat(100_000)}`,
  'UTF-16': `\ufffe<${root}>`,
  'no document': 'x',
  nothing: '',
});

const S3_BODIES: [string, string, string, string, (text: string) => string][] = [
  [
    'DeleteObjects',
    'POST',
    `/${OWN_BUCKET}?delete`,
    'Delete',
    (text) => `<Object><Key>${text}</Key></Object>`,
  ],
  [
    'PutObjectTagging',
    'PUT',
    `/${OWN_BUCKET}/mine.txt?tagging`,
    'Tagging',
    (text) => `<TagSet><Tag><Key>${text}</Key><Value>${text}</Value></Tag></TagSet>`,
  ],
  [
    'PutBucketTagging',
    'PUT',
    `/${OWN_BUCKET}?tagging`,
    'Tagging',
    (text) => `<TagSet><Tag><Key>${text}</Key><Value>${text}</Value></Tag></TagSet>`,
  ],
  [
    'PutBucketVersioning',
    'PUT',
    `/${OWN_BUCKET}?versioning`,
    'VersioningConfiguration',
    (text) => `<Status>${text}</Status>`,
  ],
  [
    'PutBucketLifecycle',
    'PUT',
    `/${OWN_BUCKET}?lifecycle`,
    'LifecycleConfiguration',
    (text) => `<Rule><ID>${text}</ID><Prefix>${text}</Prefix><Status>Enabled</Status></Rule>`,
  ],
];
/** Documents that are good, or that nothing is to be expanded in. */
const HARMLESS = new Set(['an inclusion of a file', '100,000 attributes']);
const xml: Attack<Lake>[] = S3_BODIES.flatMap(([operation, method, path, root, inner]) =>
  Object.entries(documents(root, inner)).map(([name, body]) =>
    bomb(
      `${operation}: ${name}`,
      (lake) => s3(lake, 'deployer', method, path, body, { 'content-md5': md5(body) }),
      HARMLESS.has(name),
    ),
  ),
);

const nested = (open: string, close: string, count: number) => open.repeat(count) + close.repeat(count);
const JSON_BODIES: Record<string, string> = {
  '100,000 arrays in each other': nested('[', ']', 100_000),
  '100,000 objects in each other': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  '100,000 arrays in a name': `{"Name":${nested('[', ']', 100_000)}}`,
  '5,000 arrays in a name': `{"Name":${nested('[', ']', 5000)},"QueryString":${nested('[', ']', 5000)}}`,
  '100,000 arrays without an end': '['.repeat(100_000),
  'a number of a megabyte': `{"MaxResults":1${'0'.repeat(1e6)}}`,
  'a great exponent': '{"MaxResults":1e999999,"Name":1e999999}',
  'a name of a megabyte': `{"Name":"${'a'.repeat(1e6)}","WorkGroup":"${'a'.repeat(1e6)}"}`,
  '15 MB': `{"Name":"${'a'.repeat(15e6)}"}`,
  '17 MB': `{"Name":"${'a'.repeat(17e6)}"}`,
  '300,000 members': `{${Array.from({ length: 300_000 }, (_, i) => `"a${i}":1`).join()}}`,
  'the prototype': '{"__proto__":{"Name":"x"},"constructor":{"prototype":{"Name":"x"}}}',
  'a byte order mark': '\ufeff{}',
  'bytes that are no text': '\xff\xfe{}',
  'half a document': '{"Name":',
  'two documents': '{}{}',
  'a list': '[]',
  null: 'null',
  'a number': '1',
  'a text': '"x"',
  NaN: '{"Name":NaN}',
};
const OPERATIONS: [string, string][] = [
  ['athena', 'GetWorkGroup'],
  ['athena', 'StartQueryExecution'],
  ['glue', 'GetDatabase'],
  ['glue', 'CreateTable'],
  ['lakeformation', 'GrantPermissions'],
  ['budgets', 'CreateBudget'],
  ['kms', 'DescribeKey'],
  ['secretsmanager', 'GetSecretValue'],
  ['logs', 'CreateLogGroup'],
];
const jsonBombs: Attack<Lake>[] = OPERATIONS.flatMap(([service, operation]) =>
  Object.entries(JSON_BODIES).map(([name, body]) =>
    bomb(`${service} ${operation}: ${name}`, (lake) => json(lake, 'deployer', service, operation, body)),
  ),
);

const members = (count: number, name: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${name(i)}=x`).join('&');
const FORMS: Record<string, string> = {
  '20,000 members of a list': members(20_000, (i) => `Tags.member.${i + 1}.Key`),
  '20,000 other members': members(20_000, (i) => `a${i}`),
  '20,000 times a member': members(20_000, () => 'UserName'),
  'a deep member': `Tags.${'member.1.'.repeat(10_000)}Key=x`,
  '1,000 deep members': members(1000, (i) => `Tags.${'member.1.'.repeat(20)}${i}`),
  'a number of a member that is great': 'Tags.member.999999999.Key=x&Tags.member.999999999999999999999.Key=x',
  'a number of a member below nothing': 'Tags.member.-1.Key=x&Tags.member.0.Key=x',
  'a name of 15 MB': `UserName=${'a'.repeat(15e6)}`,
  'broken encoding': 'UserName=%zz%&=%ff&&&=',
};
const FORM_OPERATIONS: [string, string][] = [
  ['iam', 'TagUser'],
  ['sns', 'TagResource'],
  ['monitoring', 'PutMetricData'],
  ['sts', 'AssumeRole'],
  ['sqs', 'TagQueue'],
];
const forms: Attack<Lake>[] = FORM_OPERATIONS.flatMap(([service, operation]) =>
  Object.entries(FORMS).map(([name, parameters]) =>
    bomb(
      `${service} ${operation}: ${name}`,
      ({ account, as }) =>
        ask(account, as.deployer, {
          service,
          headers: FORM,
          patience: 2 * MOST_MS,
          body: `Action=${operation}&${parameters}`,
        }),
      true,
    ),
  ),
);

const gzip = gzipSync(Buffer.alloc(100e6));
const packed: Attack<Lake>[] = (['athena', 'kms', 'monitoring'] as const).map((service) =>
  bomb(`100 MB of zeros, compressed, to ${service}`, ({ account, as }) =>
    ask(account, as.deployer, {
      service,
      headers: {
        ...(service === 'monitoring'
          ? FORM
          : target(service, service === 'kms' ? 'ListKeys' : 'ListWorkGroups')),
        'content-encoding': 'gzip',
      },
      body: gzip,
    }),
  ),
);

export const bombs: Record<string, Attack<Lake>[]> = {
  'documents of XML': xml,
  'documents of JSON': jsonBombs,
  'compressed bodies': packed,
};
/** They may choke moto for minutes, so they come last. */
export const formBombs: Record<string, Attack<Lake>[]> = {
  'forms of many members': forms.filter(({ name }) => !name.endsWith('of a list')),
  'forms of long lists': forms.filter(({ name }) => name.endsWith('of a list')),
};
