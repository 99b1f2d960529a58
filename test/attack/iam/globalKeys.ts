import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, documented, EVERYBODY, OBJECTS, type PolicyCase, when } from './case';
import { authorization, GLOBAL, KMS_TAGS, S3_VPC, SECRET_POLICY, SESSION_TAGS, TAGS } from './pages';
import {
  asTarget,
  describeKey,
  encrypt,
  getObject,
  getRole,
  getSecret,
  getWorkGroup,
  listRoles,
  listWorkGroups,
  listWorkGroupsIn,
  publish,
} from './probes';

const may = (key: string, value: string | string[], operator = 'StringEquals'): object[] => [
  allow('*', '*', when({ [operator]: { [key]: value } })),
];
const mayNot = (key: string, value: string | string[], operator = 'StringEquals'): object[] => [
  allow('*'),
  deny('*', '*', when({ [operator]: { [key]: value } })),
];
const DATA = { team: 'data' };
const CHAIN = ['sts:AssumeRole', 'sts:TagSession'];

type Row = [name: string, identity: object[], 'allow' | 'deny', more?: Partial<PolicyCase>];
const rows: Row[] = [
  ['aws:PrincipalAccount: the account', may('aws:PrincipalAccount', '<account>'), 'allow'],
  ['aws:PrincipalAccount: another', may('aws:PrincipalAccount', '210987654321'), 'deny'],
  ['aws:PrincipalType: a session', may('aws:PrincipalType', 'AssumedRole'), 'allow'],
  ['aws:PrincipalType: a session is no user', may('aws:PrincipalType', 'User'), 'deny'],
  ['aws:PrincipalType: a user', may('aws:PrincipalType', 'User'), 'allow', { as: 'user' }],
  ['aws:PrincipalType: a user is no session', mayNot('aws:PrincipalType', 'User'), 'deny', { as: 'user' }],
  ['aws:userid: of a session ends in its name', may('aws:userid', 'AROA*:session', 'StringLike'), 'allow'],
  ['aws:userid: another session', may('aws:userid', 'AROA*:other', 'StringLike'), 'deny'],
  [
    'aws:userid in a denial of all sessions but one: the one',
    mayNot('aws:userid', '*:ana', 'StringNotLike'),
    'allow',
    { sessionName: 'ana' },
  ],
  [
    'aws:userid in a denial of all sessions but one: another',
    mayNot('aws:userid', '*:ana', 'StringNotLike'),
    'deny',
    { sessionName: 'bob' },
  ],
  ['aws:userid: of a user', may('aws:userid', 'AIDA*', 'StringLike'), 'allow', { as: 'user' }],
  ['aws:username: the user', may('aws:username', '<name>'), 'allow', { as: 'user' }],
  ['aws:username: another', may('aws:username', '<name>s'), 'deny', { as: 'user' }],
  ['aws:username: a session has none', may('aws:username', '<name>'), 'deny'],
  [
    'aws:username in a denial of all but some: a session has none',
    mayNot('aws:username', 'ana', 'StringNotEquals'),
    'deny',
  ],
  ['aws:RequestedRegion: this', may('aws:RequestedRegion', 'us-east-1'), 'allow'],
  ['aws:RequestedRegion: one of several', may('aws:RequestedRegion', ['eu-west-1', 'us-east-1']), 'allow'],
  ['aws:RequestedRegion: another', may('aws:RequestedRegion', 'eu-west-1'), 'deny'],
  ['aws:RequestedRegion in a denial', mayNot('aws:RequestedRegion', 'eu-west-1', 'StringNotEquals'), 'deny'],
  ['aws:PrincipalTag: of the role', may('aws:PrincipalTag/team', 'data'), 'allow', { principalTags: DATA }],
  ['aws:PrincipalTag: another value', may('aws:PrincipalTag/team', 'web'), 'deny', { principalTags: DATA }],
  ['aws:PrincipalTag: no tag', may('aws:PrincipalTag/team', 'data'), 'deny'],
  [
    'aws:PrincipalTag: of the user',
    may('aws:PrincipalTag/team', 'data'),
    'allow',
    { as: 'user', principalTags: DATA },
  ],
  [
    'aws:PrincipalTag in a denial: met',
    mayNot('aws:PrincipalTag/team', 'data'),
    'deny',
    { principalTags: DATA },
  ],
  [
    'aws:PrincipalTag in a denial of others: no tag',
    mayNot('aws:PrincipalTag/team', 'x', 'StringNotEquals'),
    'deny',
  ],
  [
    'aws:PrincipalTag in a denial of others: the tag',
    mayNot('aws:PrincipalTag/team', 'data', 'StringNotEquals'),
    'allow',
    { principalTags: DATA },
  ],
  ['aws:PrincipalOrgID: there is no organization', may('aws:PrincipalOrgID', 'o-1'), 'deny'],
  [
    'aws:PrincipalOrgID in a denial of others: there is no organization',
    mayNot('aws:PrincipalOrgID', 'o-1', 'StringNotEquals'),
    'deny',
  ],
  ['aws:SourceVpc: there is none', may('aws:SourceVpc', 'vpc-1'), 'deny'],
  ['aws:SourceIdentity: there is none', may('aws:SourceIdentity', 'ana'), 'deny'],
];

