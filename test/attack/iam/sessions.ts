import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { allow, deny } from '../../local/gateway/roles';
import { documented, OBJECTS, type PolicyCase, to, when } from './case';
import { SESSIONS, SINGLE_ACCOUNT, STS_API, TEMPORARY } from './pages';
import { assumeTarget, asTarget, encrypt, getObject, listRoles, listWorkGroups } from './probes';

const READ = [allow('s3:GetObject', OBJECTS)];
const ELSE = [allow('athena:*')];
const giveTo = (...who: string[]): object[] => [{ ...READ[0], ...to(...who) }];
const giveKeyTo = (...who: string[]): object[] => [
  { ...allow('kms:*'), ...to('<root>') },
  { ...allow('kms:Encrypt'), ...to(...who) },
];
const trustIn = (...who: string[]): object[] => [
  { Effect: 'Allow', Principal: { AWS: who }, Action: 'sts:AssumeRole' },
];

/** A session's policies must be policies. */
const NO_POLICIES: [name: string, text: string][] = [
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"*"'],
  ['a number', '1'],
  ['true', 'true'],
  ['an object without statements', '{}'],
  ['statements that are null', '{"Version":"2012-10-17","Statement":null}'],
  ['a statement without an effect', '{"Version":"2012-10-17","Statement":[{"Action":"*","Resource":"*"}]}'],
  [
    'another effect',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Permit","Action":"*","Resource":"*"}]}',
  ],
  [
    'a statement without an action',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}',
  ],
  ['a version that there is not', '{"Version":"2020-01-01","Statement":[]}'],
  [
    'an operator that there is not',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Equals":{"aws:userid":"x"}}}]}',
  ],
];

