import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Attack } from '../suite';
import { json, type Lake, OWN_BUCKET, s3 } from './lake';
import { refused, short, sound } from './verdict';
import { copies, reading } from './waysToSecret';

/** Names that would lead out of a bucket, out of the account's folder, or to another's object. */

/** Stands in a file of the account's folder that belongs to no bucket. */
export const OUTSIDE = 'outside-4711';
export const layOutside = ({ account }: Lake): void =>
  fs.writeFileSync(path.join(account.folder, 'outside.csv'), `${OUTSIDE},1\n`);

/** Files that lie where no request may put one: outside of the folder of S3. */
function strays({ account }: Lake): string | undefined {
  const walk = (folder: string): string[] =>
    fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const at = path.join(folder, entry.name);
      return entry.isDirectory() && at !== path.join(account.folder, 's3') ? walk(at) : [at];
    });
  const near = [os.tmpdir(), path.dirname(account.folder), process.cwd(), '/', '/etc'].flatMap((folder) =>
    fs.readdirSync(folder).map((name) => path.join(folder, name)),
  );
  const found = [...walk(account.folder), ...near].find((file) => path.basename(file).includes('escape'));
  return found && `${found} was made`;
}

/** Keys as they come in a path. Those that are the same when they are decoded stand here for the ways to write them. */
const KEYS = [
  ...[
    '../escape',
    '../../escape',
    '../../../../../../tmp/escape',
    '%2e%2e%2fescape',
    '%2E%2E/escape',
    '..%2fescape',
  ],
  ...[
    '..%5cescape',
    '%2e%2e%5cescape',
    '%252e%252e%252fescape',
    './escape',
    '.',
    '..',
    '...',
    'a/../escape',
    'a/./escape',
  ],
  ...[
    'a//escape',
    '/escape',
    '//escape',
    'escape/',
    'escape//',
    'escape',
    'ESCAPE',
    'Escape',
    'escape.',
    'escape%20',
  ],
  ...[
    '%20escape',
    'escape%00',
    'escape%00.csv',
    '%00',
    'escape%0a',
    'escape%0d',
    'escape%0d%0a',
    'escape%09',
    'escape%7f',
  ],
  ...[
    '%2fetc%2fescape',
    'file:%2f%2f%2fetc%2fescape',
    'C:%5cescape',
    '%5c%5chost%5cescape',
    'con',
    'nul.txt',
    '~',
    '~root',
  ],
  ...[
    '%c3%a9',
    'e%cc%81',
    '%e2%84%ab',
    '%c3%85',
    'A%cc%8a',
    '%ef%ac%80',
    'ff',
    '%f0%9f%98%80',
    '%e2%80%ae',
    '%ef%bb%bf',
    '%ef%bc%8f',
  ],
  ...[
    '%e2%80%a6',
    '%ef%bc%8e%ef%bc%8e%ef%bc%8fescape',
    'a+b',
    'a%2Bb',
    'a%20b',
    '%25',
    '%2525',
    'a%3Fb',
    'a%23b',
    'a;b',
    'a%3Bc',
  ],
  ...[
    'a=b',
    'a%26b',
    '*',
    '%3f',
    '[a]',
    '{a}',
    '$(a)',
    '`a`',
    "a'b",
    'a%22b',
    '%3Cb%3E',
    '__proto__',
    'constructor',
  ],
  ...['k'.repeat(1024), `${'d/'.repeat(500)}k`, '%e2%82%ac'.repeat(341), 'a'.repeat(255), 'a'.repeat(256)],
];
/** Keys that are none. */
const BAD_KEYS = [
  ...[
    '%c0%ae%c0%ae%c0%afescape',
    '%c0%afescape',
    '%e0%80%afescape',
    '%f0%80%80%afescape',
    '%ff',
    '%80',
    '%c3',
    '%ed%a0%80',
  ],
  ...[
    '%f4%90%80%80',
    '%zz',
    '%',
    '%2',
    '%u002e',
    'k'.repeat(1025),
    '%e2%82%ac'.repeat(342),
    'k'.repeat(7000),
  ],
];

const bodyOf = (key: string) => `body of ${key.slice(0, 40)} ${key.length}`;
const label = (key: string) => (key.length > 40 ? `${key.slice(0, 30)}… (${key.length})` : key);

