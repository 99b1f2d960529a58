import { createHash } from 'node:crypto';
import type { Attack } from '../../suite';
import { CANARY, LAKE, type Lake, OWN_BUCKET, s3, type Who } from '../lake';
import { answered, refused } from '../verdict';
import { foreign, PATTERNS } from './things';

/** S3: objects and buckets of others, by every request that there is. */

const SECRET = 'lakehouse/vault/secret.csv';
const md5 = (body: string) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });

const OBJECT_REQUESTS: [string, string, string?][] = [
  ...(
    [
      '',
      '?acl',
      '?attributes',
      '?tagging',
      '?uploadId=x',
      '?versionId=null',
      '?partNumber=1',
      '?torrent',
      '?retention',
    ] as const
  ).map((query): [string, string] => ['GET', query]),
  ['HEAD', ''],
  ['HEAD', '?partNumber=1'],
  ...(['', '?acl', '?tagging', '?partNumber=1&uploadId=x', '?retention', '?legal-hold'] as const).map(
    (query): [string, string, string] => ['PUT', query, '<Tagging><TagSet/></Tagging>'],
  ),
  ...(['?uploads', '?uploadId=x', '?restore', '?select&select-type=2'] as const).map(
    (query): [string, string] => ['POST', query],
  ),
  ...(['', '?tagging', '?uploadId=x', '?versionId=null'] as const).map((query): [string, string] => [
    'DELETE',
    query,
  ]),
];
const SETTINGS = [
  ...[
    'accelerate',
    'acl',
    'analytics',
    'cors',
    'encryption',
    'intelligent-tiering',
    'inventory',
    'lifecycle',
    'location',
    'logging',
  ],
  ...[
    'metrics',
    'notification',
    'object-lock',
    'ownershipControls',
    'policy',
    'policyStatus',
    'publicAccessBlock',
    'replication',
  ],
  ...['requestPayment', 'tagging', 'versioning', 'website'],
];
const BUCKET_REQUESTS: [string, string][] = [
  ...[
    '',
    '?list-type=2',
    '?versions',
    '?uploads',
    '?prefix=lakehouse/',
    '?list-type=2&prefix=lakehouse/vault/&delimiter=/',
  ].map((query): [string, string] => ['GET', query]),
  ['HEAD', ''],
  ['DELETE', ''],
  ...SETTINGS.flatMap((name): [string, string][] => [
    ['GET', `?${name}`],
    ['PUT', `?${name}`],
    ['DELETE', `?${name}`],
  ]),
];

const stateOf = async (lake: Lake) =>
  [
    await s3(lake, 'deployer', 'GET', `/${LAKE}?list-type=2`),
    await s3(lake, 'deployer', 'GET', `/${LAKE}/${SECRET}`),
    await s3(lake, 'deployer', 'GET', `/${LAKE}?policy`),
  ]
    .map(({ body }) => body.replace(/<(RequestId|HostId)>[^<]*/g, ''))
    .join('\n');
const unlessRead = (method: string) => (/^(?:GET|HEAD)$/.test(method) ? undefined : stateOf);
const mend = (lake: Lake) => s3(lake, 'deployer', 'PUT', `/${LAKE}/${SECRET}`, CANARY);

const plain: Attack<Lake>[] = (['analyst', 'engineer', 'tenant'] as Who[]).flatMap((who) => [
  ...OBJECT_REQUESTS.map(([method, query, body]) =>
    foreign(
      `${method} of an object${query}`,
      who,
      (lake) => s3(lake, who, method, `/${LAKE}/${SECRET}${query}`, body),
      unlessRead(method),
      { mend },
    ),
  ),
  ...BUCKET_REQUESTS.filter(
    ([method, query]) => who !== 'engineer' || !/^(?:|\?location)$/.test(method === 'GET' ? query : 'x'),
  ).map(([method, query]) =>
    foreign(
      `${method} of a bucket${query}`,
      who,
      (lake) => s3(lake, who, method, `/${LAKE}${query}`),
      unlessRead(method),
      { mend },
    ),
  ),
]);

