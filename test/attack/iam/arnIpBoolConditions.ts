import { allow, deny } from '../../local/gateway/roles';
import { documented, type PolicyCase, when } from './case';
import { GLOBAL, OPERATORS } from './pages';
import { listRoles, listWorkGroups } from './probes';

const may = (operator: string, key: string, value: string | string[]): object[] => [
  allow('athena:ListWorkGroups', '*', when({ [operator]: { [key]: value } })),
];
const mayNot = (operator: string, key: string, value: string | string[]): object[] => [
  allow('athena:ListWorkGroups'),
  deny('athena:*', '*', when({ [operator]: { [key]: value } })),
];

const ARN = 'aws:PrincipalArn';
const IP = 'aws:SourceIp';
const ROLES = 'arn:aws:iam::<account>:role/';

type Row = [name: string, identity: object[], 'allow' | 'deny'];
const rows: Row[] = [
  ['ArnEquals: the role', may('ArnEquals', ARN, '<role>'), 'allow'],
  ['ArnEquals: another role', may('ArnEquals', ARN, `${ROLES}other`), 'deny'],
  ['ArnEquals: a longer name', may('ArnEquals', ARN, '<role>s'), 'deny'],
  ['ArnEquals: patterns as in ArnLike', may('ArnEquals', ARN, `${ROLES}*`), 'allow'],
  ['ArnEquals: a key that is not there', may('ArnEquals', 'aws:SourceArn', '<role>'), 'deny'],
  ['ArnEquals: one of several', may('ArnEquals', ARN, [`${ROLES}other`, '<role>']), 'allow'],
  ['ArnNotEquals: the role', may('ArnNotEquals', ARN, '<role>'), 'deny'],
  ['ArnNotEquals: another role', may('ArnNotEquals', ARN, `${ROLES}other`), 'allow'],
  ['ArnNotEquals: a key that is not there', may('ArnNotEquals', 'aws:SourceArn', '<role>'), 'allow'],
  ['ArnLike: a pattern', may('ArnLike', ARN, `${ROLES}case*`), 'allow'],
  ['ArnLike: a pattern in each part', may('ArnLike', ARN, 'arn:*:iam:*:<account>:role/*'), 'allow'],
  ['ArnLike: a question mark', may('ArnLike', ARN, `${ROLES}?ase*`), 'allow'],
  ['ArnLike: a pattern of others', may('ArnLike', ARN, `${ROLES}other*`), 'deny'],
  ['ArnLike: users', may('ArnLike', ARN, 'arn:aws:iam::<account>:user/*'), 'deny'],
  ['ArnLike: another account', may('ArnLike', ARN, 'arn:aws:iam::210987654321:role/*'), 'deny'],
  ['ArnNotLike: a pattern', may('ArnNotLike', ARN, `${ROLES}case*`), 'deny'],
  ['ArnNotLike: a pattern of others', may('ArnNotLike', ARN, `${ROLES}other*`), 'allow'],
  ['ArnLike in a denial', mayNot('ArnLike', ARN, `${ROLES}case*`), 'deny'],
  ['ArnNotLike in a denial', mayNot('ArnNotLike', ARN, `${ROLES}case*`), 'allow'],
  ['StringLike takes an ARN, too', may('StringLike', ARN, `${ROLES}case*`), 'allow'],
  ['IpAddress: inside', may('IpAddress', IP, '127.0.0.0/8'), 'allow'],
  ['IpAddress: outside', may('IpAddress', IP, '10.0.0.0/8'), 'deny'],
  ['IpAddress: without a mask, the one address', may('IpAddress', IP, '127.0.0.1'), 'allow'],
  ['IpAddress: without a mask, another address', may('IpAddress', IP, '127.0.0.2'), 'deny'],
  ['IpAddress: a mask of 32', may('IpAddress', IP, '127.0.0.1/32'), 'allow'],
  ['IpAddress: one of several ranges', may('IpAddress', IP, ['10.0.0.0/8', '127.0.0.0/24']), 'allow'],
  ['IpAddress: a range of version 6', may('IpAddress', IP, '2001:db8::/32'), 'deny'],
  ['NotIpAddress: inside', may('NotIpAddress', IP, '127.0.0.0/8'), 'deny'],
  ['NotIpAddress: outside', may('NotIpAddress', IP, '10.0.0.0/8'), 'allow'],
  ['NotIpAddress in a denial: outside', mayNot('NotIpAddress', IP, '10.0.0.0/8'), 'deny'],
  ['NotIpAddress in a denial: inside', mayNot('NotIpAddress', IP, '127.0.0.0/8'), 'allow'],
  ['Bool: as it is', may('Bool', 'aws:SecureTransport', 'true'), 'allow'],
  ['Bool: as it is not', may('Bool', 'aws:SecureTransport', 'false'), 'deny'],
  ['Bool in a denial of what is not encrypted', mayNot('Bool', 'aws:SecureTransport', 'false'), 'allow'],
  ['Bool: a key that is not there', may('Bool', 'kms:GrantIsForAWSResource', 'true'), 'deny'],
  [
    'BinaryEquals: a key that is not there',
    may('BinaryEquals', 'example:None', 'QmluYXJ5VmFsdWVJbkJhc2U2NA=='),
    'deny',
  ],
];

