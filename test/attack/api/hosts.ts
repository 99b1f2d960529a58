import http from 'node:http';
import type { RawAnswer } from '../../local/gateway/account';
import type { Attack } from '../suite';
import { CANARY, FORM, LAKE, type Lake, target } from './lake';
import { answered, refused, short } from './verdict';
import { type Asking, ask, bytesOf, post, presign, raw, sign } from './wire';

/** Requests that a web page, or a name that points here, could make: the account answers programs of its machine only. */

const SECRET: Asking = { service: 's3', method: 'GET', path: `/${LAKE}/lakehouse/vault/secret.csv` };
const LIST: Asking = { service: 'athena', headers: target('athena', 'ListWorkGroups'), body: '{}' };
const USERS: Asking = { service: 'iam', headers: FORM, body: 'Action=ListUsers' };
const REQUESTS: Record<string, Asking> = { S3: SECRET, Athena: LIST, IAM: USERS };

const FOREIGN_HOSTS = [
  ...[
    'example.com',
    'example.com:80',
    's3.amazonaws.com',
    'athena.us-east-1.amazonaws.com',
    '10.0.0.1',
    '0.0.0.0',
  ],
  ...['[::]', '192.168.0.1:4566', '127.0.0.1.example.com', 'localhost.example.com', '127.0.0.1.nip.io'],
  ...['7f000001.c0a80001.rbndr.us', 'localhost.', 'localhost:80@example.com', 'example.com#localhost'],
  ...['example.com/localhost', 'localhost,example.com', 'localhost example.com', 'xlocalhost', 'localhost:x'],
  ...['2130706433', '0x7f.1', '127.1', '127.0.0.2', '[::ffff:127.0.0.1]', '[::1].example.com', '-', '.', ''],
  ...[
    'xn--localhost-',
    'ｌocalhost'.normalize('NFKC') === 'localhost' ? 'localhos%74' : 'x',
    'localhost\t.example.com',
  ],
];
const hosts: Attack<Lake>[] = FOREIGN_HOSTS.flatMap((host) =>
  Object.entries(REQUESTS)
    .filter(([name]) => name !== 'Athena')
    .map(([name, asking]) => ({
      name: `${name} under the host '${host}'`,
      run: async ({ account, as }: Lake) => refused(await ask(account, as.deployer, { ...asking, host })),
    })),
);

const ORIGINS = [
  ...[
    'null',
    'http://localhost',
    'http://localhost:3000',
    'http://127.0.0.1',
    'https://localhost',
    'http://[::1]',
  ],
  ...['file://', 'http://example.com', 'chrome-extension://abc', '', '*', 'http://a.localhost'],
];
const origins: Attack<Lake>[] = ORIGINS.flatMap((origin) =>
  Object.entries(REQUESTS).map(([name, asking]) => ({
    name: `${name} from the origin '${origin}'`,
    run: async ({ account, as }: Lake) => {
      const answer = await ask(account, as.deployer, { ...asking, headers: { ...asking.headers, origin } });
      return refused(answer) ?? unreadable(answer);
    },
  })),
);
origins.push({
  name: 'a link from the origin of localhost',
  run: async ({ account, as }) => {
    const link = presign(account, as.deployer, { path: SECRET.path! });
    const answer = await post(account, {
      ...link,
      headers: { ...link.headers, origin: 'http://localhost:3000' },
    });
    return refused(answer) ?? unreadable(answer);
  },
});

/** No page may read an answer. */
function unreadable({ headers }: RawAnswer): string | undefined {
  const told = Object.keys(headers).find((name) => name.startsWith('access-control-'));
  return told && `it says ${told}: ${headers[told]}`;
}

const preflights: Attack<Lake>[] = [
  '/',
  `/${LAKE}/lakehouse/vault/secret.csv`,
  '/_lakehouse/health',
  '*',
].flatMap((path) =>
  ['GET', 'PUT', 'POST', 'DELETE'].map((method) => ({
    name: `a preflight for ${method} ${path}`,
    run: async ({ account }: Lake) => {
      const answer = await post(account, {
        method: 'OPTIONS',
        path,
        headers: {
          host: `127.0.0.1:${account.port}`,
          origin: 'http://localhost:3000',
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,x-amz-date',
          'access-control-request-private-network': 'true',
        },
        body: '',
        signature: '',
        timestamp: '',
      });
      return refused(answer) ?? unreadable(answer);
    },
  })),
);
preflights.push({
  name: 'health asked by a page',
  run: async ({ account }) => {
    const text = await raw(
      account.port,
      'GET /_lakehouse/health HTTP/1.1\r\nHost: example.com\r\nOrigin: http://example.com\r\nConnection: close\r\n\r\n',
    );
    return /access-control/i.test(text) ? `it may be read: ${short(text)}` : undefined;
  },
});

