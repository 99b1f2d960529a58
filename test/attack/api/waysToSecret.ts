import type { Attack } from '../suite';
import { CANARY, LAKE, type Lake, OWN_BUCKET, s3 } from './lake';
import { refused } from './verdict';
import { ask } from './wire';

/** Ways from the own bucket to another's object. */
const TO_SECRET = [
  ...[
    '../',
    '%2e%2e/',
    '%2e%2e%2f',
    '..%2f',
    '..%5c',
    '%2F..%2F',
    'x/../../',
    './../',
    '%252e%252e%252f',
    '..%00/',
    '%00/../',
  ],
].map((way) => `/${OWN_BUCKET}/${way}${LAKE}/lakehouse/vault/secret.csv`);
TO_SECRET.push(
  `//${LAKE}/lakehouse/vault/secret.csv`,
  `/${OWN_BUCKET}%2F..%2F${LAKE}/lakehouse/vault/secret.csv`,
  `/${OWN_BUCKET}/../../${LAKE}/lakehouse/vault/secret.csv`,
  `/./${LAKE}/lakehouse/vault/secret.csv`,
  `/${LAKE}%00/lakehouse/vault/secret.csv`,
  `/${LAKE}./lakehouse/vault/secret.csv`,
  `/${LAKE.toUpperCase()}/lakehouse/vault/secret.csv`,
  `/${LAKE}/lakehouse%2Fvault%2Fsecret.csv`,
  `/${LAKE}%2Flakehouse%2Fvault%2Fsecret.csv`,
  `/${LAKE}\\lakehouse\\vault\\secret.csv`.replaceAll('\\', '%5c'),
  `/arn:aws:s3:::${LAKE}/lakehouse/vault/secret.csv`,
);
export const reading: Attack<Lake>[] = TO_SECRET.flatMap((way) =>
  ['127.0.0.1', `${OWN_BUCKET}.localhost`, `${OWN_BUCKET}.s3.localhost`].map((host) => ({
    name: `the tenant reads ${way} under ${host}`,
    run: async ({ account, as }: Lake) => {
      const answer = await ask(account, as.tenant, { service: 's3', method: 'GET', path: way, host });
      return answer.body.includes(CANARY) ? 'the secret was answered' : refused(answer);
    },
  })),
);

const SOURCES = [
  ...[
    `/${LAKE}/lakehouse/vault/secret.csv`,
    `${LAKE}/lakehouse/vault/secret.csv`,
    `${OWN_BUCKET}/../${LAKE}/lakehouse/vault/secret.csv`,
  ],
  ...[
    `${OWN_BUCKET}/%2e%2e/${LAKE}/lakehouse/vault/secret.csv`,
    `${LAKE}%2Flakehouse%2Fvault%2Fsecret.csv`,
    `//${LAKE}/lakehouse/vault/secret.csv`,
  ],
  ...[
    `${LAKE}/lakehouse/vault/secret.csv?versionId=null`,
    `${LAKE}/lakehouse/vault/secret.csv?versionId=x`,
    `${LAKE}/lakehouse/vault/secret.csv?x`,
  ],
  ...[
    `arn:aws:s3:::${LAKE}/lakehouse/vault/secret.csv`,
    `arn:aws:s3:us-east-1:123456789012:accesspoint/a/object/b`,
    `s3://${LAKE}/lakehouse/vault/secret.csv`,
  ],
  ...[
    `${OWN_BUCKET}/mine.txt?versionId=null, ${LAKE}/lakehouse/vault/secret.csv`,
    '',
    '/',
    `${LAKE}`,
    `${LAKE}/`,
    `%2F${LAKE}%2Flakehouse%2Fvault%2Fsecret.csv`,
  ],
];
export const copies: Attack<Lake>[] = SOURCES.flatMap((source) =>
  ['', '?partNumber=1&uploadId=x', '?x-amz-copy-source=own'].map((more) => ({
    name: `the tenant copies from '${source}'${more && ` with ${more}`}`,
    run: async (lake: Lake) => {
      const answer = await s3(lake, 'tenant', 'PUT', `/${OWN_BUCKET}/copied${more}`, '', {
        'x-amz-copy-source': source,
      });
      const { body } = await s3(lake, 'deployer', 'GET', `/${OWN_BUCKET}/copied`);
      if (body.includes(CANARY)) {
        await s3(lake, 'deployer', 'DELETE', `/${OWN_BUCKET}/copied`);
        return 'the secret was copied';
      }
      return refused(answer);
    },
  })),
);