/** Comparisons of ARNs, of addresses and of truth. */
export const arnIpBoolConditions: PolicyCase[] = [
  ...documented(
    OPERATORS,
    rows.map(([name, identity, expect]) => ({ name, identity, request: listWorkGroups, expect })),
  ),
  ...documented(GLOBAL, [
    {
      name: 'aws:PrincipalArn is the role, never its session',
      identity: may('ArnLike', ARN, 'arn:aws:sts::<account>:assumed-role/*'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'aws:PrincipalArn of a role in a path',
      path: '/team/data/',
      identity: may('ArnEquals', ARN, `${ROLES}team/data/*`),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'aws:PrincipalArn of a user',
      as: 'user',
      identity: may('ArnEquals', ARN, '<user>'),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'nobody has a second factor: an allowance that asks for one',
      identity: may('Bool', 'aws:MultiFactorAuthPresent', 'true'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'nobody has a second factor: a denial by BoolIfExists meets keys of users',
      as: 'user',
      identity: mayNot('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'nobody has a second factor: a denial by BoolIfExists meets sessions',
      identity: mayNot('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'nobody has a second factor: a denial by Bool does not meet keys of users',
      as: 'user',
      identity: mayNot('Bool', 'aws:MultiFactorAuthPresent', 'false'),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'nobody has a second factor: a denial by Bool meets the session of a user',
      as: 'userSession',
      identity: mayNot('Bool', 'aws:MultiFactorAuthPresent', 'false'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'a request that a service passes on is told by aws:ViaAWSService; this is none',
      identity: may('Bool', 'aws:ViaAWSService', 'false'),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'aws:ViaAWSService is not true',
      identity: may('Bool', 'aws:ViaAWSService', 'true'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'aws:PrincipalIsAWSService is false of people',
      identity: may('Bool', 'aws:PrincipalIsAWSService', 'false'),
      request: listWorkGroups,
      expect: 'allow',
    },
    {
      name: 'a denial of all but services meets people',
      identity: mayNot('Bool', 'aws:PrincipalIsAWSService', 'false'),
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'a denial of other addresses holds for IAM, too',
      identity: [allow('*'), deny('*', '*', when({ NotIpAddress: { [IP]: '192.0.2.0/24' } }))],
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'a header does not change where a request comes from',
      identity: [allow('iam:ListRoles', '*', when({ IpAddress: { [IP]: '10.0.0.0/8' } }))],
      request: (scene) =>
        scene.raw('iam', {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'x-forwarded-for': '10.0.0.1',
            forwarded: 'for=10.0.0.1',
            'x-real-ip': '10.0.0.1',
          },
          body: 'Action=ListRoles&Version=2010-05-08',
        }),
      expect: 'deny',
    },
  ]),
];
