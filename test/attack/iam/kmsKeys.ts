import { CreateAliasCommand, CreateGrantCommand, type GrantOperation } from '@aws-sdk/client-kms';
import { allow, deny } from '../../local/gateway/roles';
import { documented, type PolicyCase, type Probe, to, when } from './case';
import { GRANTS, KMS_ALIASES, KMS_KEYS } from './pages';
import { decrypt, encrypt } from './probes';

/** The policy that a key has by itself: it leaves all to IAM. */
const TO_IAM = { ...allow('kms:*'), ...to('<root>') };

/** Gives the case's key an alias first, as the deployer, and asks by it. */
const byAlias =
  (probe: (KeyId: string) => Probe, form: 'name' | 'arn' = 'name'): Probe =>
  async (scene) => {
    const AliasName = `alias/${scene.names.made}`;
    await scene.asDeployer().kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: scene.names.key }));
    const arn = scene.names.key.replace(/key\/.*/, AliasName);
    return probe(form === 'arn' ? arn : AliasName)(scene);
  };
const encryptWith = (KeyId: string): Probe => encrypt({ KeyId });

/** Grants an operation to the role first, as the deployer. */
const granted =
  (operation: GrantOperation, probe: Probe): Probe =>
  async (scene) => {
    const { key: KeyId, role: GranteePrincipal } = scene.names;
    const Operations = [operation];
    await scene.asDeployer().kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations }));
    return probe(scene);
  };

const CONTEXT = { EncryptionContext: { app: 'lake' } };
const inContext = (condition: object): object[] => [allow('kms:*', '<key>', when(condition))];

/** Keys by their aliases, conditions on them, and grants. */
export const kmsKeys: PolicyCase[] = [
  ...documented(KMS_ALIASES, [
    {
      name: 'by its alias, the key is what counts: allowed',
      keyTags: {},
      identity: [allow('kms:Encrypt', '<key>')],
      request: byAlias(encryptWith),
      expect: 'allow',
    },
    {
      name: 'by its alias, the key is what counts: the alias is allowed',
      keyTags: {},
      identity: [allow('kms:Encrypt', 'arn:aws:kms:us-east-1:<account>:alias/*')],
      request: byAlias(encryptWith),
      expect: 'deny',
    },
    ...(['name', 'arn'] as const).map((form) => ({
      name: `by the ${form} of its alias, the key is what counts: denied`,
      keyTags: {},
      identity: [allow('kms:*'), deny('kms:Encrypt', '<key>')],
      request: byAlias(encryptWith, form),
      expect: 'deny' as const,
    })),
    {
      name: 'by its alias, the key denies',
      identity: [allow('kms:*')],
      keyPolicy: [TO_IAM, { ...deny('kms:Encrypt'), ...to('<role>') }],
      request: byAlias(encryptWith),
      expect: 'deny',
    },
    {
      name: 'kms:RequestAlias: by the alias',
      keyTags: {},
      identity: inContext({ StringEquals: { 'kms:RequestAlias': 'alias/<made>' } }),
      request: byAlias(encryptWith),
      expect: 'allow',
    },
    {
      name: 'kms:RequestAlias: by the key itself',
      keyTags: {},
      identity: inContext({ StringEquals: { 'kms:RequestAlias': 'alias/<made>' } }),
      request: byAlias(() => encrypt()),
      expect: 'deny',
    },
    {
      name: 'kms:ResourceAliases: by the key itself',
      keyTags: {},
      identity: inContext({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/<made>' } }),
      request: byAlias(() => encrypt()),
      expect: 'allow',
    },
    {
      name: 'kms:ResourceAliases: another',
      keyTags: {},
      identity: inContext({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/other' } }),
      request: byAlias(() => encrypt()),
      expect: 'deny',
    },
    {
      name: 'an alias needs a right on the key, too',
      keyTags: {},
      identity: [allow('kms:CreateAlias', 'arn:aws:kms:us-east-1:<account>:alias/*')],
      request: ({ kms: client, names }) =>
        client.send(new CreateAliasCommand({ AliasName: `alias/${names.made}`, TargetKeyId: names.key })),
      expect: 'deny',
    },
  ]),
  ...documented(KMS_KEYS, [
    {
      name: 'kms:EncryptionContext: the value',
      identity: inContext({ StringEquals: { 'kms:EncryptionContext:app': 'lake' } }),
      request: encrypt(CONTEXT),
      expect: 'allow',
    },
    {
      name: 'kms:EncryptionContext: none',
      identity: inContext({ StringEquals: { 'kms:EncryptionContext:app': 'lake' } }),
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'kms:EncryptionContext: another value',
      identity: inContext({ StringEquals: { 'kms:EncryptionContext:app': 'web' } }),
      request: decrypt({}, 'withContext'),
      expect: 'deny',
    },
    {
      name: 'kms:EncryptionContext in a denial',
      identity: [
        allow('kms:*'),
        deny('kms:Decrypt', '*', when({ StringEquals: { 'kms:EncryptionContext:app': 'lake' } })),
      ],
      request: decrypt({}, 'withContext'),
      expect: 'deny',
    },
    {
      name: 'kms:EncryptionContextKeys: all are known',
      identity: inContext({ 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['app', 'x'] } }),
      request: encrypt(CONTEXT),
      expect: 'allow',
    },
    {
      name: 'kms:EncryptionContextKeys: one must be there',
      identity: inContext({ 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'team' } }),
      request: encrypt(CONTEXT),
      expect: 'deny',
    },
    {
      name: 'kms:CallerAccount: the account',
      identity: inContext({ StringEquals: { 'kms:CallerAccount': '<account>' } }),
      request: encrypt(),
      expect: 'allow',
    },
    {
      name: 'kms:ViaService: nobody but the caller',
      identity: inContext({ StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }),
      request: encrypt(),
      expect: 'deny',
    },
  ]),
  ...documented(GRANTS, [
    {
      name: 'a grant allows its operation',
      keyTags: {},
      request: granted('Decrypt', decrypt()),
      expect: 'allow',
    },
    { name: 'a grant allows no other', keyTags: {}, request: granted('Decrypt', encrypt()), expect: 'deny' },
    {
      name: 'a grant does not outweigh a denial',
      keyTags: {},
      identity: [deny('kms:Decrypt')],
      request: granted('Decrypt', decrypt()),
      expect: 'deny',
    },
  ]),
];
