import {
  GenerateDataKeyCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { allow, deny, policy } from '../../local/gateway/roles';
import { documented, type PolicyCase, type Probe, to, when } from './case';
import { DEFAULT_KEY_POLICY, KEY_POLICY, KMS_PERMISSIONS } from './pages';
import { decrypt, describeKey, encrypt } from './probes';
import { makeKey } from './stage';

/** The policy that a key has by itself: it leaves all to IAM. */
const TO_IAM = { ...allow('kms:*'), ...to('<root>') };
const toOther = (Action: string) => ({
  ...allow(Action),
  ...to('arn:aws:iam::<account>:role/open/open-role'),
});

/** Another key, for what the case's key must not be taken for. */
const withOther =
  (probe: (other: string) => Probe): Probe =>
  async (scene) =>
    probe((await makeKey(scene.asDeployer())).arn)(scene);
const reEncrypt: Probe = withOther(
  (DestinationKeyId) =>
    ({ kms, ciphertext }) =>
      kms.send(new ReEncryptCommand({ CiphertextBlob: ciphertext.plain, DestinationKeyId })),
);
const SOME_KEY = 'arn:aws:kms:us-east-1:<account>:key/';

/** Keys: their own policy decides first. */
export const kms: PolicyCase[] = [
  ...documented(DEFAULT_KEY_POLICY, [
    {
      name: 'the key leaves it to IAM: allowed',
      identity: [allow('kms:Encrypt', '<key>')],
      request: encrypt(),
      expect: 'allow',
    },
    { name: 'the key leaves it to IAM: not allowed', request: encrypt(), expect: 'deny' },
    {
      name: 'the key leaves it to IAM: another key is allowed',
      identity: [allow('kms:Encrypt', `${SOME_KEY}none`)],
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'the key leaves one action to IAM: that',
      identity: [allow('kms:*')],
      keyPolicy: [{ ...TO_IAM, Action: 'kms:Describe*' }],
      request: describeKey(),
      expect: 'allow',
    },
    {
      name: 'the key leaves one action to IAM: another',
      identity: [allow('kms:*')],
      keyPolicy: [{ ...TO_IAM, Action: 'kms:Describe*' }],
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'the key does not leave it to IAM',
      identity: [allow('*')],
      keyPolicy: [toOther('kms:*')],
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'the key does not leave it to IAM, for a user either',
      as: 'user',
      identity: [allow('*')],
      keyPolicy: [toOther('kms:*')],
      request: decrypt(),
      expect: 'deny',
    },
    {
      name: 'the key does not know the deployer',
      as: 'deployer',
      keyPolicy: [toOther('kms:*')],
      request: encrypt(),
      expect: 'deny',
    },
  ]),
  ...documented(KEY_POLICY, [
    {
      name: 'the key names the role, which needs no policy',
      keyPolicy: [{ ...allow('kms:Encrypt'), ...to('<role>') }],
      request: encrypt(),
      expect: 'allow',
    },
    {
      name: 'the key names the user, which needs no policy',
      as: 'user',
      keyPolicy: [{ ...allow('kms:Encrypt'), ...to('<user>') }],
      request: encrypt(),
      expect: 'allow',
    },
    {
      name: 'the key names the role for another action',
      keyPolicy: [{ ...allow('kms:Encrypt'), ...to('<role>') }],
      request: decrypt(),
      expect: 'deny',
    },
    {
      name: 'the role is denied what the key allows',
      identity: [deny('kms:Encrypt')],
      keyPolicy: [{ ...allow('kms:*'), ...to('<role>') }],
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'the key denies everybody, the deployer, too',
      as: 'deployer',
      keyPolicy: [TO_IAM, { ...deny('kms:Decrypt'), ...to('*') }],
      request: decrypt(),
      expect: 'deny',
    },
    {
      name: 'the key denies the deployer a change of its policy',
      as: 'deployer',
      keyPolicy: [TO_IAM, { ...deny('kms:PutKeyPolicy'), ...to('*') }],
      request: (scene) =>
        scene.kms.send(
          new PutKeyPolicyCommand({
            KeyId: scene.names.key,
            PolicyName: 'default',
            Policy: policy(scene.fill(TO_IAM)),
          }),
        ),
      expect: 'deny',
    },
    {
      name: 'the key denies who is not of some role',
      identity: [allow('kms:*')],
      keyPolicy: [
        TO_IAM,
        {
          ...deny(
            'kms:*',
            '*',
            when({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::<account>:role/open/*' } }),
          ),
          ...to('*'),
        },
      ],
      request: encrypt(),
      expect: 'deny',
    },
  ]),
  ...documented(KMS_PERMISSIONS, [
    {
      name: 'Decrypt without a key: allowed on its key',
      identity: [allow('kms:Decrypt', '<key>')],
      request: decrypt(),
      expect: 'allow',
    },
    {
      name: 'Decrypt without a key: allowed on another',
      identity: [allow('kms:Decrypt', `${SOME_KEY}none`)],
      request: decrypt(),
      expect: 'deny',
    },
    {
      name: 'Decrypt without a key: denied on its key',
      identity: [allow('kms:*'), deny('kms:Decrypt', '<key>')],
      request: decrypt(),
      expect: 'deny',
    },
    {
      name: 'Decrypt without a key: its key denies',
      identity: [allow('kms:*')],
      keyPolicy: [TO_IAM, { ...deny('kms:Decrypt'), ...to('<role>') }],
      request: decrypt(),
      expect: 'deny',
    },
    {
      name: 'Decrypt without a key: its key names the role',
      keyPolicy: [{ ...allow('kms:Decrypt'), ...to('<role>') }],
      request: decrypt(),
      expect: 'allow',
    },
    {
      name: 'Decrypt by another key that is allowed',
      identity: [allow('kms:*'), deny('kms:Decrypt', '<key>')],
      request: withOther((KeyId) => decrypt({ KeyId })),
      expect: 'deny',
      refusal: /^(AccessDenied|IncorrectKey)/,
    },
    {
      name: 'ReEncrypt needs both: both',
      identity: [allow(['kms:ReEncryptFrom', 'kms:ReEncryptTo'])],
      request: reEncrypt,
      expect: 'allow',
    },
    {
      name: 'ReEncrypt needs both: the new key only',
      identity: [allow('kms:ReEncryptTo')],
      request: reEncrypt,
      expect: 'deny',
    },
    {
      name: 'ReEncrypt needs both: the old key only',
      identity: [allow('kms:ReEncryptFrom')],
      request: reEncrypt,
      expect: 'deny',
    },
    {
      name: 'ReEncrypt from a key that is denied',
      identity: [allow('kms:*'), deny('kms:*', '<key>')],
      request: reEncrypt,
      expect: 'deny',
    },
    {
      name: 'a data key needs its own action',
      identity: [allow(['kms:Encrypt', 'kms:Decrypt'])],
      request: ({ kms: client, names }) =>
        client.send(new GenerateDataKeyCommand({ KeyId: names.key, KeySpec: 'AES_256' })),
      expect: 'deny',
    },
    {
      name: 'listing keys is on all of them',
      identity: [allow('kms:ListKeys', '<key>')],
      request: ({ kms: client }) => client.send(new ListKeysCommand()),
      expect: 'deny',
    },
    {
      name: 'listing keys',
      identity: [allow('kms:ListKeys')],
      request: ({ kms: client }) => client.send(new ListKeysCommand()),
      expect: 'allow',
    },
  ]),
];
