import type { Attack } from '../suite';
import { FORM, form, type Lake, query, target } from './lake';
import { refused, short, sound } from './verdict';
import { ask } from './wire';

/** Headers that steer moto and not the gateway. */
export const steering: Attack<Lake>[] = [
  ...['x-moto-account-id', 'X-Moto-Account-Id', 'x_moto_account_id'].map((header) => ({
    name: `the header ${header} leads into another account`,
    run: async ({ account, as }: Lake) => {
      const answer = await ask(account, as.deployer, {
        service: 'sns',
        headers: { ...FORM, [header]: '999999999999' },
        body: form({ Action: 'CreateTopic', Name: 'steered' }),
      });
      return answer.body.includes('999999999999')
        ? `the topic is there: ${short(answer.body)}`
        : sound(answer);
    },
  })),
  ...['aws-cli/2 region/eu-west-1', 'region/eu-west-1'].map((agent) => ({
    name: `the user agent '${agent}' leads into another region`,
    run: async ({ account, as }: Lake) => {
      const answer = await ask(account, as.deployer, {
        service: 'sns',
        headers: { ...FORM, 'user-agent': agent },
        body: form({ Action: 'CreateTopic', Name: 'steered' }),
      });
      return answer.body.includes('eu-west-1')
        ? `the topic is in eu-west-1: ${short(answer.body)}`
        : sound(answer);
    },
  })),
  ...['sns.eu-west-1.localhost', 'eu-west-1.localhost', 'sns.eu-west-1.amazonaws.com.localhost'].map(
    (host) => ({
      name: `the host ${host} leads into another region`,
      run: async ({ account, as }: Lake) => {
        const answer = await ask(account, as.deployer, {
          service: 'sns',
          host,
          headers: FORM,
          body: form({ Action: 'CreateTopic', Name: 'steered' }),
        });
        return answer.body.includes('eu-west-1')
          ? `the topic is in eu-west-1: ${short(answer.body)}`
          : sound(answer);
      },
    }),
  ),
  ...['x-lakehouse-control', 'x_lakehouse_control', 'X-Lakehouse_Control', 'x-Lakehouse-Control '].map(
    (header) => ({
      name: `the header ${header} calls the launcher's own functions`,
      run: async ({ account, as }: Lake) => {
        const answer = await ask(account, as.deployer, {
          service: 'kms',
          headers: { ...target('kms', 'ListKeys') },
          unsigned: { [header.trim()]: 'identity' },
          body: JSON.stringify({ kind: 'user', name: 'watcher' }),
        });
        return answer.body.includes('"policies"') ? 'it answered' : sound(answer);
      },
    }),
  ),
  ...[
    '/moto-api/reset',
    '/%6doto-api/reset',
    '//moto-api/reset',
    '/x/../moto-api/reset',
    '/moto-api%2Freset',
  ].map((path) => ({
    name: `${path} empties the account`,
    run: async (lake: Lake) => {
      const answer = await ask(lake.account, lake.as.deployer, { service: 'iam', path, body: '' });
      const { body } = await query(lake, 'deployer', 'iam', 'ListUsers');
      return body.includes('watcher') ? refused(answer) : 'the users are gone';
    },
  })),
];