/** Sends bytes, and looks whether the secret came back. */
const leak = (name: string, bytes: (lake: Lake) => string): Attack<Lake> => ({
  name,
  run: async (lake) => {
    const text = await raw(lake.account.port, bytes(lake));
    if (text.includes(CANARY)) return 'the secret was answered';
    return /^HTTP\/1\.1 [25]/m.test(text) ? `it was answered ${short(text)}` : undefined;
  },
});
const signedSecret = ({ account, as }: Lake, more: Partial<Asking> = {}) =>
  sign(account, as.deployer, { ...SECRET, ...more });
const lines: Attack<Lake>[] = [
  leak('an absolute URI of a foreign host', (lake) =>
    bytesOf(signedSecret(lake)).replace(/^GET /, 'GET http://example.com'),
  ),
  leak('an absolute URI of this host, signed for its path', (lake) =>
    bytesOf(signedSecret(lake)).replace(/^GET /, `GET http://127.0.0.1:${lake.account.port}`),
  ),
  leak('an absolute URI of another scheme', (lake) =>
    bytesOf(signedSecret(lake)).replace(/^GET /, 'GET file://localhost'),
  ),
  leak('an authority before the path', (lake) =>
    bytesOf(signedSecret(lake)).replace(/^GET /, 'GET //example.com'),
  ),
  leak('HTTP/1.0 without a host', (lake) =>
    bytesOf(signedSecret(lake))
      .replace('HTTP/1.1', 'HTTP/1.0')
      .replace(/host: .*\r\n/, ''),
  ),
  leak('HTTP/1.1 without a host', (lake) => bytesOf(signedSecret(lake)).replace(/host: .*\r\n/, '')),
  leak('two hosts', (lake) => bytesOf(signedSecret(lake), ['Host: example.com'])),
  leak('two hosts, the foreign one first', (lake) =>
    bytesOf(signedSecret(lake)).replace('host: ', 'Host: example.com\r\nhost: '),
  ),
  leak('a host that is folded', (lake) =>
    bytesOf(signedSecret(lake)).replace('host: ', 'host:\r\n example.com'),
  ),
  leak('a host of another, and a forwarded one of here', (lake) =>
    bytesOf(signedSecret(lake, { host: 'example.com' }), [
      `X-Forwarded-Host: 127.0.0.1:${lake.account.port}`,
    ]),
  ),
  leak('an origin that is empty', (lake) => bytesOf(signedSecret(lake, { headers: { origin: '' } }))),
  leak('an origin twice', (lake) =>
    bytesOf(signedSecret(lake), ['Origin: http://a.example', 'Origin: http://localhost']),
  ),
];

const LOCAL_HOSTS = ['127.0.0.1', 'localhost', 'LOCALHOST', 's3.localhost', '[::1]', 'localhost:1234'];
const legitimate: Attack<Lake>[] = [
  ...LOCAL_HOSTS.map((host) => ({
    name: `users are listed under ${host}`,
    run: async ({ account, as }: Lake) => answered(await ask(account, as.deployer, { ...USERS, host })),
  })),
  {
    name: 'an object is read under the name of its bucket',
    run: async ({ account, as }) => {
      const answer = await ask(account, as.deployer, {
        ...SECRET,
        host: `${LAKE}.localhost`,
        path: '/lakehouse/vault/secret.csv',
      });
      return answered(answer) ?? (answer.body === CANARY ? undefined : 'it is another');
    },
  },
  {
    name: 'health is told without a signature',
    run: ({ account }) =>
      new Promise((done) =>
        http.get({ host: '127.0.0.1', port: account.port, path: '/_lakehouse/health' }, ({ statusCode }) =>
          done(statusCode === 200 ? undefined : `it was answered ${statusCode}`),
        ),
      ),
  },
];

export const hostsAndOrigins: Record<string, Attack<Lake>[]> = {
  'foreign hosts': hosts,
  'origins of web pages': origins,
  'preflights of web pages': preflights,
  'lines that name another host': lines,
  'hosts of this machine': legitimate,
};
