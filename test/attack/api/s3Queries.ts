import type { Attack } from '../suite';
import { type Lake, OWN_BUCKET, s3 } from './lake';
import { sound } from './verdict';

/** Requests of S3 with odd queries and bodies: each is answered without a fault of the account. */

const MINE = `/${OWN_BUCKET}/mine.txt`;
const QUERIES = [
  ...[
    '?partNumber=0',
    '?partNumber=x',
    '?partNumber=99999999999',
    '?uploadId=x',
    '?uploadId=',
    '?versionId=x',
    '?versionId=',
  ],
  ...[
    '?attributes',
    '?acl',
    '?tagging',
    '?torrent',
    '?restore',
    '?select&select-type=2',
    '?legal-hold',
    '?retention',
    '?encryption',
  ],
  ...[
    '?x=%zz',
    '?%ff',
    '?uploads&uploadId=x',
    '?partNumber=1&uploadId=..%2f..%2fescape',
    '?partNumber=1&uploadId=%00',
  ],
];
const BUCKET_QUERIES = [
  ...[
    '?list-type=2&max-keys=x',
    '?list-type=2&max-keys=-1',
    '?list-type=2&max-keys=99999999999999',
    '?list-type=3',
    '?list-type=',
  ],
  ...[
    '?list-type=2&continuation-token=x',
    '?list-type=2&encoding-type=x',
    '?list-type=2&start-after=%00',
    '?delimiter=%F0%9F%98%80',
  ],
  ...[
    '?prefix=%zz',
    '?marker=%ff',
    '?uploads&max-uploads=x',
    '?versions&key-marker=%00',
    '?versions&version-id-marker=x',
  ],
  ...[
    '?policy',
    '?acl',
    '?cors',
    '?website',
    '?replication',
    '?notification',
    '?inventory',
    '?inventory&id=x',
    '?analytics&id=%00',
  ],
  ...[
    '?metrics&id=x',
    '?intelligent-tiering&id=x',
    '?accelerate',
    '?requestPayment',
    '?object-lock',
    '?policyStatus',
    '?publicAccessBlock',
  ],
  ...[
    '?ownershipControls',
    '?encryption',
    '?lifecycle',
    '?logging',
    '?versioning',
    '?location',
    '?tagging',
    '?delete',
    '?session',
    '?abac',
  ],
  ...['?metadataTable', '?metadataConfiguration'],
];
const BODIES = ['', 'x', '<a', '{"Version":"2012-10-17","Statement":"x"}'];
export const s3Queries: Attack<Lake>[] = [
  ...QUERIES.flatMap((query) =>
    ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'].map(
      (method) => [method, MINE.replace('mine', 'other') + query] as const,
    ),
  ),
  ...BUCKET_QUERIES.flatMap((query) =>
    ['GET', 'HEAD', 'POST', 'DELETE'].map((method) => [method, `/${OWN_BUCKET}${query}`] as const),
  ),
].map(([method, path]) => ({
  name: `S3 ${method} ${path}`,
  run: async (lake: Lake) => sound(await s3(lake, 'deployer', method, path)),
}));
s3Queries.push(
  ...BUCKET_QUERIES.flatMap((query) =>
    BODIES.map((body) => ({
      name: `S3 PUT /${OWN_BUCKET}${query} with '${body}'`,
      run: async (lake: Lake) => {
        const answer = await s3(lake, 'deployer', 'PUT', `/${OWN_BUCKET}${query}`, body);
        if (answer.status < 300) await s3(lake, 'deployer', 'DELETE', `/${OWN_BUCKET}${query}`);
        return sound(answer);
      },
    })),
  ),
);
