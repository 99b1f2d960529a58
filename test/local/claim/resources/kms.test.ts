import { expect, test } from 'vitest';
import { KEY, keyArn, needed, OTHER_KEY } from './lookups';
import { expectRows } from './rows';

const key = keyArn(KEY);
const other = keyArn(OTHER_KEY);
const alias = 'arn:aws:kms:us-east-1:123456789012:alias';
const missing = keyArn('<missing>');
const blob = (text: string) => new TextEncoder().encode(text);
const ciphertext = blob(`${KEY}and more`);
const symmetric = '"kms:EncryptionAlgorithm":"SYMMETRIC_DEFAULT"';

expectRows('kms', [
  ['DisableKey', { KeyId: KEY }, [`kms:DisableKey ${key}`]],
  ['DisableKey', { KeyId: key }, [`kms:DisableKey ${key}`]],
  ['DisableKey', { KeyId: 'alias/data' }, [`kms:DisableKey ${key}`]],
  ['DisableKey', { KeyId: `${alias}/data` }, [`kms:DisableKey ${key}`]],
  ['DisableKey', { KeyId: 'none' }, [`kms:DisableKey ${keyArn('none')}`]],
  ['DisableKey', { KeyId: '*' }, [`kms:DisableKey ${keyArn('*')}`]],
  ['DisableKey', {}, [`kms:DisableKey ${missing}`]],
  ['DisableKey', { KeyId: 7 }, [`kms:DisableKey ${missing}`]],
  // moto takes the end of any ARN.
  [
    'DisableKey',
    { KeyId: `arn:aws:kms:eu-west-1:999999999999:key/${KEY}` },
    [`kms:DisableKey arn:aws:kms:eu-west-1:999999999999:key/${KEY}`, `kms:DisableKey ${key}`],
  ],
  ['DisableKey', { KeyId: `${keyArn(OTHER_KEY)}:key/${KEY}` }, 'NotFoundException'],
  ['DisableKey', { KeyId: `${keyArn(OTHER_KEY)}:alias/data` }, 'NotFoundException'],
  ['DisableKey', { KeyId: `arn:aws-x:kms:us-east-1:123456789012:key/${KEY}` }, 'NotFoundException'],
  ['DescribeKey', { KeyId: `${alias}/data` }, [`kms:DescribeKey ${key} {"kms:RequestAlias":"alias/data"}`]],
  [
    'Encrypt',
    { KeyId: 'alias/data', EncryptionContext: { team: 'sales', file: 'x' } },
    [
      `kms:Encrypt ${key} {"kms:RequestAlias":"alias/data",${symmetric},"kms:EncryptionContext:team":"sales","kms:EncryptionContext:file":"x","kms:EncryptionContextKeys":["team","file"]}`,
    ],
  ],
  [
    'Encrypt',
    { KeyId: 'alias/none' },
    [`kms:Encrypt ${missing} {"kms:RequestAlias":"alias/none",${symmetric}}`],
  ],
  ['Decrypt', { CiphertextBlob: ciphertext }, [`kms:Decrypt ${key} {${symmetric}}`]],
  ['Decrypt', { CiphertextBlob: ciphertext, KeyId: KEY }, [`kms:Decrypt ${key} {${symmetric}}`]],
  ['Decrypt', { CiphertextBlob: ciphertext, KeyId: OTHER_KEY }, 'IncorrectKeyException'],
  ['Decrypt', { CiphertextBlob: ciphertext, KeyId: 'alias/none' }, 'IncorrectKeyException'],
  ['Decrypt', { CiphertextBlob: blob('short') }, 'InvalidCiphertextException'],
  ['Decrypt', { CiphertextBlob: blob(`${KEY.replace('1', 'f')}and more`) }, 'InvalidCiphertextException'],
  ['Decrypt', { CiphertextBlob: `${KEY}and more` }, 'InvalidCiphertextException'],
  ['Decrypt', { KeyId: KEY }, 'InvalidCiphertextException'],
  [
    'ReEncrypt',
    {
      CiphertextBlob: ciphertext,
      SourceEncryptionContext: { a: '1' },
      DestinationKeyId: OTHER_KEY,
      DestinationEncryptionContext: { b: '2' },
    },
    [
      `kms:ReEncryptFrom ${key} {${symmetric},"kms:EncryptionContext:a":"1","kms:EncryptionContextKeys":["a"],"kms:ReEncryptOnSameKey":"false"}`,
      `kms:ReEncryptTo ${other} {${symmetric},"kms:EncryptionContext:b":"2","kms:EncryptionContextKeys":["b"],"kms:ReEncryptOnSameKey":"false"}`,
    ],
  ],
  [
    'ReEncrypt',
    { CiphertextBlob: ciphertext, SourceKeyId: OTHER_KEY, DestinationKeyId: KEY },
    'IncorrectKeyException',
  ],
  [
    'CreateAlias',
    { AliasName: 'alias/new', TargetKeyId: KEY },
    [`kms:CreateAlias ${alias}/new`, `kms:CreateAlias ${key}`],
  ],
  [
    'UpdateAlias',
    { AliasName: 'alias/data', TargetKeyId: OTHER_KEY },
    [`kms:UpdateAlias ${alias}/data`, `kms:UpdateAlias ${key}`, `kms:UpdateAlias ${other}`],
  ],
  [
    'DeleteAlias',
    { AliasName: 'alias/data', KeyId: OTHER_KEY },
    [`kms:DeleteAlias ${alias}/data`, `kms:DeleteAlias ${key}`],
  ],
  ['DeleteAlias', { AliasName: KEY }, [`kms:DeleteAlias ${alias}/<missing>`, `kms:DeleteAlias ${key}`]],
  [
    'CreateGrant',
    {
      KeyId: KEY,
      GranteePrincipal: 'arn:aws:iam::123456789012:role/reader',
      Operations: ['Decrypt', 'Encrypt'],
      Constraints: { EncryptionContextSubset: { team: 'sales' } },
    },
    [
      `kms:CreateGrant ${key} {"kms:GrantIsForAWSResource":"false","kms:GrantConstraintType":"EncryptionContextSubset","kms:EncryptionContext:team":"sales","kms:EncryptionContextKeys":["team"],"kms:GrantOperations":["Decrypt","Encrypt"],"kms:GranteePrincipal":"arn:aws:iam::123456789012:role/reader"}`,
    ],
  ],
  [
    'CreateKey',
    { KeySpec: 'RSA_2048', CustomerMasterKeySpec: 'HMAC_256', Tags: [{ TagKey: 'team', TagValue: 'sales' }] },
    [
      'kms:CreateKey * {"kms:BypassPolicyLockoutSafetyCheck":"false","aws:RequestTag/team":"sales","aws:TagKeys":["team"],"kms:KeySpec":"RSA_2048","kms:KeyUsage":"ENCRYPT_DECRYPT","kms:KeyOrigin":"AWS_KMS","kms:MultiRegion":"false"}',
      `kms:TagResource ${keyArn('<new>')} {"aws:RequestTag/team":"sales","aws:TagKeys":["team"]}`,
    ],
  ],
  ['RetireGrant', { KeyId: KEY, GrantId: 'g' }, [`kms:RetireGrant ${key}`]],
  ['RetireGrant', { KeyId: KEY, GrantToken: 't' }, [`kms:RetireGrant ${missing}`]],
  [
    'Sign',
    { KeyId: KEY, SigningAlgorithm: 'RSASSA_PSS_SHA_256' },
    [`kms:Sign ${key} {"kms:SigningAlgorithm":"RSASSA_PSS_SHA_256","kms:MessageType":"RAW"}`],
  ],
  ['UntagResource', { KeyId: KEY, TagKeys: ['team'] }, [`kms:UntagResource ${key} {"aws:TagKeys":["team"]}`]],
]);

test('every call tells whose it is', async () => {
  const [found] = await needed('kms', 'DisableKey', { KeyId: KEY });
  expect(found?.context).toEqual({ 'kms:CallerAccount': '123456789012' });
});
