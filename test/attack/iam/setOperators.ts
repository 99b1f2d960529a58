import { allow, deny } from '../../local/gateway/roles';
import { documented, type PolicyCase, when } from './case';
import { authorization, GLOBAL, OPERATORS, SETS, TAGS } from './pages';
import { getObject, list, listWorkGroups, makeRole, tagTopic } from './probes';

/** Tagging the topic of the case under conditions on the keys of the tags. */
const tagIf = (condition: object): object[] => [allow('sns:TagResource', '<topic>', when(condition))];
const notTagIf = (condition: object): object[] => [
  allow('sns:TagResource'),
  deny('sns:TagResource', '*', when(condition)),
];
const keys = (operator: string, value: string | string[]) => ({ [operator]: { 'aws:TagKeys': value } });

const ONLY_KNOWN = tagIf(keys('ForAllValues:StringEquals', ['team', 'cost']));
const SOME_KNOWN = tagIf(keys('ForAnyValue:StringEquals', ['team', 'cost']));
const NO_SECRET = notTagIf(keys('ForAnyValue:StringEquals', 'secret'));

type Row = [name: string, identity: object[], tags: string[], 'allow' | 'deny'];
const rows: Row[] = [
  ['ForAllValues: one of them', ONLY_KNOWN, ['team'], 'allow'],
  ['ForAllValues: all of them', ONLY_KNOWN, ['team', 'cost'], 'allow'],
  ['ForAllValues: one that is not among them', ONLY_KNOWN, ['team', 'else'], 'deny'],
  ['ForAllValues: none of them', ONLY_KNOWN, ['else'], 'deny'],
  ['ForAllValues: other case', ONLY_KNOWN, ['Team'], 'deny'],
  ['ForAnyValue: one of them', SOME_KNOWN, ['team', 'else'], 'allow'],
  ['ForAnyValue: none of them', SOME_KNOWN, ['else'], 'deny'],
  ['ForAnyValue in a denial: one of them', NO_SECRET, ['team', 'secret'], 'deny'],
  ['ForAnyValue in a denial: none of them', NO_SECRET, ['team'], 'allow'],
  ['ForAllValues:StringLike: all', tagIf(keys('ForAllValues:StringLike', 't*')), ['team', 'to'], 'allow'],
  [
    'ForAllValues:StringLike: not all',
    tagIf(keys('ForAllValues:StringLike', 't*')),
    ['team', 'cost'],
    'deny',
  ],
  ['ForAnyValue:StringLike: one', tagIf(keys('ForAnyValue:StringLike', 'c*')), ['team', 'cost'], 'allow'],
  [
    'ForAllValues:StringEqualsIgnoreCase',
    tagIf(keys('ForAllValues:StringEqualsIgnoreCase', 'team')),
    ['TEAM'],
    'allow',
  ],
  [
    'ForAllValues:StringNotEquals: none is the forbidden one',
    tagIf(keys('ForAllValues:StringNotEquals', 'secret')),
    ['team', 'cost'],
    'allow',
  ],
  [
    'ForAllValues:StringNotEquals: one is the forbidden one',
    tagIf(keys('ForAllValues:StringNotEquals', 'secret')),
    ['team', 'secret'],
    'deny',
  ],
  ['ForAllValues:StringNotLike', tagIf(keys('ForAllValues:StringNotLike', 'aws*')), ['awsx'], 'deny'],
];