/** Two buckets or two keys in one request. */
const two: [string, string, string, Record<string, string>?, string?][] = [
  ['an own bucket in the query', 'GET', `/${LAKE}/${SECRET}?bucket=${OWN_BUCKET}&key=mine.txt`],
  [
    'an own bucket in a header',
    'GET',
    `/${LAKE}/${SECRET}`,
    { 'x-amz-bucket': OWN_BUCKET, 'x-original-url': `/${OWN_BUCKET}/mine.txt` },
  ],
  [
    'a rewritten path',
    'GET',
    `/${OWN_BUCKET}/none`,
    { 'x-rewrite-url': `/${LAKE}/${SECRET}`, 'x-original-url': `/${LAKE}/${SECRET}` },
  ],
  ['a forwarded host', 'GET', `/${SECRET}`, { 'x-forwarded-host': `${LAKE}.localhost` }],
  ['an access point', 'GET', `/${SECRET}`, { 'x-amz-account-id': '123456789012' }],
  ['an own prefix', 'GET', `/${LAKE}?prefix=mine&prefix=lakehouse`],
  ['an owner that is said', 'GET', `/${LAKE}/${SECRET}`, { 'x-amz-expected-bucket-owner': '123456789012' }],
  ['who pays', 'GET', `/${LAKE}/${SECRET}`, { 'x-amz-request-payer': 'requester' }],
];
const disguised: Attack<Lake>[] = two.map(([name, method, path, headers]) =>
  foreign(
    `an object with ${name}`,
    'tenant',
    (lake) => s3(lake, 'tenant', method, path, '', headers),
    stateOf,
    { mend },
  ),
);
disguised.push(
  {
    name: 'an own bucket is deleted with objects of another in the list',
    run: async (lake) => {
      const body = `<Delete><Object><Key>../${LAKE}/${SECRET}</Key></Object><Object><Key>/${LAKE}/${SECRET}</Key></Object></Delete>`;
      await s3(lake, 'tenant', 'POST', `/${OWN_BUCKET}?delete`, body, md5(body));
      return (await s3(lake, 'deployer', 'GET', `/${LAKE}/${SECRET}`)).body === CANARY
        ? undefined
        : 'it is gone';
    },
  },
  ...[
    `<Delete><Object><Key>${SECRET}</Key></Object></Delete>`,
    `<Delete><Quiet>true</Quiet><Object><Key>${SECRET}</Key></Object></Delete>`,
    `<Delete><Object><Key>none</Key><Key>${SECRET}</Key></Object></Delete>`,
    `<Delete><Object><Key>${SECRET}</Key><VersionId>null</VersionId></Object></Delete>`,
    `<Delete xmlns:a="b"><a:Object><a:Key>${SECRET}</a:Key></a:Object></Delete>`,
    `<Delete><Object><Key><![CDATA[${SECRET}]]></Key></Object></Delete>`,
    `<Delete><Object><Key>lakehouse/vault/&#115;ecret.csv</Key></Object></Delete>`,
    '<Delete><Object><Key>*</Key></Object></Delete>',
  ].flatMap((body, i) =>
    (['tenant', 'engineer', 'analyst'] as Who[]).map((who) => ({
      name: `a list of objects to delete (${i + 1}, ${who})`,
      run: async (lake: Lake) => {
        const answer = await s3(lake, who, 'POST', `/${LAKE}?delete`, body, md5(body));
        const { body: secret } = await s3(lake, 'deployer', 'GET', `/${LAKE}/${SECRET}`);
        if (secret !== CANARY) {
          await mend(lake);
          return `it is gone, answered ${answer.status}`;
        }
        return answer.status < 300 && !answer.body.includes('AccessDenied')
          ? `it was answered ${answer.body}`
          : undefined;
      },
    })),
  ),
);

/** Uploads in parts: a part, a source or an id of another. */
const UPLOAD = /<UploadId>([^<]+)</;
const begin = async (lake: Lake, who: Who, path: string) =>
  UPLOAD.exec((await s3(lake, who, 'POST', `${path}?uploads`)).body)?.[1] ?? 'none';
const uploads: Attack<Lake>[] = (
  [
    ['a part of', 'PUT', '&partNumber=1', 'x'],
    ['the parts of', 'GET', '', ''],
    ['the end of', 'DELETE', '', ''],
    [
      'the completion of',
      'POST',
      '',
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>',
    ],
  ] as const
).flatMap(([name, method, more, body]) =>
  [`/${OWN_BUCKET}/mine.txt`, `/${OWN_BUCKET}/lakehouse/upload`, `/${LAKE}/lakehouse/upload`].map((path) => ({
    name: `${name} another's upload by ${path}`,
    run: async (lake: Lake) => {
      const id = await begin(lake, 'deployer', `/${LAKE}/lakehouse/upload`);
      const answer = await s3(lake, 'tenant', method, `${path}?uploadId=${id}${more}`, body);
      const { body: listed } = await s3(lake, 'deployer', 'GET', `/${LAKE}/lakehouse/upload?uploadId=${id}`);
      await s3(lake, 'deployer', 'DELETE', `/${LAKE}/lakehouse/upload?uploadId=${id}`);
      if (!listed.includes('ListPartsResult') || listed.includes('<Part>')) return 'the upload was changed';
      return refused(answer);
    },
  })),
);
uploads.push({
  name: "a part that is a copy of another's object",
  run: async (lake) => {
    const id = await begin(lake, 'tenant', `/${OWN_BUCKET}/copied`);
    const answer = await s3(lake, 'tenant', 'PUT', `/${OWN_BUCKET}/copied?partNumber=1&uploadId=${id}`, '', {
      'x-amz-copy-source': `${LAKE}/${SECRET}`,
    });
    return refused(answer);
  },
});

const patterns: Attack<Lake>[] = [
  ...PATTERNS,
  '%3F',
  '%2A',
  'lakehouse/*',
  'lakehouse/vault/secret.???',
  '%2A%2A',
].flatMap((pattern) => {
  const key = encodeURI(pattern).replace(/\?/g, '%3F');
  return ['GET', 'DELETE', 'PUT'].map((method) =>
    foreign(
      `${method} of the key ${JSON.stringify(pattern)}`,
      'tenant',
      (lake) => s3(lake, 'tenant', method, `/${LAKE}/${key}`),
      unlessRead(method),
      { mend },
    ),
  );
});

const own: Attack<Lake>[] = [
  ['GET', `/${OWN_BUCKET}?list-type=2`],
  ['GET', `/${OWN_BUCKET}/mine.txt`],
  ['HEAD', `/${OWN_BUCKET}/mine.txt`],
  ['GET', `/${OWN_BUCKET}?location`],
  ['PUT', `/${OWN_BUCKET}/new`],
  ['DELETE', `/${OWN_BUCKET}/new`],
].map(([method, path]) => ({
  name: `${method} ${path} (tenant)`,
  run: async (lake) => answered(await s3(lake, 'tenant', method!, path!)),
}));

export const s3Things: Record<string, Attack<Lake>[]> = {
  'S3: objects and buckets of others': plain,
  'S3: two names in a request': disguised,
  'S3: uploads of others': uploads,
  'S3: patterns for keys': patterns,
  'S3: own things': own,
};
