import type { Attack } from '../suite';
import { CANARY, LAKE, type Lake, OWN_BUCKET, s3 } from './lake';
import { answered, refused } from './verdict';
import { type Asking, post, presign, type Signed, sign } from './wire';

/** Links: requests signed in their query. */

const SECRET = `/${LAKE}/lakehouse/vault/secret.csv`;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const named = (link: Signed, name: string, value: string): Signed => ({
  ...link,
  path: link.path.replace(new RegExp(`${name}=[^&]*`), `${name}=${value}`),
});

/** What is changed in a link after it was signed. */
const CHANGES: Record<string, (link: Signed) => Signed> = {
  'another key': (link) => ({ ...link, path: link.path.replace('secret.csv', 'other.csv') }),
  'another bucket': (link) => ({ ...link, path: link.path.replace(LAKE, OWN_BUCKET) }),
  'the method DELETE': (link) => ({ ...link, method: 'DELETE' }),
  'the method PUT': (link) => ({ ...link, method: 'PUT', body: 'x' }),
  'the method HEAD': (link) => ({ ...link, method: 'HEAD' }),
  'the method POST': (link) => ({ ...link, method: 'POST' }),
  'a longer life': (link) => named(link, 'X-Amz-Expires', '604800'),
  'another time': (link) => named(link, 'X-Amz-Date', '20990101T000000Z'),
  'another signature': (link) => named(link, 'X-Amz-Signature', '0'.repeat(64)),
  'an empty signature': (link) => named(link, 'X-Amz-Signature', ''),
  'another algorithm': (link) => named(link, 'X-Amz-Algorithm', 'none'),
  'no signed headers': (link) => named(link, 'X-Amz-SignedHeaders', ''),
  'another credential': (link) =>
    named(link, 'X-Amz-Credential', 'a%2F20260101%2Fus-east-1%2Fs3%2Faws4_request'),
  'one more parameter': (link) => ({ ...link, path: `${link.path}&acl` }),
  'one more parameter of Amazon': (link) => ({ ...link, path: `${link.path}&X-Amz-Meta=1` }),
  'another type of the answer': (link) => ({ ...link, path: `${link.path}&response-content-type=text/html` }),
  'the life twice': (link) => ({ ...link, path: `${link.path}&X-Amz-Expires=604800` }),
  'the life twice, the longer first': (link) => ({
    ...link,
    path: link.path.replace('X-Amz-Expires=60', 'X-Amz-Expires=604800&X-Amz-Expires=60'),
  }),
  'the signature twice': (link) => ({ ...link, path: `${link.path}&X-Amz-Signature=${'0'.repeat(64)}` }),
  'the signature twice, a wrong one first': (link) => ({
    ...link,
    path: link.path.replace('X-Amz-Signature=', `X-Amz-Signature=${'0'.repeat(64)}&X-Amz-Signature=`),
  }),
  'the algorithm twice': (link) => ({ ...link, path: `${link.path}&X-Amz-Algorithm=AWS4-HMAC-SHA256` }),
  'names in lower case': (link) => ({ ...link, path: link.path.replaceAll('X-Amz-', 'x-amz-') }),
  'an Authorization, too': (link) => ({
    ...link,
    headers: {
      ...link.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
  }),
  'a header of Amazon': (link) => ({ ...link, headers: { ...link.headers, 'x-amz-meta-a': '1' } }),
  'a copy source': (link) => ({
    ...link,
    method: 'PUT',
    headers: { ...link.headers, 'x-amz-copy-source': SECRET },
  }),
  'another host': (link) => ({ ...link, headers: { host: 'localhost:1' } }),
  'parameters of version 2': (link) => ({
    ...link,
    path: `${link.path}&AWSAccessKeyId=a&Signature=b&Expires=9999999999`,
  }),
};
const changed: Attack<Lake>[] = Object.entries(CHANGES).map(([change, alter]) => ({
  name: `a link with ${change}`,
  run: async ({ account, as }) =>
    refused(await post(account, alter(presign(account, as.deployer, { path: SECRET })))),
}));

const LIVES: [string, Partial<Asking>, number | string][] = [
  ['expired a minute ago', { at: ago(2) }, 60],
  ['expired as it was made', { at: ago(1) }, 0],
  ['of the future', { at: ago(-20) }, 60],
  ['of an hour in the future', { at: ago(-60) }, 86_400],
  ['that lives too long', {}, 604_801],
  ['that lives backwards', {}, -1],
  ['that lives for a fraction', {}, '60.5'],
  ['that lives for ever', {}, 'Infinity'],
  ['whose life is a word', {}, 'soon'],
  ['whose life is hexadecimal', { at: ago(30) }, '0x100'],
  ['whose life has an exponent', { at: ago(600) }, '1e3'],
  ['whose life is empty', { at: ago(10) }, ''],
  ['of another day', { date: '20200101' }, 60],
];
const lives: Attack<Lake>[] = LIVES.map(([which, asking, expires]) => ({
  name: `a link ${which}`,
  run: async ({ account, as }) =>
    refused(await post(account, presign(account, as.deployer, { path: SECRET, ...asking }, expires))),
}));

/** Signed by who may not: a link gives no more than its maker has. */
const makers: Attack<Lake>[] = (['analyst', 'engineer', 'tenant', 'watcher', 'fenced'] as const).flatMap(
  (who) =>
    (['GET', 'PUT', 'DELETE', 'HEAD'] as const).map((method) => ({
      name: `a link of the ${who} to ${method} a secret`,
      run: async (lake: Lake) => {
        const { account, as } = lake;
        const answer = await post(account, presign(account, as[who], { method, path: SECRET }));
        const { body } = await s3(lake, 'deployer', 'GET', SECRET);
        if (body !== CANARY) return `the secret is no more: ${answer.status}`;
        return refused(answer);
      },
    })),
);

/** A link's session must be the one that made it. */
const tokens: Attack<Lake>[] = [
  {
    name: 'a link of a session without its token',
    run: async ({ account, as }) =>
      refused(
        await post(
          account,
          presign(account, { ...as.tenant, sessionToken: undefined }, { path: `/${OWN_BUCKET}/mine.txt` }),
        ),
      ),
  },
  {
    name: 'a link of a session with the token in a header',
    run: async ({ account, as }) => {
      const link = presign(
        account,
        { ...as.tenant, sessionToken: undefined },
        { path: `/${OWN_BUCKET}/mine.txt` },
      );
      return refused(
        await post(account, {
          ...link,
          headers: { ...link.headers, 'x-amz-security-token': as.tenant.sessionToken! },
        }),
      );
    },
  },
  {
    name: 'a link of a session with the token of another',
    run: async ({ account, as }) =>
      refused(
        await post(
          account,
          presign(
            account,
            { ...as.tenant, sessionToken: as.engineer.sessionToken },
            { path: `/${OWN_BUCKET}/mine.txt` },
          ),
        ),
      ),
  },
  {
    name: 'a signed request with a good link in its query',
    run: async ({ account, as }) => {
      const link = presign(account, as.deployer, { path: SECRET });
      return refused(
        await post(account, sign(account, as.analyst, { service: 's3', method: 'GET', path: link.path })),
      );
    },
  },
];

const legitimate: Attack<Lake>[] = [
  ['a good link', {}, 60],
  ['an old link that lives a week', { at: ago(600) }, 604_800],
  ['a link with a type of the answer', { path: `${SECRET}?response-content-type=text%2Fhtml` }, 60],
  ['a link to write', { method: 'PUT', path: `/${OWN_BUCKET}/by-link`, body: 'x' }, 60],
].map(([name, asking, expires]) => ({
  name: name as string,
  run: async ({ account, as }: Lake) =>
    answered(
      await post(
        account,
        presign(account, as.deployer, { path: SECRET, ...(asking as object) }, expires as number),
      ),
    ),
}));
legitimate.push({
  name: 'a link of a session to its own object',
  run: async ({ account, as }) =>
    answered(await post(account, presign(account, as.tenant, { path: `/${OWN_BUCKET}/mine.txt` }))),
});

export const links: Record<string, Attack<Lake>[]> = {
  'links that were changed': changed,
  'links that are not of now': lives,
  'links of who may not': makers,
  'links and sessions': tokens,
  'links that are good': legitimate,
};