/** What every request brings: who asks, from where, by what and for what. */
export const globalKeys: PolicyCase[] = [
  ...documented(
    GLOBAL,
    rows.map(([name, identity, expect, more]) => ({
      name,
      identity,
      request: listWorkGroups,
      expect,
      ...more,
    })),
  ),
  ...documented(GLOBAL, [
    {
      name: 'aws:RequestedRegion: a request to another region',
      identity: may('aws:RequestedRegion', 'us-east-1'),
      request: listWorkGroupsIn('eu-west-1'),
      expect: 'deny',
    },
    {
      name: 'aws:RequestedRegion in a denial: a request to another region',
      identity: mayNot('aws:RequestedRegion', 'us-east-1', 'StringNotEquals'),
      request: listWorkGroupsIn('eu-west-1'),
      expect: 'deny',
    },
    {
      name: 'aws:RequestedRegion: IAM is in us-east-1',
      identity: may('aws:RequestedRegion', 'us-east-1'),
      request: listRoles,
      expect: 'allow',
    },
    ...(['lake-probe', 'other'] as const).map((agent) => ({
      name: `aws:UserAgent: ${agent}`,
      identity: may('aws:UserAgent', 'lake-*', 'StringLike'),
      request: userAgent(agent),
      expect: agent === 'other' ? ('deny' as const) : ('allow' as const),
    })),
    {
      name: 'aws:ResourceAccount: the account',
      identity: may('aws:ResourceAccount', '<account>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'aws:ResourceAccount: another',
      identity: may('aws:ResourceAccount', '210987654321'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'aws:PrincipalArn in a policy of a bucket',
      bucketPolicy: [
        {
          ...allow('s3:GetObject', OBJECTS, when({ ArnLike: { 'aws:PrincipalArn': '<role>' } })),
          ...EVERYBODY,
        },
      ],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'aws:PrincipalTag in a policy of a bucket',
      principalTags: { team: 'web' },
      identity: [allow('s3:*')],
      bucketPolicy: [
        {
          ...deny('s3:GetObject', OBJECTS, when({ StringNotEquals: { 'aws:PrincipalTag/team': 'data' } })),
          ...EVERYBODY,
        },
      ],
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(S3_VPC, [
    {
      name: 'a bucket for one VPC denies all other requests',
      identity: [allow('s3:*')],
      bucketPolicy: [
        {
          ...deny('s3:*', [BUCKET, OBJECTS], when({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })),
          Principal: '*',
        },
      ],
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(SESSION_TAGS, [
    {
      name: 'a tag of the session is one of the principal',
      sessionTags: DATA,
      identity: may('aws:PrincipalTag/team', 'data'),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'a tag of the session overrides that of the role',
      principalTags: DATA,
      sessionTags: { team: 'web' },
      identity: may('aws:PrincipalTag/team', 'data'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'tags of the role stay beside those of the session',
      principalTags: DATA,
      sessionTags: { cost: 'x' },
      identity: may('aws:PrincipalTag/team', 'data'),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'a transitive tag goes along a chain of roles',
      sessionTags: DATA,
      transitiveTags: ['team'],
      identity: [allow(CHAIN)],
      target: {
        trust: [{ Effect: 'Allow', Principal: { AWS: '<root>' }, Action: CHAIN }],
        identity: may('aws:PrincipalTag/team', 'data'),
      },
      request: asTarget(listWorkGroups),
      expect: 'allow',
    },
    {
      name: 'another tag ends with its session',
      sessionTags: DATA,
      identity: [allow(CHAIN)],
      target: {
        trust: [{ Effect: 'Allow', Principal: { AWS: '<root>' }, Action: CHAIN }],
        identity: may('aws:PrincipalTag/team', 'data'),
      },
      request: asTarget(listWorkGroups),
      expect: 'deny',
    },
  ]),
  ...documented(KMS_TAGS, [
    {
      name: 'aws:ResourceTag: of a key',
      keyTags: DATA,
      identity: may('aws:ResourceTag/team', 'data'),
      request: encrypt(),
      expect: 'allow',
    },
    {
      name: 'aws:ResourceTag: of a key, another value',
      keyTags: { team: 'web' },
      identity: may('aws:ResourceTag/team', 'data'),
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'aws:ResourceTag in a denial: of a key',
      keyTags: { team: 'secret' },
      identity: mayNot('aws:ResourceTag/team', 'secret'),
      request: describeKey(),
      expect: 'deny',
    },
  ]),
  ...documented(TAGS, [
    {
      name: 'aws:ResourceTag: of a topic',
      topicTags: DATA,
      identity: may('aws:ResourceTag/team', 'data'),
      request: publish(),
      expect: 'allow',
    },
    {
      name: 'aws:ResourceTag in a denial: of a topic',
      topicTags: DATA,
      identity: mayNot('aws:ResourceTag/team', 'data'),
      request: publish(),
      expect: 'deny',
    },
    {
      name: 'aws:ResourceTag as the tag of the principal: the same',
      principalTags: { team: 'open' },
      identity: may('aws:ResourceTag/team', '${aws:PrincipalTag/team}'),
      request: getWorkGroup('open'),
      expect: 'allow',
    },
    {
      name: 'aws:ResourceTag as the tag of the principal: another',
      principalTags: { team: 'open' },
      identity: may('aws:ResourceTag/team', '${aws:PrincipalTag/team}'),
      request: getWorkGroup('closed'),
      expect: 'deny',
    },
    {
      name: 'aws:ResourceTag in a denial: of a work group',
      identity: mayNot('aws:ResourceTag/team', 'closed'),
      request: getWorkGroup('closed'),
      expect: 'deny',
    },
  ]),
  ...documented(authorization('AWS Identity and Access Management'), [
    {
      name: 'aws:ResourceTag: of a role',
      identity: may('aws:ResourceTag/team', 'open'),
      request: getRole('open-role'),
      expect: 'allow',
    },
    {
      name: 'iam:ResourceTag in a denial: of a role',
      identity: mayNot('iam:ResourceTag/team', 'closed'),
      request: getRole('closed-role'),
      expect: 'deny',
    },
  ]),
  ...documented(SECRET_POLICY, [
    {
      name: 'aws:ResourceTag: of a secret',
      identity: may('aws:ResourceTag/team', 'open'),
      request: getSecret('open'),
      expect: 'allow',
    },
    {
      name: 'aws:ResourceTag in a denial: of a secret',
      identity: mayNot('aws:ResourceTag/team', 'closed'),
      request: getSecret('closed'),
      expect: 'deny',
    },
    {
      name: 'secretsmanager:ResourceTag: of a secret, another value',
      identity: may('secretsmanager:ResourceTag/team', 'open'),
      request: getSecret('closed'),
      expect: 'deny',
    },
  ]),
];

function userAgent(agent: string): PolicyCase['request'] {
  return (scene) =>
    scene.raw('iam', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': agent },
      body: 'Action=ListRoles&Version=2010-05-08',
    });
}