/** What is left of a role's rights in a session. */
export const sessions: PolicyCase[] = [
  ...documented(SESSIONS, [
    {
      name: 'what role and session both allow',
      identity: [allow('*')],
      sessionPolicy: READ,
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'what the role alone allows',
      identity: [allow('*')],
      sessionPolicy: READ,
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'what the session alone allows',
      identity: READ,
      sessionPolicy: [allow('*')],
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'a condition in the policy of a session that is not met',
      identity: READ,
      sessionPolicy: [allow('*', '*', when({ StringEquals: { 'aws:PrincipalAccount': '1' } }))],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'attached to the session: what role and session both allow',
      identity: [allow('*')],
      sessionPolicyArns: [READ],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'attached to the session: what the role alone allows',
      identity: [allow('*')],
      sessionPolicyArns: [READ],
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'attached to the session: what the session alone allows',
      identity: READ,
      sessionPolicyArns: [[allow('*')]],
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'attached to the session: a denial',
      identity: READ,
      sessionPolicyArns: [[allow('*'), deny('s3:GetObject')]],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'attached to the session: one of two denies',
      identity: READ,
      sessionPolicyArns: [[allow('*')], [deny('s3:GetObject')]],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'inline and attached: both allow',
      identity: READ,
      sessionPolicy: READ,
      sessionPolicyArns: [READ],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'inline and attached: neither allows',
      identity: [allow('*')],
      sessionPolicy: READ,
      sessionPolicyArns: [READ],
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'inline and attached: the attached one denies',
      identity: READ,
      sessionPolicy: READ,
      sessionPolicyArns: [[allow('*'), deny('s3:*')]],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a policy attached to the session that is not there',
      as: 'deployer',
      target: {},
      request: assumeTarget({ PolicyArns: [{ arn: 'arn:aws:iam::<account>:policy/none' }] }),
      expect: 'deny',
      refusal: /./,
    },
    {
      name: 'a narrowed session does not become another role',
      identity: [allow('*')],
      sessionPolicy: READ,
      target: {},
      request: assumeTarget(),
      expect: 'deny',
    },
    {
      name: 'a session narrowed by an attached policy does not become another role',
      identity: [allow('*')],
      sessionPolicyArns: [READ],
      target: {},
      request: assumeTarget(),
      expect: 'deny',
    },
    {
      name: 'a narrowed session becomes another role where its policy allows it',
      identity: [allow('*')],
      sessionPolicy: [allow('sts:AssumeRole', '<target>')],
      target: {},
      request: assumeTarget(),
      expect: 'allow',
    },
    {
      name: 'the new session has the rights of its role',
      identity: [allow('*')],
      sessionPolicy: [allow('sts:AssumeRole', '<target>')],
      target: { identity: ELSE },
      request: asTarget(listWorkGroups),
      expect: 'allow',
    },
    {
      name: 'the new session is narrowed by its own policy',
      identity: [allow('*')],
      target: { identity: [allow('*')] },
      request: asTarget(listRoles, { Policy: JSON.stringify({ Version: '2012-10-17', Statement: ELSE }) }),
      expect: 'deny',
    },
  ]),
  ...documented(SINGLE_ACCOUNT, [
    {
      name: 'a bucket that names the role does not reach over the policy of the session',
      sessionPolicy: ELSE,
      bucketPolicy: giveTo('<role>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the role, where the session allows it',
      sessionPolicy: READ,
      bucketPolicy: giveTo('<role>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a bucket that names the session reaches over its policy',
      sessionPolicy: ELSE,
      bucketPolicy: giveTo('<session>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a bucket that names another session',
      sessionPolicy: ELSE,
      bucketPolicy: giveTo('<session>s'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the session does not reach over a denial of its policy',
      sessionPolicy: [...ELSE, deny('s3:GetObject')],
      bucketPolicy: giveTo('<session>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the session does not reach over an attached denial',
      sessionPolicyArns: [[...ELSE, deny('s3:GetObject')]],
      bucketPolicy: giveTo('<session>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the role does not reach over a policy attached to the session',
      sessionPolicyArns: [ELSE],
      bucketPolicy: giveTo('<role>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the session does not reach over a denial of the role',
      identity: [deny('s3:GetObject')],
      bucketPolicy: giveTo('<session>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a key that names the role does not reach over the policy of the session',
      sessionPolicy: ELSE,
      keyPolicy: giveKeyTo('<role>'),
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'a key that names the session reaches over its policy',
      sessionPolicy: ELSE,
      keyPolicy: giveKeyTo('<session>'),
      request: encrypt(),
      expect: 'allow',
    },
    {
      name: 'a trust in the role does not reach over the policy of its session',
      sessionPolicy: ELSE,
      target: { trust: trustIn('<role>') },
      request: assumeTarget(),
      expect: 'deny',
    },
    {
      name: 'a trust in the session reaches over its policy',
      sessionPolicy: ELSE,
      target: { trust: trustIn('<session>') },
      request: assumeTarget(),
      expect: 'allow',
    },
  ]),
  ...documented(STS_API, [
    ...NO_POLICIES.map(([name, Policy]) => ({
      name: `the policy of a session is ${name}`,
      as: 'deployer' as const,
      target: { identity: [allow('*')] },
      request: assumeTarget({ Policy }),
      expect: 'deny' as const,
      refusal: /^MalformedPolicyDocument/,
    })),
    {
      name: 'who one is may be asked without any right',
      request: ({ sts }) => sts.send(new GetCallerIdentityCommand()),
      expect: 'allow',
    },
    {
      name: 'who one is may be asked under a denial',
      identity: [deny('*')],
      request: ({ sts }) => sts.send(new GetCallerIdentityCommand()),
      expect: 'allow',
    },
  ]),
  ...documented(TEMPORARY, [
    {
      name: 'the session of a user has the rights of the user',
      as: 'userSession',
      identity: READ,
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'the session of a user has the denials of the user',
      as: 'userSession',
      identity: [...READ, deny('s3:*')],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the session of a user without a second factor does not reach IAM',
      as: 'userSession',
      identity: [allow('*')],
      request: listRoles,
      expect: 'deny',
      refusal: /^(AccessDenied|InvalidClientTokenId)/,
    },
    {
      name: 'the session of a user may assume a role',
      as: 'userSession',
      identity: [allow('sts:AssumeRole')],
      target: {},
      request: assumeTarget(),
      expect: 'allow',
    },
  ]),
];
