import { AwsError } from '../../errors';
import type { ConditionValues, Destination } from '../authorization';
import { arnOf, isOurs, MISSING, parseArn } from './arn';
import { condition, entriesOf, listed, requestTags, tagKeys, told } from './conditions';
import { fields, text } from './members';
import { as, authorization, both, type Condition, on, onAll, operationsOf, type Rule, tagging } from './rule';
import type { Input, OperationResources, ResourceNames, ServiceResources } from './serviceResources';

/** An ARN of a key or of an alias; of any other text with `arn:` moto would take a part of its own choice. */
const RESOURCE = /^(?:key\/([\w-]+)|(alias\/[\w/-]+))$/;
/** moto's ciphertexts begin with the id of their key (`moto/kms/utils.py`). */
const KEY_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const KEY_ID_BYTES = 36;

const key = (at: Destination, id: string): string => arnOf('kms', at, `key/${id}`);

/**
 * The keys that a name (id, alias, or an ARN of either) stands for. moto looks only at the end of an ARN: one of another
 * account or region needs the right to what it says and to what moto would take.
 * @throws AwsError NotFoundException
 */
async function keysNamed(name: unknown, at: Destination, names: ResourceNames): Promise<string[]> {
  const given = text(name);
  if (given === undefined) return [key(at, MISSING)];
  if (!given.startsWith('arn:')) return [await keyOf(given, at, names)];
  const arn = parseArn(given);
  const [, id, alias] = arn?.service === 'kms' ? (RESOURCE.exec(arn.resource) ?? []) : [];
  const local = id ?? alias;
  if (arn === undefined || local === undefined)
    throw new AwsError('NotFoundException', `Invalid keyId ${given}`, 400);
  const ours = await keyOf(local, at, names);
  return isOurs(arn, at)
    ? [ours]
    : [key({ region: arn.region, accountId: arn.account }, id ?? MISSING), ours];
}

async function keyOf(name: string, at: Destination, names: ResourceNames): Promise<string> {
  return (await names.kmsKey(at.region, name)) ?? key(at, name.startsWith('alias/') ? MISSING : name);
}

/**
 * The key that a ciphertext was made with.
 * @param asked the key that the request names beside it
 * @throws AwsError InvalidCiphertextException, IncorrectKeyException
 */
async function keyOfCiphertext(
  ciphertext: unknown,
  asked: unknown,
  at: Destination,
  names: ResourceNames,
): Promise<string> {
  const id =
    ciphertext instanceof Uint8Array ? Buffer.from(ciphertext.slice(0, KEY_ID_BYTES)).toString('latin1') : '';
  const found = KEY_ID.test(id) ? await names.kmsKey(at.region, id) : undefined;
  if (found === undefined) throw new AwsError('InvalidCiphertextException', '', 400);
  const wanted = text(asked) === undefined ? [] : await keysNamed(asked, at, names);
  if (wanted.some((arn) => arn !== found))
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
      400,
    );
  return found;
}

const keyIn = (member: string) => (input: Input, at: Destination, names: ResourceNames) =>
  keysNamed(input[member], at, names);

const aliasIn = (input: Input, at: Destination): string => {
  const name = text(input.AliasName);
  return arnOf('kms', at, name?.startsWith('alias/') ? name : `alias/${MISSING}`);
};

/** `kms:RequestAlias`: the alias by which the request names its key. */
const requestAlias =
  (member = 'KeyId'): Condition =>
  (input) => {
    const [alias] = /(?<=^|^arn:aws:kms:[^:]*:[^:]*:)alias\/.*$/s.exec(text(input[member]) ?? '') ?? [];
    return condition('kms:RequestAlias', alias);
  };

const encryption =
  (context = 'EncryptionContext', algorithm = 'EncryptionAlgorithm'): Condition =>
  (input, at) => ({
    ...told('kms:EncryptionAlgorithm', algorithm, 'SYMMETRIC_DEFAULT')(input, at),
    ...entriesOf(input[context], 'kms:EncryptionContext:', 'kms:EncryptionContextKeys'),
  });

const grant: Condition = ({ Constraints }): ConditionValues => {
  const [type, context] = Object.entries(fields(Constraints))[0] ?? [];
  return {
    'kms:GrantIsForAWSResource': 'false',
    ...(type !== undefined && {
      'kms:GrantConstraintType': type,
      ...entriesOf(context, 'kms:EncryptionContext:', 'kms:EncryptionContextKeys'),
    }),
  };
};

const onKey = (...conditions: Condition[]): Rule => on(keyIn('KeyId'), ...conditions);
const signing: Rule = onKey(
  requestAlias(),
  told('kms:SigningAlgorithm', 'SigningAlgorithm'),
  told('kms:MessageType', 'MessageType', 'RAW'),
);
const mac: Rule = onKey(requestAlias(), told('kms:MacAlgorithm', 'MacAlgorithm'));
const bypass = told('kms:BypassPolicyLockoutSafetyCheck', 'BypassPolicyLockoutSafetyCheck', 'false');
const dataKey: Rule = onKey(requestAlias(), encryption());

/** The alias, the key that it leads to now, and the key that it shall lead to ("Controlling access to aliases"). */
const onAlias = (...keys: string[]): Rule => both(on(aliasIn), ...keys.map((member) => on(keyIn(member))));

