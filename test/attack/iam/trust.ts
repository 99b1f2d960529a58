import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { allow, deny, policy } from '../../local/gateway/roles';
import { documented, type PolicyCase, when } from './case';
import {
  EXTERNAL_ID,
  IAM_KEYS,
  NOT_PRINCIPAL,
  PRINCIPAL,
  SESSION_TAGS,
  SINGLE_ACCOUNT,
  SOURCE_IDENTITY,
} from './pages';
import { assumeTarget } from './probes';

type Kind = 'Allow' | 'Deny';
const trust = (Principal: unknown, more: object = {}, Effect: Kind = 'Allow'): object => ({
  Effect,
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const role = { AWS: '<role>' };
const account = { AWS: '<root>' };
/** A trust in the caller under a condition. */
const trustIf = (condition: object, Action: string | string[] = 'sts:AssumeRole'): object[] => [
  trust(role, { Action, ...when(condition) }),
];
const MAY = [allow('sts:AssumeRole', '<target>')];

type Row = [name: string, statements: object[], 'allow' | 'deny', more?: Partial<PolicyCase>];
const request = (more: Partial<AssumeRoleCommandInput>) => ({ request: assumeTarget(more) });
const user = { as: 'user' } as const;

const principals: Row[] = [
  ['the role', [trust(role)], 'allow'],
  ['its session', [trust({ AWS: '<session>' })], 'allow'],
  ['another session of it', [trust({ AWS: '<session>s' })], 'deny'],
  [
    'another role, though the caller may',
    [trust({ AWS: 'arn:aws:iam::<account>:role/open/open-role' })],
    'deny',
    { identity: [allow('*')] },
  ],
  ['one of several', [trust({ AWS: ['arn:aws:iam::<account>:role/open/open-role', '<role>'] })], 'allow'],
  ['the user', [trust({ AWS: '<user>' })], 'allow', user],
  ['a user of the name of the role', [trust({ AWS: '<user>' })], 'deny', { identity: MAY }],
  ['the account, and the caller may', [trust(account)], 'allow', { identity: MAY }],
  ['the account, and the caller may not', [trust(account)], 'deny'],
  ['the account, and the user may not', [trust(account)], 'deny', user],
  [
    'the number of the account, and the caller may',
    [trust({ AWS: '<account>' })],
    'allow',
    { identity: MAY },
  ],
  ['the number of the account, and the caller may not', [trust({ AWS: '<account>' })], 'deny'],
  ['everybody, and the caller may', [trust('*')], 'allow', { identity: MAY }],
  ['everybody, and the caller is denied it', [trust('*')], 'deny', { identity: [deny('sts:*')] }],
  [
    'another account, though the caller may',
    [trust({ AWS: '210987654321' })],
    'deny',
    { identity: [allow('*')] },
  ],
  [
    'a service, though the caller may',
    [trust({ Service: 'glue.amazonaws.com' })],
    'deny',
    { identity: [allow('*')] },
  ],
  ['the role for another action', [trust(role, { Action: 'sts:AssumeRoleWithSAML' })], 'deny'],
  ['the role for all actions of STS', [trust(role, { Action: 'sts:*' })], 'allow'],
  ['the role, which is denied it', [trust(role)], 'deny', { identity: [deny('sts:AssumeRole', '<target>')] }],
  [
    'the account, and another role is allowed',
    [trust(account)],
    'deny',
    { identity: [allow('sts:AssumeRole', '<target>s')] },
  ],
  [
    'the account, and a pattern of roles is allowed',
    [trust(account)],
    'allow',
    { identity: [allow('sts:AssumeRole', 'arn:aws:iam::<account>:role/*-target')] },
  ],
  ['nobody', [trust({ AWS: 'arn:aws:iam::<account>:role/closed/closed-role' })], 'deny', { as: 'deployer' }],
];

const denials: Row[] = [
  ['the role', [trust(account), trust(role, {}, 'Deny')], 'deny'],
  ['the session', [trust(account), trust({ AWS: '<session>' }, {}, 'Deny')], 'deny'],
  ['everybody', [trust(role), trust('*', {}, 'Deny')], 'deny'],
  ['the account', [trust(role), trust(account, {}, 'Deny')], 'deny'],
  [
    'another role',
    [trust(account), trust({ AWS: 'arn:aws:iam::<account>:role/open/open-role' }, {}, 'Deny')],
    'allow',
  ],
  [
    'the role on a condition that is met',
    [trust(account), trust(role, when({ Bool: { 'aws:SecureTransport': 'true' } }), 'Deny')],
    'deny',
  ],
  [
    'the role on a condition that is not met',
    [trust(account), trust(role, when({ Bool: { 'aws:SecureTransport': 'false' } }), 'Deny')],
    'allow',
  ],
  [
    'everybody but for a tag that the caller has not',
    [trust(account), trust('*', when({ StringNotEquals: { 'aws:PrincipalTag/team': 'data' } }), 'Deny')],
    'deny',
  ],
  [
    'everybody but for a tag that the caller has',
    [trust(account), trust('*', when({ StringNotEquals: { 'aws:PrincipalTag/team': 'data' } }), 'Deny')],
    'allow',
    { principalTags: { team: 'data' } },
  ],
];

const external = trustIf({ StringEquals: { 'sts:ExternalId': 'secret' } });
const externals: Row[] = [
  ['the id', external, 'allow', request({ ExternalId: 'secret' })],
  ['another id', external, 'deny', request({ ExternalId: 'guess' })],
  ['no id', external, 'deny'],
  ['an id of another case', external, 'deny', request({ ExternalId: 'SECRET' })],
  ['Null false: no id', trustIf({ Null: { 'sts:ExternalId': 'false' } }), 'deny'],
  [
    'Null false: an id',
    trustIf({ Null: { 'sts:ExternalId': 'false' } }),
    'allow',
    request({ ExternalId: 'any' }),
  ],
  ['Null true: no id', trustIf({ Null: { 'sts:ExternalId': 'true' } }), 'allow'],
  [
    'a denial of other ids: no id',
    [trust(role), trust('*', when({ StringNotEquals: { 'sts:ExternalId': 'secret' } }), 'Deny')],
    'deny',
  ],
];

const SET = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
const TAG = ['sts:AssumeRole', 'sts:TagSession'];
const tagged = request({ Tags: [{ Key: 'team', Value: 'data' }] });
const byTag = trustIf({ StringEquals: { 'aws:RequestTag/team': 'data' } }, TAG);
const asName = (operator: string, name: string) => trustIf({ [operator]: { 'sts:RoleSessionName': name } });
const byArn = (pattern: string): object[] => [
  trust(account, when({ ArnLike: { 'aws:PrincipalArn': pattern } })),
];
const conditions: Row[] = [
  ['aws:PrincipalArn: the caller', byArn('arn:aws:iam::<account>:role/case*'), 'allow', { identity: MAY }],
  ['aws:PrincipalArn: others', byArn('arn:aws:iam::<account>:role/open/*'), 'deny', { identity: MAY }],
  [
    'aws:PrincipalTag: the tag',
    trustIf({ StringEquals: { 'aws:PrincipalTag/team': 'data' } }),
    'allow',
    { principalTags: { team: 'data' } },
  ],
  [
    'aws:PrincipalTag: another',
    trustIf({ StringEquals: { 'aws:PrincipalTag/team': 'data' } }),
    'deny',
    { principalTags: { team: 'web' } },
  ],
  ['aws:PrincipalTag: none', trustIf({ StringEquals: { 'aws:PrincipalTag/team': 'data' } }), 'deny'],
  ['sts:RoleSessionName: the name', asName('StringEquals', 'chained'), 'allow'],
  [
    'sts:RoleSessionName: another',
    asName('StringEquals', 'chained'),
    'deny',
    request({ RoleSessionName: 'other' }),
  ],
  ['sts:RoleSessionName: a pattern', asName('StringLike', 'ch*'), 'allow'],
  [
    'sts:RoleSessionName: the name of the user',
    [trust({ AWS: '<user>' }, when({ StringEquals: { 'sts:RoleSessionName': '${aws:username}' } }))],
    'allow',
    { ...user, ...request({ RoleSessionName: '<name>' }) },
  ],
  [
    'sts:RoleSessionName: not the name of the user',
    [trust({ AWS: '<user>' }, when({ StringEquals: { 'sts:RoleSessionName': '${aws:username}' } }))],
    'deny',
    { ...user, ...request({ RoleSessionName: 'ana' }) },
  ],
  ['aws:SourceIp: here', trustIf({ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }), 'allow'],
  ['aws:SourceIp: elsewhere', trustIf({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), 'deny'],
  ['aws:MultiFactorAuthPresent', trustIf({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), 'deny'],
  ['aws:CurrentTime: over', trustIf({ DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }), 'deny'],
];
const tags: Row[] = [
  ['a tag needs TagSession: allowed', [trust(role, { Action: TAG })], 'allow', tagged],
  ['a tag needs TagSession: not allowed', [trust(role)], 'deny', tagged],
  [
    'a tag needs TagSession: the caller is denied it',
    [trust(role, { Action: TAG })],
    'deny',
    { ...tagged, identity: [deny('sts:TagSession')] },
  ],
  ['aws:RequestTag: the tag', byTag, 'allow', tagged],
  ['aws:RequestTag: another', byTag, 'deny', request({ Tags: [{ Key: 'team', Value: 'web' }] })],
  ['aws:RequestTag: none', byTag, 'deny'],
  [
    'aws:TagKeys: one too many',
    trustIf({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }, TAG),
    'deny',
    request({ Tags: [{ Key: 'admin', Value: 'x' }] }),
  ],
];
const identities: Row[] = [
  [
    'it needs SetSourceIdentity: allowed',
    [trust(role, { Action: SET })],
    'allow',
    request({ SourceIdentity: 'ana' }),
  ],
  ['it needs SetSourceIdentity: not allowed', [trust(role)], 'deny', request({ SourceIdentity: 'ana' })],
  [
    'sts:SourceIdentity: the one',
    trustIf({ StringEquals: { 'sts:SourceIdentity': 'ana' } }, SET),
    'allow',
    request({ SourceIdentity: 'ana' }),
  ],
  [
    'sts:SourceIdentity: another',
    trustIf({ StringEquals: { 'sts:SourceIdentity': 'ana' } }, SET),
    'deny',
    request({ SourceIdentity: 'bob' }),
  ],
  ['sts:SourceIdentity: none', trustIf({ StringEquals: { 'sts:SourceIdentity': 'ana' } }, SET), 'deny'],
];

const cases = (title: string, rows: Row[], common: Partial<PolicyCase> = {}) =>
  rows.map(([name, statements, expect, more]) => ({
    name: `${title}: ${name}`,
    target: { trust: statements },
    request: assumeTarget(),
    expect,
    ...common,
    ...more,
  }));

/** Whom a role lets in. */
export const trustPolicies: PolicyCase[] = [
  ...documented(PRINCIPAL, cases('trust in', principals)),
  ...documented(SINGLE_ACCOUNT, cases('trust that denies', denials, { identity: MAY })),
  ...documented(EXTERNAL_ID, cases('an external id', externals)),
  ...documented(IAM_KEYS, cases('trust on a condition', conditions)),
  ...documented(SESSION_TAGS, cases('session tags', tags)),
  ...documented(SOURCE_IDENTITY, cases('a source identity', identities)),
  ...documented(NOT_PRINCIPAL, [
    {
      name: 'trust that denies all but another role: it is refused, or it denies',
      identity: MAY,
      target: {},
      request: async (scene) => {
        const others = { AWS: ['arn:aws:iam::<account>:role/open/open-role', '<root>'] };
        const denial = { Effect: 'Deny', NotPrincipal: others, Action: 'sts:AssumeRole' };
        await scene.asDeployer().iam.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: scene.names.targetName,
            PolicyDocument: policy(...scene.fill([trust(account), denial])),
          }),
        );
        return assumeTarget()(scene);
      },
      refusal: /^(AccessDenied|MalformedPolicyDocument)/,
      expect: 'deny',
    },
  ]),
  ...documented(PRINCIPAL, [
    {
      name: 'a role does not trust itself unless it says so',
      request: assumeTarget({ RoleArn: '<role>' }),
      expect: 'deny',
    },
    {
      name: 'a role in a path is assumed with it',
      target: { path: '/team/', trust: [trust(role)] },
      request: assumeTarget(),
      expect: 'allow',
    },
    {
      name: 'a role in a path is not assumed without it',
      target: { path: '/team/', trust: [trust(role)] },
      request: assumeTarget({ RoleArn: 'arn:aws:iam::<account>:role/<targetName>' }),
      expect: 'deny',
    },
  ]),
];