const written: Attack<Lake>[] = KEYS.map((key) => ({
  name: `an object is written to '${label(key)}'`,
  run: async (lake) => {
    const put = await s3(lake, 'tenant', 'PUT', `/${OWN_BUCKET}/${key}`, bodyOf(key));
    const got = await s3(lake, 'tenant', 'GET', `/${OWN_BUCKET}/${key}`);
    const wrong = sound(put) ?? sound(got) ?? strays(lake);
    if (wrong) return wrong;
    if (put.status === 200 && got.body !== bodyOf(key)) return `it holds ${short(got.body)}`;
    return undefined;
  },
}));
/** Writes all of them, and then reads each: no one may have replaced another. */
const distinct: Attack<Lake> = {
  name: 'objects of different keys are different objects',
  run: async (lake) => {
    const stored: string[] = [];
    const different = new Map(KEYS.map((key) => [decodeURIComponent(key), key]));
    for (const key of [...different.values()])
      if ((await s3(lake, 'tenant', 'PUT', `/${OWN_BUCKET}/${key}`, bodyOf(key))).status === 200)
        stored.push(key);
    const mixed: string[] = [];
    for (const key of stored) {
      const { body } = await s3(lake, 'tenant', 'GET', `/${OWN_BUCKET}/${key}`);
      if (body !== bodyOf(key)) mixed.push(`${label(key)} holds ${short(body)}`);
    }
    return mixed[0];
  },
};
const badKeys: Attack<Lake>[] = BAD_KEYS.map((key) => ({
  name: `an object is written to '${label(key)}', which is no key`,
  run: async (lake) => refused(await s3(lake, 'tenant', 'PUT', `/${OWN_BUCKET}/${key}`, 'x')) ?? strays(lake),
}));

const BUCKETS = [
  ...[
    '..',
    '.',
    '%2e%2e',
    '..%2fescape',
    '%2e%2e%2fescape',
    '..%5cescape',
    'a%2f..%2fescape',
    'escape%00',
    'a..escape',
    '-escape',
  ],
  ...[
    'escape-',
    'ESCAPE',
    'es_cape',
    'ab',
    'a'.repeat(64),
    'a'.repeat(5000),
    '%c3%a9scape',
    'escape%20x',
    '%2fescape',
    'escape%0a',
    '%c0%ae%c0%ae',
    '__proto__',
    'moto-api',
    '_lakehouse',
  ],
];
const buckets: Attack<Lake>[] = BUCKETS.flatMap((bucket) =>
  (['PUT', 'DELETE', 'GET'] as const).map((method) => ({
    name: `${method} the bucket '${label(bucket)}'`,
    run: async (lake: Lake) => {
      const answer = await s3(lake, 'deployer', method, `/${bucket}`);
      const { body } = await s3(lake, 'deployer', 'GET', '/');
      const made = /<Name>(?!own-bucket|lakehouse-)([^<]*)</.exec(body)?.[1];
      return made === undefined ? (refused(answer) ?? strays(lake)) : `the bucket '${made}' was made`;
    },
  })),
);

const GROUPS = [
  '../escape',
  'a/b',
  'a\\b',
  'escape\0',
  '..',
  '',
  ' ',
  'a b',
  'é',
  'a'.repeat(129),
  'primary/x',
  'a\nb',
  '%2e%2e',
  '*',
];
const groups: Attack<Lake>[] = GROUPS.filter((name) => name !== '..').map((Name) => ({
  name: `the work group ${JSON.stringify(label(Name))} is made`,
  run: async (lake) =>
    refused(await json(lake, 'deployer', 'athena', 'CreateWorkGroup', { Name })) ?? strays(lake),
}));

const legitimate: Attack<Lake>[] = [
  {
    name: 'a key of many parts is written, read, listed and deleted',
    run: async (lake) => {
      const key = 'a/b c/d%2Be.csv';
      const statuses = [
        (await s3(lake, 'tenant', 'PUT', `/${OWN_BUCKET}/${key.replace(' ', '%20')}`, 'x')).status,
        (await s3(lake, 'tenant', 'GET', `/${OWN_BUCKET}/${key.replace(' ', '%20')}`)).status,
        (await s3(lake, 'tenant', 'GET', `/${OWN_BUCKET}?list-type=2`)).status,
        (await s3(lake, 'tenant', 'DELETE', `/${OWN_BUCKET}/${key.replace(' ', '%20')}`)).status,
      ];
      return statuses.join() === '200,200,200,204' ? undefined : `they were answered ${statuses.join()}`;
    },
  },
];

export const traversal: Record<string, Attack<Lake>[]> = {
  'keys that lead elsewhere': [...written, distinct],
  'keys that are none': badKeys,
  "ways to another's object": reading,
  'sources of copies': copies,
  'buckets that are none': buckets,
  'work groups that are none': groups,
  'keys that are good': legitimate,
};