/** Conditions on keys with several values. */
export const setOperators: PolicyCase[] = [
  ...documented(
    SETS,
    rows.map(([name, identity, tags, expect]) => ({
      name: `${name}: ${tags}`,
      identity,
      topicTags: {},
      request: tagTopic(Object.fromEntries(tags.map((tag) => [tag, 'x']))),
      expect,
    })),
  ),
  ...documented(SETS, [
    {
      name: 'ForAllValues is met when the key is not there',
      identity: [allow('iam:CreateRole', '*', when(keys('ForAllValues:StringEquals', 'team')))],
      request: makeRole(),
      expect: 'allow',
    },
    {
      name: 'ForAllValues beside Null: the key must be there',
      identity: [
        allow('iam:CreateRole', '*', {
          Condition: {
            'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' },
            Null: { 'aws:TagKeys': 'false' },
          },
        }),
      ],
      request: makeRole(),
      expect: 'deny',
    },
    {
      name: 'ForAnyValue is not met when the key is not there',
      identity: [allow('iam:CreateRole', '*', when(keys('ForAnyValue:StringEquals', 'team')))],
      request: makeRole(),
      expect: 'deny',
    },
    {
      name: 'ForAnyValue in a denial does not count when the key is not there',
      identity: [
        allow('athena:*'),
        deny('*', '*', when({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } })),
      ],
      request: listWorkGroups,
      expect: 'allow',
    },
  ]),
  ...documented(OPERATORS, [
    {
      name: 'Null true: the key is not there',
      identity: [allow('s3:ListBucket', '*', when({ Null: { 's3:prefix': 'true' } }))],
      request: list(),
      expect: 'allow',
    },
    {
      name: 'Null true: the key is there',
      identity: [allow('s3:ListBucket', '*', when({ Null: { 's3:prefix': 'true' } }))],
      request: list('open/'),
      expect: 'deny',
    },
    {
      name: 'Null false: the key is there',
      identity: [allow('s3:ListBucket', '*', when({ Null: { 's3:prefix': 'false' } }))],
      request: list('open/'),
      expect: 'allow',
    },
    {
      name: 'Null false: the key is not there',
      identity: [allow('s3:ListBucket', '*', when({ Null: { 's3:prefix': 'false' } }))],
      request: list(),
      expect: 'deny',
    },
    {
      name: 'Null tells keys of users from sessions: a key',
      as: 'user',
      identity: [allow('s3:*', '*', when({ Null: { 'aws:TokenIssueTime': 'true' } }))],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'Null tells keys of users from sessions: a session',
      identity: [allow('s3:*', '*', when({ Null: { 'aws:TokenIssueTime': 'true' } }))],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'Null false of a tag that the role has',
      principalTags: { team: 'data' },
      identity: [allow('s3:*', '*', when({ Null: { 'aws:PrincipalTag/team': 'false' } }))],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'Null false of a tag that the role has not',
      principalTags: { cost: 'data' },
      identity: [allow('s3:*', '*', when({ Null: { 'aws:PrincipalTag/team': 'false' } }))],
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(TAGS, [
    {
      name: 'aws:RequestTag: the value that is asked for',
      identity: tagIf({ StringEquals: { 'aws:RequestTag/team': 'data' } }),
      topicTags: {},
      request: tagTopic({ team: 'data' }),
      expect: 'allow',
    },
    {
      name: 'aws:RequestTag: another value',
      identity: tagIf({ StringEquals: { 'aws:RequestTag/team': 'data' } }),
      topicTags: {},
      request: tagTopic({ team: 'web' }),
      expect: 'deny',
    },
    {
      name: 'aws:RequestTag: another tag',
      identity: tagIf({ StringEquals: { 'aws:RequestTag/team': 'data' } }),
      topicTags: {},
      request: tagTopic({ cost: 'data' }),
      expect: 'deny',
    },
    {
      name: 'aws:RequestTag in a denial of other values',
      identity: notTagIf({ StringNotEquals: { 'aws:RequestTag/team': 'data' } }),
      topicTags: {},
      request: tagTopic({ cost: 'data' }),
      expect: 'deny',
    },
  ]),
  ...documented(authorization('AWS Identity and Access Management'), [
    {
      name: 'a new role must have a tag: it has',
      identity: [
        allow(['iam:CreateRole', 'iam:TagRole'], '*', when({ StringLike: { 'aws:RequestTag/team': '*' } })),
      ],
      request: makeRole({ Tags: [{ Key: 'team', Value: 'data' }] }),
      expect: 'allow',
    },
    {
      name: 'a new role must have a tag: it has none',
      identity: [
        allow(['iam:CreateRole', 'iam:TagRole'], '*', when({ StringLike: { 'aws:RequestTag/team': '*' } })),
      ],
      request: makeRole(),
      expect: 'deny',
    },
    {
      name: 'a new role may have some tags only',
      identity: [
        allow(['iam:CreateRole', 'iam:TagRole'], '*', when(keys('ForAllValues:StringEquals', ['team']))),
      ],
      request: makeRole({ Tags: [{ Key: 'admin', Value: 'yes' }] }),
      expect: 'deny',
    },
  ]),
  ...documented(GLOBAL, [
    {
      name: 'aws:TagKeys in a denial of a tag on a new role',
      identity: [allow('iam:*'), deny('iam:*', '*', when(keys('ForAnyValue:StringLike', ['admin*'])))],
      request: makeRole({
        Tags: [
          { Key: 'team', Value: 'x' },
          { Key: 'admin', Value: 'yes' },
        ],
      }),
      expect: 'deny',
    },
  ]),
];
