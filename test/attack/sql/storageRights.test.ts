import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { ACCOUNT, type Credentials, openWireAccount, type WireAccount } from '../../local/gateway/account';
import { allow, assume, createRole, deny, policy } from '../../local/gateway/roles';
import { type Attack, attackSuite } from '../suite';
import { MARK } from './world';

/**
 * Tables in places that are not registered are read with the caller's own S3 rights, by IAM's policies over HTTP: a file
 * that a policy denies must not give its rows, whatever other files of its folder the caller may read.
 */

const BUCKET = 'lakehouse-lake';
const RESULTS = 'lakehouse-results';
const object = (key: string) => `arn:aws:s3:::${BUCKET}/${key}`;
const SECRET = '900-00-0009';

let account: WireAccount;
let s3: S3Client;
beforeAll(async () => {
  account = await openWireAccount();
  s3 = new S3Client({ ...account.settings, forcePathStyle: true });
  for (const Bucket of [BUCKET, RESULTS]) await s3.send(new CreateBucketCommand({ Bucket }));
  await sql(account.settings.credentials, `CREATE DATABASE lake LOCATION 's3://${BUCKET}/lake/'`);
});
afterAll(() => account.close());

interface Found {
  state: string;
  text: string;
}
/** Runs a statement over HTTP to its end. */
async function sql(credentials: Credentials, QueryString: string): Promise<Found> {
  const athena = new AthenaClient({ ...account.settings, credentials });
  try {
    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString,
        QueryExecutionContext: { Database: 'lake' },
        ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` },
      }),
    );
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const state = QueryExecution!.Status!.State!;
      if (state === 'QUEUED' || state === 'RUNNING') continue;
      if (state !== 'SUCCEEDED') return { state, text: QueryExecution!.Status!.StateChangeReason ?? '' };
      const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
      return { state, text: JSON.stringify(ResultSet?.Rows) };
    }
  } catch (error) {
    return { state: 'REFUSED', text: String(error) };
  }
}

const put = (Key: string, Body: string, Tagging?: string) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, Tagging }));

let made = 0;
/** A role that may use Athena and the catalog, and of the bucket what its statements say. */
async function reader(...statements: object[]): Promise<Credentials> {
  const name = `reader${++made}`;
  await createRole(account, name, [
    allow(['athena:*', 'glue:*', 'lakeformation:GetDataAccess']),
    allow(['s3:*'], [`arn:aws:s3:::${RESULTS}`, `arn:aws:s3:::${RESULTS}/*`]),
    allow(['s3:ListBucket', 's3:GetBucketLocation'], `arn:aws:s3:::${BUCKET}`),
    ...statements,
  ]);
  return assume(account, name);
}

/** Text of a table with an open file and a secret one. @param secret the secret file's key, in the table's folder */
async function table(secret = 'b.csv', open = 'a.csv', tags?: string): Promise<string> {
  const name = `t${++made}`;
  await put(`lake/${name}/${open}`, 'open,1\n');
  await put(`lake/${name}/${secret}`, `secret,${SECRET}\n`, tags);
  const ddl = `CREATE EXTERNAL TABLE ${name} (what string, value string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${BUCKET}/lake/${name}/'`;
  const { state, text } = await sql(account.settings.credentials, ddl);
  if (state !== 'SUCCEEDED') throw new Error(text);
  return name;
}

const QUERIES = (name: string) => [
  `SELECT * FROM ${name}`,
  `SELECT value FROM ${name} WHERE what = 'secret'`,
  `SELECT count(*) FROM ${name}`,
];
/** A sentence when the secret file's rows come out, by value or by number. */
async function read(credentials: Credentials, name: string): Promise<string | undefined> {
  for (const query of QUERIES(name)) {
    const { state, text } = await sql(credentials, query);
    if (MARK.test(text)) return `${query} gives ${text}`;
    if (state === 'SUCCEEDED' && text.includes('"2"')) return `${query} counts the secret row`;
  }
  return undefined;
}

/** How a policy of the reader denies a file. */
const POLICIES: [name: string, statements: (name: string) => object[]][] = [
  [
    'Deny of the file',
    (name) => [allow('s3:GetObject', object('*')), deny('s3:GetObject', object(`lake/${name}/b.csv`))],
  ],
  [
    'Deny by a pattern',
    (name) => [allow('s3:GetObject', object('*')), deny('s3:GetObject', object(`lake/${name}/b*`))],
  ],
  [
    'Deny by a question mark',
    (name) => [
      allow('s3:GetObject', object('*')),
      deny('s3:GetObject', object(`lake/${name}/?.csv`)),
      allow('s3:GetObject', object(`lake/${name}/a.csv`)),
    ],
  ],
  [
    'Deny of any action on it',
    (name) => [allow('s3:*', object('*')), deny('s3:*', object(`lake/${name}/b.csv`))],
  ],
  ['Allow of the other only', (name) => [allow('s3:GetObject', object(`lake/${name}/a.csv`))]],
  ['Allow of the other by a pattern', (name) => [allow('s3:GetObject', object(`lake/${name}/a*`))]],
  [
    'NotResource',
    (name) => [{ Effect: 'Allow', Action: 's3:GetObject', NotResource: [object(`lake/${name}/b.csv`)] }],
  ],
  [
    'Deny with NotResource',
    (name) => [
      allow('s3:GetObject', object('*')),
      {
        Effect: 'Deny',
        Action: 's3:GetObject',
        NotResource: [object(`lake/${name}/a.csv`), `arn:aws:s3:::${RESULTS}/*`],
      },
    ],
  ],
  [
    'NotAction',
    (name) => [
      allow('s3:GetObject', object('*')),
      {
        Effect: 'Deny',
        NotAction: ['athena:*', 'glue:*', 's3:ListBucket', 's3:PutObject'],
        Resource: object(`lake/${name}/b.csv`),
      },
    ],
  ],
  ['nothing allowed', () => []],
];
const identity: Attack<undefined>[] = POLICIES.map(([name, statements]) => ({
  name,
  always: ['Deny of the file', 'Allow of the other only', 'NotResource', 'Deny with NotResource'].includes(
    name,
  ),
  run: async () => {
    const folder = await table();
    return read(await reader(...statements(folder)), folder);
  },
}));

/** The secret comes before or after the open file, in a folder below, or beside it in another. */
const LAYOUTS: [name: string, secret: string, open: string][] = [
  ['the secret file comes last', 'z.csv', 'a.csv'],
  ['the secret file comes first', 'a.csv', 'z.csv'],
  ['the secret file lies in a folder below', 'below/b.csv', 'a.csv'],
  ['both lie in a folder below', 'below/b.csv', 'below/a.csv'],
  ['the secret file has a blank in its name', 'b c.csv', 'a.csv'],
  ['the secret file has a plus in its name', 'b+c.csv', 'a.csv'],
  ['the secret file has letters of another alphabet', 'bä.csv', 'a.csv'],
  ['the secret file has a dollar and braces in its name', 'b${aws:username}.csv', 'a.csv'],
];
const layouts: Attack<undefined>[] = LAYOUTS.map(([name, secret, open]) => ({
  name,
  always: ['z.csv', 'below/b.csv'].includes(secret) && open !== 'z.csv',
  run: async () => {
    const folder = await table(secret, open);
    return read(await reader(allow('s3:GetObject', object(`lake/${folder}/${open}`))), folder);
  },
}));

/** Names that are patterns to IAM or to a file system: never more than the files that are meant. */
const PATTERNS = ['*.csv', '?.csv', 'b*.csv', '[ab].csv', '{a,b}.csv', '**', 'a.csv*', 'b.cs?'];
const patterns: Attack<undefined>[] = PATTERNS.flatMap((name): Attack<undefined>[] => [
  {
    name: `an open file ${name}, a secret file b.csv`,
    always: name === '[ab].csv',
    run: async () => {
      const folder = await table('b.csv', name);
      return read(
        await reader(
          allow('s3:GetObject', object('*')),
          deny('s3:GetObject', object(`lake/${folder}/b.csv`)),
        ),
        folder,
      );
    },
  },
  {
    name: `a secret file ${name}`,
    always: name === 'b*.csv',
    run: async () => {
      const folder = await table(name, 'a.csv');
      return read(await reader(allow('s3:GetObject', object(`lake/${folder}/a.csv`))), folder);
    },
  },
]);

const conditions: Attack<undefined>[] = [
  {
    name: 'Deny by a tag of the object',
    always: true,
    run: async () => {
      const folder = await table('b.csv', 'a.csv', 'secret=yes');
      const denied = deny('s3:GetObject', object('*'), {
        Condition: { StringEquals: { 's3:ExistingObjectTag/secret': 'yes' } },
      });
      return read(await reader(allow('s3:GetObject', object('*')), denied), folder);
    },
  },
  {
    name: 'Allow by a tag of the object',
    run: async () => {
      const folder = await table('b.csv', 'a.csv', 'secret=yes');
      const allowed = allow('s3:GetObject', object('*'), {
        Condition: { StringEquals: { 's3:ExistingObjectTag/secret': 'no' } },
      });
      return read(await reader(allowed), folder);
    },
  },
  {
    name: 'Deny of listing below the prefix',
    run: async () => {
      const folder = await table();
      const denied = deny('s3:ListBucket', `arn:aws:s3:::${BUCKET}`, {
        Condition: { StringLike: { 's3:prefix': `lake/${folder}*` } },
      });
      const { state } = await sql(
        await reader(allow('s3:GetObject', object('*')), denied),
        `SELECT * FROM ${folder}`,
      );
      return state === 'SUCCEEDED' ? 'the files are listed' : undefined;
    },
  },
  {
    name: 'a bucket’s policy that denies the file to all',
    always: true,
    run: async () => {
      const folder = await table();
      const Policy = policy({ ...deny('s3:GetObject', object(`lake/${folder}/b.csv`)), Principal: '*' });
      await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
      const found = await read(await reader(allow('s3:GetObject', object('*'))), folder);
      await s3.send(
        new PutBucketPolicyCommand({
          Bucket: BUCKET,
          Policy: policy({ ...deny('s3:GetObject', object('nothing')), Principal: '*' }),
        }),
      );
      return found;
    },
  },
  {
    name: 'a session’s policy',
    always: true,
    run: async () => {
      const folder = await table();
      const name = `reader${++made}`;
      await createRole(account, name, [allow('*', '*')]);
      const Policy = policy(allow('*', '*'), deny('s3:GetObject', object(`lake/${folder}/b.csv`)));
      return read(await assume(account, name, { Policy }), folder);
    },
  },
];

/** Iceberg tables: one of the data files, the manifests or the metadata is denied. */
const FILES: [name: string, denied: (name: string) => string][] = [
  ['the data', (name) => object(`lake/${name}/data/*`)],
  ['metadata', (name) => object(`lake/${name}/metadata/*.metadata.json`)],
  ['manifests', (name) => object(`lake/${name}/metadata/*.avro`)],
  ['manifest lists', (name) => object(`lake/${name}/metadata/snap-*`)],
  ['all', (name) => object(`lake/${name}/*`)],
];
async function icebergTable(): Promise<string> {
  const name = `i${++made}`;
  const { credentials } = account.settings;
  await sql(
    credentials,
    `CREATE TABLE ${name} (what string, value string) LOCATION 's3://${BUCKET}/lake/${name}' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await sql(credentials, `INSERT INTO ${name} VALUES ('open', '1')`);
  await sql(credentials, `INSERT INTO ${name} VALUES ('secret', '${SECRET}')`);
  return name;
}
const iceberg: Attack<undefined>[] = [
  ...FILES.map(([name, denied]) => ({
    name: `${name} of an Iceberg table`,
    run: async () => {
      const folder = await icebergTable();
      return read(
        await reader(allow('s3:GetObject', object('*')), deny('s3:GetObject', denied(folder))),
        folder,
      );
    },
  })),
  {
    name: 'one data file of an Iceberg table',
    always: true,
    run: async () => {
      const folder = await icebergTable();
      const { text } = await sql(account.settings.credentials, `SELECT file_path FROM "${folder}$files"`);
      const paths = Array.from(text.matchAll(/s3:\/\/[^"\\]+/g), ([path]) =>
        path.replace('s3://', 'arn:aws:s3:::'),
      );
      if (paths.length !== 2) return `the table has ${paths.length} files`;
      // Nobody can tell here which of the two is the secret one: each is denied in turn, and no answer may have both rows.
      for (const path of paths) {
        const credentials = await reader(allow('s3:GetObject', object('*')), deny('s3:GetObject', path));
        const found = await sql(credentials, `SELECT count(*) FROM ${folder}`);
        if (found.state === 'SUCCEEDED' && found.text.includes('"2"'))
          return `both rows are counted though ${path} is denied`;
        const all = await sql(credentials, `SELECT * FROM ${folder}`);
        if (MARK.test(all.text) && all.text.includes('open'))
          return `both rows are read though ${path} is denied`;
      }
      return undefined;
    },
  },
];

const legitimate: Attack<undefined>[] = [
  {
    name: 'who may read all files gets all rows',
    always: true,
    run: async () => {
      const folder = await table();
      const { text } = await sql(
        await reader(allow('s3:GetObject', object(`lake/${folder}/*`))),
        `SELECT * FROM ${folder}`,
      );
      return text.includes(SECRET) && text.includes('open') ? undefined : `it gets ${text}`;
    },
  },
  {
    name: 'who may read all files of an Iceberg table gets all rows',
    run: async () => {
      const folder = await icebergTable();
      const { text } = await sql(
        await reader(allow('s3:GetObject', object(`lake/${folder}/*`))),
        `SELECT * FROM ${folder}`,
      );
      return text.includes(SECRET) && text.includes('open') ? undefined : `it gets ${text}`;
    },
  },
];

attackSuite(
  `S3 rights of a reader in account ${ACCOUNT}`,
  {
    'an identity’s policy denies a file': identity,
    'places of the file': layouts,
    'names that are patterns': patterns,
    'conditions and other policies': conditions,
    'Iceberg tables': iceberg,
    'all files are allowed': legitimate,
  },
  () => undefined,
  20,
);
