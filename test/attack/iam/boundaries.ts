import { CreateUserCommand } from '@aws-sdk/client-iam';
import { allow, deny } from '../../local/gateway/roles';
import { documented, OBJECTS, type PolicyCase, type Probe, to, when } from './case';
import { BOUNDARIES, IAM_KEYS, SINGLE_ACCOUNT } from './pages';
import { assumeTarget, asTarget, encrypt, getObject, listRoles, listWorkGroups, makeRole } from './probes';

const READ = [allow('s3:GetObject', OBJECTS)];
const ELSE = [allow('athena:*')];
const giveTo = (...who: string[]): object[] => [{ ...READ[0], ...to(...who) }];
const USERS = { as: 'user' } as const;

/** Whoever makes a role or a user must put this boundary on it. */
const DELEGATED = 'arn:aws:iam::<account>:policy/<name>-boundary';
const delegation = [
  allow(
    ['iam:CreateRole', 'iam:CreateUser'],
    '*',
    when({ StringEquals: { 'iam:PermissionsBoundary': DELEGATED } }),
  ),
];
const makeUser =
  (PermissionsBoundary?: string): Probe =>
  (scene) =>
    scene.iam.send(
      new CreateUserCommand({
        UserName: `${scene.names.made}-made`,
        PermissionsBoundary: PermissionsBoundary && scene.fill(PermissionsBoundary),
      }),
    );

/** The most that a role or a user may have. */
export const boundaries: PolicyCase[] = [
  ...documented(BOUNDARIES, [
    {
      name: 'what policy and boundary both allow',
      identity: READ,
      boundary: READ,
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'what the policy alone allows',
      identity: [allow('*')],
      boundary: READ,
      request: listRoles,
      expect: 'deny',
    },
    { name: 'what the boundary alone allows', boundary: READ, request: getObject(), expect: 'deny' },
    {
      name: 'an attached policy is bound, too',
      managed: [[allow('*')]],
      boundary: ELSE,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'what the boundary allows under a condition that is not met',
      identity: READ,
      boundary: [allow('*', '*', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial of the policy within the boundary',
      identity: [...READ, deny('s3:*')],
      boundary: [allow('*')],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a user: what policy and boundary both allow',
      ...USERS,
      identity: READ,
      boundary: READ,
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a user: what the policy alone allows',
      ...USERS,
      identity: [allow('*')],
      boundary: READ,
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'a user: what the boundary alone allows',
      ...USERS,
      boundary: READ,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a user: the boundary denies',
      ...USERS,
      identity: READ,
      boundary: [allow('*'), deny('s3:GetObject')],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a user: the policy of its group is bound, too',
      ...USERS,
      group: [allow('*')],
      boundary: ELSE,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the session of a user is bound as the user is',
      as: 'userSession',
      identity: [allow('*')],
      boundary: ELSE,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'boundary and session: what all three allow',
      identity: READ,
      boundary: READ,
      sessionPolicy: READ,
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'boundary and session: what the boundary alone does not',
      identity: READ,
      boundary: ELSE,
      sessionPolicy: READ,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'boundary and session: what the session alone does not',
      identity: READ,
      boundary: READ,
      sessionPolicy: ELSE,
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(SINGLE_ACCOUNT, [
    {
      name: 'a bucket that names the role does not reach over the boundary',
      boundary: ELSE,
      bucketPolicy: giveTo('<role>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the role within the boundary',
      boundary: READ,
      bucketPolicy: giveTo('<role>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a bucket that names the session reaches over the boundary',
      boundary: ELSE,
      bucketPolicy: giveTo('<session>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a bucket that names the session does not reach over a denial of the boundary',
      boundary: [...ELSE, deny('s3:GetObject')],
      bucketPolicy: giveTo('<session>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the user reaches over the boundary',
      ...USERS,
      boundary: ELSE,
      bucketPolicy: giveTo('<user>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a bucket that names the user does not reach over a denial of the boundary',
      ...USERS,
      boundary: [...ELSE, deny('s3:GetObject')],
      bucketPolicy: giveTo('<user>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a key that names the role does not reach over the boundary',
      boundary: ELSE,
      keyPolicy: [
        { ...allow('kms:*'), ...to('<root>') },
        { ...allow('kms:Encrypt'), ...to('<role>') },
      ],
      request: encrypt(),
      expect: 'deny',
    },
    {
      name: 'a trust in the role does not reach over its boundary',
      boundary: ELSE,
      target: { trust: [{ Effect: 'Allow', Principal: { AWS: '<role>' }, Action: 'sts:AssumeRole' }] },
      request: assumeTarget(),
      expect: 'deny',
    },
    {
      name: 'a session of another role is bound by that role alone',
      identity: [allow('*')],
      boundary: [allow('sts:*')],
      target: { identity: ELSE },
      request: asTarget(listWorkGroups),
      expect: 'allow',
    },
  ]),
  ...documented(IAM_KEYS, [
    {
      name: 'iam:PermissionsBoundary: a role with it',
      identity: delegation,
      boundary: [allow('*')],
      request: makeRole({ PermissionsBoundary: DELEGATED }),
      expect: 'allow',
    },
    {
      name: 'iam:PermissionsBoundary: a role without any',
      identity: delegation,
      boundary: [allow('*')],
      request: makeRole(),
      expect: 'deny',
    },
    {
      name: 'iam:PermissionsBoundary: a role with another',
      identity: delegation,
      boundary: [allow('*')],
      request: makeRole({ PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      expect: 'deny',
    },
    {
      name: 'iam:PermissionsBoundary: a user with it',
      identity: delegation,
      boundary: [allow('*')],
      request: makeUser(DELEGATED),
      expect: 'allow',
    },
    {
      name: 'iam:PermissionsBoundary: a user without any',
      identity: delegation,
      boundary: [allow('*')],
      request: makeUser(),
      expect: 'deny',
    },
  ]),
];
