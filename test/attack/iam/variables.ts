import { allow, deny, policy } from '../../local/gateway/roles';
import { BUCKET, documented, type PolicyCase, when } from './case';
import { SESSION_TAGS, TAGS, VARIABLES, VERSION } from './pages';
import { asTarget, getObject, list, putObject } from './probes';

/** Writing below a folder whose name is a variable. */
const writeBelow = (folder: string): object[] => [allow('s3:PutObject', `${BUCKET}/${folder}/*`)];
const prefix = (value: string, operator = 'StringEquals'): object[] => [
  allow('s3:ListBucket', BUCKET, when({ [operator]: { 's3:prefix': value } })),
];
const TEAM = writeBelow('${aws:PrincipalTag/team}');
const TEAM_OR_NONE = writeBelow("${aws:PrincipalTag/team, 'none'}");
const data = { team: 'data' };

/** The document of an older version of the language, whose texts hold no variables. */
const older = (Version: string | undefined, ...Statement: object[]): object => ({
  ...(Version && { Version }),
  Statement,
});
const HOME = allow('s3:PutObject', `${BUCKET}/home/\${aws:username}/*`);

/** Texts that are filled in when a request is decided. */
export const variables: PolicyCase[] = [
  ...documented(VARIABLES, [
    {
      name: '${aws:username}: the folder of the user',
      as: 'user',
      identity: [HOME],
      request: putObject('home/<name>/x'),
      expect: 'allow',
    },
    {
      name: '${aws:username}: the folder of another',
      as: 'user',
      identity: [HOME],
      request: putObject('home/other/x'),
      expect: 'deny',
    },
    {
      name: '${aws:username}: a longer name',
      as: 'user',
      identity: [HOME],
      request: putObject('home/<name>s/x'),
      expect: 'deny',
    },
    {
      name: '${aws:username}: of a user in a path, its name alone',
      as: 'user',
      path: '/team/',
      identity: [HOME],
      request: putObject('home/<name>/x'),
      expect: 'allow',
    },
    {
      name: '${aws:username}: a session of a role has none',
      identity: [HOME],
      request: putObject('home/<name>/x'),
      expect: 'deny',
    },
    {
      name: '${aws:username}: without a value, it is not an empty text',
      identity: [HOME],
      request: putObject('home//x'),
      expect: 'deny',
    },
    {
      name: '${aws:username}: without a value, it is not its own text',
      identity: [HOME],
      request: putObject('home/${aws:username}/x'),
      expect: 'deny',
    },
    {
      name: '${aws:username} in a condition',
      as: 'user',
      identity: prefix('home/${aws:username}/'),
      request: list('home/<name>/'),
      expect: 'allow',
    },
    {
      name: '${aws:username} in a pattern of a condition: another',
      as: 'user',
      identity: prefix('home/${aws:username}/*', 'StringLike'),
      request: list('home/other/'),
      expect: 'deny',
    },
    {
      name: '${aws:PrincipalTag/x}: as the role is tagged',
      principalTags: data,
      identity: TEAM,
      request: putObject('data/x'),
      expect: 'allow',
    },
    {
      name: '${aws:PrincipalTag/x}: otherwise',
      principalTags: data,
      identity: TEAM,
      request: putObject('web/x'),
      expect: 'deny',
    },
    {
      name: '${aws:PrincipalTag/x}: of a user',
      as: 'user',
      principalTags: data,
      identity: TEAM,
      request: putObject('data/x'),
      expect: 'allow',
    },
    {
      name: '${aws:PrincipalTag/x}: no such tag',
      principalTags: { cost: 'data' },
      identity: TEAM,
      request: putObject('data/x'),
      expect: 'deny',
    },
    {
      name: '${aws:PrincipalTag/x}: a dot in its value is a dot',
      principalTags: { team: 'd.ta' },
      identity: TEAM,
      request: putObject('data/x'),
      expect: 'deny',
    },
    {
      name: '${aws:PrincipalTag/x} in a denial of all but the own folder: the own',
      principalTags: data,
      identity: [
        allow('s3:PutObject'),
        { Effect: 'Deny', Action: 's3:PutObject', NotResource: `${BUCKET}/\${aws:PrincipalTag/team}/*` },
      ],
      request: putObject('data/x'),
      expect: 'allow',
    },
    {
      name: '${aws:PrincipalTag/x} in a denial of all but the own folder: another',
      principalTags: data,
      identity: [
        allow('s3:PutObject'),
        { Effect: 'Deny', Action: 's3:PutObject', NotResource: `${BUCKET}/\${aws:PrincipalTag/team}/*` },
      ],
      request: putObject('web/x'),
      expect: 'deny',
    },
    {
      name: 'a default: there is no value',
      identity: TEAM_OR_NONE,
      request: putObject('none/x'),
      expect: 'allow',
    },
    {
      name: 'a default: there is no value, and the folder is another',
      identity: TEAM_OR_NONE,
      request: putObject('data/x'),
      expect: 'deny',
    },
    {
      name: 'a default: there is a value',
      principalTags: data,
      identity: TEAM_OR_NONE,
      request: putObject('data/x'),
      expect: 'allow',
    },
    {
      name: 'a default: there is a value, so it does not count',
      principalTags: data,
      identity: TEAM_OR_NONE,
      request: putObject('none/x'),
      expect: 'deny',
    },
    {
      name: 'a default in a condition',
      identity: prefix("${aws:PrincipalTag/team, 'none'}/"),
      request: list('none/'),
      expect: 'allow',
    },
    {
      name: '${aws:userid} in a pattern of others',
      identity: writeBelow('${aws:userid}'),
      request: putObject('<name>/x'),
      expect: 'deny',
    },
    {
      name: '${*} is a star in a resource',
      identity: [allow('s3:PutObject', `${BUCKET}/a\${*}b`)],
      request: putObject('a*b'),
      expect: 'allow',
    },
    {
      name: '${*} is no pattern in a resource',
      identity: [allow('s3:PutObject', `${BUCKET}/a\${*}b`)],
      request: putObject('axb'),
      expect: 'deny',
    },
    {
      name: '${?} is a question mark in a resource',
      identity: [allow('s3:PutObject', `${BUCKET}/a\${?}b`)],
      request: putObject('a?b'),
      expect: 'allow',
    },
    {
      name: '${?} is no pattern in a resource',
      identity: [allow('s3:PutObject', `${BUCKET}/a\${?}b`)],
      request: putObject('axb'),
      expect: 'deny',
    },
    {
      name: '${$} is a dollar in a resource',
      identity: [allow('s3:PutObject', `${BUCKET}/a\${$}b`)],
      request: putObject('a$b'),
      expect: 'allow',
    },
    {
      name: '${*} is a star in a condition',
      identity: prefix('a${*}', 'StringLike'),
      request: list('a*'),
      expect: 'allow',
    },
    {
      name: '${*} is no pattern in a condition',
      identity: prefix('a${*}', 'StringLike'),
      request: list('ab'),
      expect: 'deny',
    },
    {
      name: '${*} beside a pattern',
      identity: prefix('a${*}*', 'StringLike'),
      request: list('a*bc'),
      expect: 'allow',
    },
    {
      name: 'a denial of the own folder alone',
      as: 'user',
      identity: [allow('s3:*'), deny('s3:*', `${BUCKET}/home/\${aws:username}/*`)],
      request: putObject('home/<name>/x'),
      expect: 'deny',
    },
  ]),
  ...documented(VERSION, [
    {
      name: 'version 2008-10-17: a variable is its own text',
      as: 'user',
      document: older('2008-10-17', HOME),
      request: putObject('home/<name>/x'),
      expect: 'deny',
    },
    {
      name: 'version 2008-10-17: the text of the variable',
      as: 'user',
      document: older('2008-10-17', HOME),
      request: putObject('home/${aws:username}/x'),
      expect: 'allow',
    },
    {
      name: 'version 2008-10-17: a variable in a condition',
      as: 'user',
      document: older('2008-10-17', ...prefix('home/${aws:username}/')),
      request: list('home/<name>/'),
      expect: 'deny',
    },
    {
      name: 'version 2008-10-17: all else is as ever',
      document: older('2008-10-17', allow('s3:GetObject', `${BUCKET}/open/?`)),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'no version is the older one',
      as: 'user',
      document: older(undefined, HOME),
      request: putObject('home/<name>/x'),
      expect: 'deny',
    },
    ...(['deny', 'allow'] as const).map((expect) => ({
      name: `version 2008-10-17 in the policy of a session: ${expect}`,
      identity: [allow('sts:AssumeRole')],
      target: { identity: [allow('s3:*')] },
      request: asTarget(putObject(expect === 'deny' ? '<account>/x' : '${aws:PrincipalAccount}/x'), {
        Policy: JSON.stringify(
          older('2008-10-17', allow('s3:PutObject', 'arn:aws:s3:::*/${aws:PrincipalAccount}/x')),
        ),
      }),
      expect,
    })),
    {
      name: 'a single statement needs no list',
      document: { ...(JSON.parse(policy()) as object), Statement: allow('s3:GetObject', `${BUCKET}/*`) },
      request: getObject(),
      expect: 'allow',
    },
  ]),
  ...documented(SESSION_TAGS, [
    {
      name: '${aws:PrincipalTag/x}: of the session',
      sessionTags: data,
      identity: TEAM,
      request: putObject('data/x'),
      expect: 'allow',
    },
    {
      name: '${aws:PrincipalTag/x}: the tag of the session, not of the role',
      principalTags: { team: 'web' },
      sessionTags: data,
      identity: TEAM,
      request: putObject('web/x'),
      expect: 'deny',
    },
    {
      name: '${aws:PrincipalTag/x}: a tag of the session hides that of the role',
      principalTags: { team: 'web' },
      sessionTags: data,
      identity: TEAM,
      request: putObject('data/x'),
      expect: 'allow',
    },
  ]),
  ...documented(TAGS, [
    {
      name: 'the key of a tag is in any case',
      principalTags: { Team: 'data' },
      identity: [allow('s3:GetObject', '*', when({ StringEquals: { 'aws:PrincipalTag/TEAM': 'data' } }))],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'the value of a tag is not',
      principalTags: { Team: 'data' },
      identity: [allow('s3:GetObject', '*', when({ StringEquals: { 'aws:PrincipalTag/Team': 'DATA' } }))],
      request: getObject(),
      expect: 'deny',
    },
  ]),
];
