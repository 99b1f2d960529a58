import { ACCOUNT, type RawAnswer, REGION } from '../../../local/gateway/account';
import { allow, createRole, deny } from '../../../local/gateway/roles';
import { createAlarm, createFunction } from '../forwarded';
import { CANARY, found, json, type Lake, must, query, user, type Who } from '../lake';
import { ask } from '../wire';
import type { Input } from './things';

/**
 * Things of the services that moto keeps: `own-…` and `foreign-…` of each. The tenant's policy allows the own ones; that
 * of `fenced` allows all and denies the foreign ones, so that a resource which is not told is not let through.
 */

export const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
export const OPEN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
export const ids = { own: {} as Record<string, string>, foreign: {} as Record<string, string> };
/** Who attacks: the first may the own things, the second all but the foreign ones. */
export const ATTACKERS: Who[] = ['tenant', 'fenced'];
export const queueUrl = (lake: Lake, name: string) =>
  `http://127.0.0.1:${lake.account.port}/${ACCOUNT}/${name}`;

type Owner = 'own' | 'foreign';
const textOf = (owner: Owner) => (owner === 'own' ? 'mine' : CANARY);
type Make = (lake: Lake, owner: Owner) => Promise<unknown>;
const as = (lake: Lake, service: string, operation: string, input: Input) =>
  must(json(lake, 'deployer', service, operation, input));
const idIn = ({ body: text }: RawAnswer, member: string) =>
  new RegExp(`"${member}": ?"([^"]+)"`).exec(text)?.[1] ?? '';

/** Makes the things of an owner, by service. */
const MAKE: Record<string, Make> = {
  secretsmanager: async (lake, owner) => {
    const Name = `${owner}-secret`;
    ids[owner].secret = idIn(
      await as(lake, 'secretsmanager', 'CreateSecret', { Name, SecretString: textOf(owner) }),
      'ARN',
    );
  },
  ssm: (lake, owner) =>
    as(lake, 'ssm', 'PutParameter', { Name: `${owner}-parameter`, Value: textOf(owner), Type: 'String' }),
  sqs: async (lake, owner) => {
    await as(lake, 'sqs', 'CreateQueue', { QueueName: `${owner}-queue` });
    const QueueUrl = queueUrl(lake, `${owner}-queue`);
    await as(lake, 'sqs', 'SendMessage', { QueueUrl, MessageBody: textOf(owner) });
  },
  logs: async (lake, owner) => {
    const stream = { logGroupName: `${owner}-logs`, logStreamName: 's' };
    await as(lake, 'logs', 'CreateLogGroup', { logGroupName: stream.logGroupName });
    await as(lake, 'logs', 'CreateLogStream', stream);
    const logEvents = [{ timestamp: Date.now(), message: textOf(owner) }];
    await as(lake, 'logs', 'PutLogEvents', { ...stream, logEvents });
  },
  sns: async (lake, owner) => {
    await must(query(lake, 'deployer', 'sns', 'CreateTopic', { Name: `${owner}-topic` }));
    const named = { AttributeName: 'DisplayName', AttributeValue: textOf(owner) };
    await must(
      query(lake, 'deployer', 'sns', 'SetTopicAttributes', {
        TopicArn: arn('sns', `${owner}-topic`),
        ...named,
      }),
    );
  },
  kms: async (lake, owner) => {
    const key = idIn(await as(lake, 'kms', 'CreateKey', { Description: textOf(owner) }), 'KeyId');
    await as(lake, 'kms', 'CreateAlias', { AliasName: `alias/${owner}`, TargetKeyId: key });
    const Plaintext = Buffer.from(textOf(owner)).toString('base64');
    const cipher = idIn(await as(lake, 'kms', 'Encrypt', { KeyId: key, Plaintext }), 'CiphertextBlob');
    Object.assign(ids[owner], { key, cipher });
  },
  monitoring: (lake, owner) => createAlarm(lake, `${owner}-alarm`),
  lambda: (lake, owner) => createFunction(lake, `${owner}-function`),
  iam: (lake, owner) => user(lake, `${owner}-user`, []),
};

