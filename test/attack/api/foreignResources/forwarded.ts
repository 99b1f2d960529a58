import type { Attack } from '../../suite';
import { json, type Lake, query } from '../lake';
import { answered } from '../verdict';
import { iam } from './identities';
import { kms, lambda } from './keysAndFunctions';
import { alarms, OWN_TOPIC, sns, sqs } from './messages';
import { ATTACKERS, queueUrl } from './motoThings';
import { logs, parameters, secrets } from './secretsAndLogs';

/** All attacks on things of others that moto keeps, and what must not be refused. */

const own: Attack<Lake>[] = [
  {
    name: 'GetSecretValue of its own (fenced)',
    run: async (lake) =>
      answered(await json(lake, 'fenced', 'secretsmanager', 'GetSecretValue', { SecretId: 'own-secret' })),
  },
  {
    name: 'SendMessage to its own (fenced)',
    run: async (lake) =>
      answered(
        await json(lake, 'fenced', 'sqs', 'SendMessage', {
          QueueUrl: queueUrl(lake, 'own-queue'),
          MessageBody: 'x',
        }),
      ),
  },
  {
    name: 'GetLogEvents of its own (fenced)',
    run: async (lake) =>
      answered(
        await json(lake, 'fenced', 'logs', 'GetLogEvents', { logGroupName: 'own-logs', logStreamName: 's' }),
      ),
  },
  ...ATTACKERS.map((who) => ({
    name: `Publish to its own (${who})`,
    run: async (lake: Lake) =>
      answered(await query(lake, who, 'sns', 'Publish', { ...OWN_TOPIC, Message: 'x' })),
  })),
  {
    name: 'GetUser of its own (tenant)',
    run: async (lake) => answered(await query(lake, 'tenant', 'iam', 'GetUser', { UserName: 'own-user' })),
  },
];

export const forwardedThings: Record<string, Attack<Lake>[]> = {
  'secrets and parameters of others': [...secrets, ...parameters],
  'log groups of others': logs,
  'queues of others': sqs,
  'topics of others': sns,
  'alarms of others': alarms,
  'users, groups and policies of others': iam,
  'keys of others': kms,
  'functions of others': lambda,
  'forwarded: own things': own,
};
