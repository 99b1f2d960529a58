import { ACCOUNT } from '../../../local/gateway/account';
import { assume } from '../../../local/gateway/roles';
import type { Attack } from '../../suite';
import { json, type Lake } from '../lake';
import { ask } from '../wire';
import { body } from './motoCases';
import { ATTACKERS, arn, ids, mend, mendKeys, OPEN } from './motoThings';
import { foreign, type Input, type State } from './things';

/** Keys and functions of others. */

const kmsState: State = async (lake) =>
  (await body(json(lake, 'deployer', 'kms', 'DescribeKey', { KeyId: ids.foreign.key }))) +
  (await body(json(lake, 'deployer', 'kms', 'ListAliases', {}))) +
  (await body(
    json(lake, 'deployer', 'kms', 'GetKeyPolicy', { KeyId: ids.foreign.key, PolicyName: 'default' }),
  ));
const keyNames = () => [
  ids.foreign.key!,
  arn('kms', `key/${ids.foreign.key}`),
  'alias/foreign',
  arn('kms', 'alias/foreign'),
  arn('kms', `KEY/${ids.foreign.key}`),
  ids.foreign.key!.toUpperCase(),
  `${ids.foreign.key} `,
  `key/${ids.foreign.key}`,
  '*',
  'alias/*',
  arn('kms', '*'),
];
const KEY_NAMES = 11;
const PLAIN = Buffer.from('x').toString('base64');
const KEY_OPERATIONS: Record<string, Input> = {
  DescribeKey: {},
  Encrypt: { Plaintext: PLAIN },
  GenerateDataKey: { KeySpec: 'AES_256' },
  UpdateKeyDescription: { Description: 'planted' },
  DisableKey: {},
  ScheduleKeyDeletion: {},
  PutKeyPolicy: { PolicyName: 'default', Policy: OPEN },
  TagResource: { Tags: [{ TagKey: 'planted', TagValue: 'x' }] },
};
export const kms: Attack<Lake>[] = (['keeper', 'gated'] as const).flatMap((name) => {
  const send = (operation: string, input: () => Input) => async (lake: Lake) => {
    sessions[name] ??= assume(lake.account, `lakehouse-${name}`);
    const session = await sessions[name];
    return json({ ...lake, as: { ...lake.as, tenant: session } }, 'tenant', 'kms', operation, input());
  };
  const attack = (label: string, operation: string, input: () => Input, lenient = false) =>
    foreign(`kms ${label} by ${name}`, 'tenant', send(operation, input), kmsState, {
      lenient,
      mend: mendKeys,
    });
  return [
    ...Object.entries(KEY_OPERATIONS).flatMap(([operation, more]) => [
      ...Array.from({ length: KEY_NAMES }, (_, i) =>
        attack(
          `${operation}, spelling ${i + 1}`,
          operation,
          () => ({ ...more, KeyId: keyNames()[i] }),
          i > 3,
        ),
      ),
      attack(`${operation} beside an own SourceKeyId`, operation, () => ({
        SourceKeyId: ids.own.key,
        ResourceArn: ids.own.key,
        keyId: ids.own.key,
        ...more,
        KeyId: ids.foreign.key,
      })),
    ]),
    attack('Decrypt without a key', 'Decrypt', () => ({ CiphertextBlob: ids.foreign.cipher })),
    attack('Decrypt with an own key', 'Decrypt', () => ({
      CiphertextBlob: ids.foreign.cipher,
      KeyId: ids.own.key,
    })),
    attack('ReEncrypt of what is another’s', 'ReEncrypt', () => ({
      CiphertextBlob: ids.foreign.cipher,
      DestinationKeyId: ids.own.key,
    })),
    attack('ReEncrypt with an own KeyId', 'ReEncrypt', () => ({
      CiphertextBlob: ids.foreign.cipher,
      KeyId: ids.own.key,
      SourceKeyId: ids.own.key,
      DestinationKeyId: ids.own.key,
    })),
    attack('ReEncrypt to another’s', 'ReEncrypt', () => ({
      CiphertextBlob: ids.own.cipher,
      KeyId: ids.own.key,
      DestinationKeyId: ids.foreign.key,
    })),
    attack('CreateAlias of another’s', 'CreateAlias', () => ({
      AliasName: 'alias/planted',
      TargetKeyId: ids.foreign.key,
    })),
    attack('CreateAlias with an own KeyId', 'CreateAlias', () => ({
      AliasName: 'alias/planted',
      TargetKeyId: ids.foreign.key,
      KeyId: ids.own.key,
    })),
    attack('UpdateAlias of another’s to an own key', 'UpdateAlias', () => ({
      AliasName: 'alias/foreign',
      TargetKeyId: ids.own.key,
      KeyId: ids.own.key,
    })),
    attack('DeleteAlias of another’s', 'DeleteAlias', () => ({
      AliasName: 'alias/foreign',
      KeyId: ids.own.key,
    })),
  ];
});
const sessions: Partial<Record<'keeper' | 'gated', ReturnType<typeof assume>>> = {};

const functionState: State = (lake) =>
  body(
    ask(lake.account, lake.as.deployer, {
      service: 'lambda',
      method: 'GET',
      path: '/2015-03-31/functions/foreign-function',
    }),
  ).then((told) => told.replace(/"(?:LastModified|Date|date|x-\w+)": "[^"]*"/g, ''));
const FUNCTIONS: [string, string, string?][] = [
  ['GET', ''],
  ['DELETE', ''],
  ['GET', '/configuration'],
  ['PUT', '/configuration', '{"Description":"planted","FunctionName":"own-function"}'],
  ['PUT', '/code', '{"ZipFile":"","FunctionName":"own-function"}'],
  ['GET', '/policy'],
  [
    'POST',
    '/policy',
    '{"StatementId":"x","Action":"lambda:InvokeFunction","Principal":"*","FunctionName":"own-function"}',
  ],
  ['POST', '/versions', '{}'],
  ['GET', '/url'],
];
export const lambda: Attack<Lake>[] = ATTACKERS.flatMap((who) =>
  FUNCTIONS.flatMap(([method, more, text]) =>
    [
      'foreign-function',
      arn('lambda', 'function:foreign-function').replaceAll(':', '%3A'),
      'own-function/../foreign-function',
      '%66oreign-function',
      'foreign-function:$LATEST',
      `${ACCOUNT}:foreign-function`,
    ].flatMap((name, i) =>
      ['', '?FunctionName=own-function'].map((decoy) =>
        foreign(
          `lambda ${method} ${name}${more}${decoy}`,
          who,
          ({ account, as }) =>
            ask(account, as[who], {
              service: 'lambda',
              method,
              path: `/2015-03-31/functions/${name}${more}${decoy}`,
              body: text ?? '',
            }),
          method === 'GET' ? undefined : functionState,
          { lenient: i > 1, mend: mend('lambda') },
        ),
      ),
    ),
  ),
);