/** Takes away what is left of the foreign things of a service. */
const REMOVE: Record<string, (lake: Lake) => Promise<unknown>> = {
  secretsmanager: (lake) =>
    json(lake, 'deployer', 'secretsmanager', 'DeleteSecret', {
      SecretId: 'foreign-secret',
      ForceDeleteWithoutRecovery: true,
    }),
  ssm: (lake) => json(lake, 'deployer', 'ssm', 'DeleteParameter', { Name: 'foreign-parameter' }),
  sqs: (lake) => json(lake, 'deployer', 'sqs', 'DeleteQueue', { QueueUrl: queueUrl(lake, 'foreign-queue') }),
  logs: (lake) => json(lake, 'deployer', 'logs', 'DeleteLogGroup', { logGroupName: 'foreign-logs' }),
  sns: (lake) => query(lake, 'deployer', 'sns', 'DeleteTopic', { TopicArn: arn('sns', 'foreign-topic') }),
  monitoring: (lake) =>
    query(lake, 'deployer', 'monitoring', 'DeleteAlarms', { 'AlarmNames.member.1': 'foreign-alarm' }),
  lambda: (lake) =>
    ask(lake.account, lake.as.deployer, {
      service: 'lambda',
      method: 'DELETE',
      path: '/2015-03-31/functions/foreign-function',
    }),
};
/** Makes the foreign things of a service anew. What cannot be made anew shows at the next attack. */
export const mend = (service: string) => async (lake: Lake) => {
  await REMOVE[service]!(lake);
  await MAKE[service]!(lake, 'foreign').catch(() => undefined);
};
/** Aliases and names are put back; the keys themselves stay. */
export async function mendKeys(lake: Lake): Promise<void> {
  for (const AliasName of ['alias/planted', 'alias/foreign'])
    await json(lake, 'deployer', 'kms', 'DeleteAlias', { AliasName });
  await json(lake, 'deployer', 'kms', 'CreateAlias', {
    AliasName: 'alias/foreign',
    TargetKeyId: ids.foreign.key,
  });
}
export async function mendUsers(lake: Lake): Promise<void> {
  for (const owner of ['own', 'foreign'] as const) {
    const UserName = `${owner}-user`;
    const { body: keys } = await query(lake, 'deployer', 'iam', 'ListAccessKeys', { UserName });
    for (const [, AccessKeyId = ''] of [...keys.matchAll(/<AccessKeyId>([^<]+)/g)])
      await query(lake, 'deployer', 'iam', 'DeleteAccessKey', { UserName, AccessKeyId });
    await query(lake, 'deployer', 'iam', 'DeleteUser', { UserName });
    await user(lake, UserName, []).catch(() => undefined);
  }
}

export async function prepareForwarded(lake: Lake): Promise<void> {
  for (const owner of ['own', 'foreign'] as const)
    for (const make of Object.values(MAKE)) await make(lake, owner);
  await must(query(lake, 'deployer', 'iam', 'CreateGroup', { GroupName: 'admins' }));
  const nothing = OPEN.replace('Allow', 'Deny');
  const made = await must(
    query(lake, 'deployer', 'iam', 'CreatePolicy', { PolicyName: 'shared', PolicyDocument: nothing }),
  );
  ids.foreign.policy = found(made.body, 'Arn');
  // The keys' ARNs are known only now.
  await createRole(lake.account, 'lakehouse-keeper', [allow('kms:*', arn('kms', `key/${ids.own.key}`))]);
  await createRole(lake.account, 'lakehouse-gated', [
    allow('kms:*'),
    deny('kms:*', arn('kms', `key/${ids.foreign.key}`)),
  ]);
}