const decrypt: Rule = (action) => async (input, at, names) => {
  const found = await keyOfCiphertext(input.CiphertextBlob, input.KeyId, at, names);
  return [authorization(action, found, { ...requestAlias()(input, at), ...encryption()(input, at) })];
};

const reEncrypt: Rule = () => async (input, at, names) => {
  const from = await keyOfCiphertext(input.CiphertextBlob, input.SourceKeyId, at, names);
  const to = await keysNamed(input.DestinationKeyId, at, names);
  const same = { 'kms:ReEncryptOnSameKey': String(to.every((arn) => arn === from)) };
  const source = encryption('SourceEncryptionContext', 'SourceEncryptionAlgorithm')(input, at);
  const target = encryption('DestinationEncryptionContext', 'DestinationEncryptionAlgorithm')(input, at);
  return [
    authorization('kms:ReEncryptFrom', from, {
      ...requestAlias('SourceKeyId')(input, at),
      ...source,
      ...same,
    }),
    ...to.map((arn) =>
      authorization('kms:ReEncryptTo', arn, {
        ...requestAlias('DestinationKeyId')(input, at),
        ...target,
        ...same,
      }),
    ),
  ];
};

/** Who calls is always of the account of the key. */
const withCallerAccount = (
  operations: Record<string, OperationResources>,
): Record<string, OperationResources> =>
  Object.fromEntries(
    Object.entries(operations).map(([name, needed]): [string, OperationResources] => [
      name,
      async (input, at, names) =>
        (await needed(input, at, names)).map((one) =>
          one.resource === '*'
            ? one
            : { ...one, context: { ...one.context, 'kms:CallerAccount': at.accountId } },
        ),
    ]),
  );

/** AWS KMS. Source: Service Authorization Reference, "AWS Key Management Service". */
export const kmsResources: ServiceResources = {
  service: 'kms',
  operations: withCallerAccount(
    operationsOf('kms:', {
      CancelKeyDeletion: onKey(),
      CreateAlias: onAlias('TargetKeyId'),
      CreateGrant: onKey(
        grant,
        listed('kms:GrantOperations', 'Operations'),
        told('kms:GranteePrincipal', 'GranteePrincipal'),
        told('kms:RetiringPrincipal', 'RetiringPrincipal'),
      ),
      CreateKey: both(
        onAll(
          bypass,
          requestTags('Tags'),
          told('kms:KeySpec', 'CustomerMasterKeySpec', 'SYMMETRIC_DEFAULT'),
          told('kms:KeySpec', 'KeySpec'),
          told('kms:KeyUsage', 'KeyUsage', 'ENCRYPT_DECRYPT'),
          told('kms:KeyOrigin', 'Origin', 'AWS_KMS'),
          told('kms:MultiRegion', 'MultiRegion', 'false'),
        ),
        tagging('Tags', 'kms:TagResource', (_, at) => key(at, '<new>')),
      ),
      Decrypt: decrypt,
      DeleteAlias: onAlias('AliasName'),
      DescribeKey: onKey(requestAlias()),
      DisableKey: onKey(),
      DisableKeyRotation: onKey(),
      EnableKey: onKey(),
      EnableKeyRotation: onKey(told('kms:RotationPeriodInDays', 'RotationPeriodInDays')),
      Encrypt: onKey(requestAlias(), encryption()),
      GenerateDataKey: dataKey,
      GenerateDataKeyWithoutPlaintext: dataKey,
      GenerateMac: mac,
      GenerateRandom: onAll(),
      GetKeyPolicy: onKey(),
      GetKeyRotationStatus: onKey(),
      GetPublicKey: onKey(requestAlias()),
      ListAliases: onAll(),
      ListGrants: onKey(),
      ListKeyPolicies: onKey(),
      ListKeyRotations: onKey(),
      ListKeys: onAll(),
      ListResourceTags: onKey(),
      ListRetirableGrants: onAll(),
      PutKeyPolicy: onKey(bypass),
      ReEncrypt: reEncrypt,
      ReplicateKey: both(
        onKey(told('kms:ReplicaRegion', 'ReplicaRegion')),
        as('kms:CreateKey', onAll(requestTags('Tags'))),
        tagging('Tags', 'kms:TagResource', keyIn('KeyId')),
      ),
      // A token alone does not tell its key, and moto prefers it to the key that is named.
      RetireGrant: on((input, at, names) =>
        text(input.GrantToken) === undefined ? keysNamed(input.KeyId, at, names) : key(at, MISSING),
      ),
      RevokeGrant: onKey(),
      RotateKeyOnDemand: onKey(),
      ScheduleKeyDeletion: onKey(
        told('kms:ScheduleKeyDeletionPendingWindowInDays', 'PendingWindowInDays', '30'),
      ),
      Sign: signing,
      TagResource: onKey(requestTags('Tags')),
      UntagResource: onKey(tagKeys('TagKeys')),
      UpdateAlias: onAlias('AliasName', 'TargetKeyId'),
      UpdateKeyDescription: onKey(),
      Verify: signing,
      VerifyMac: mac,
    }),
  ),
};
