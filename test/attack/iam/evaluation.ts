import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, CLOSED, documented, EVERYBODY, OBJECTS, OPEN, type PolicyCase, to, when } from './case';
import { DEFAULT_KEY_POLICY, DENY_OR_IMPLICIT, EVALUATION, SINGLE_ACCOUNT } from './pages';
import { encrypt, getObject, list, listRoles, listWorkGroups } from './probes';

const READ = [allow('s3:GetObject', OBJECTS)];
const NO_READING = [deny('s3:GetObject', OBJECTS)];

/** What is not allowed is denied, and a denial wins. */
export const evaluation: PolicyCase[] = [
  ...documented(DENY_OR_IMPLICIT, [
    { name: 'a role without policies may not read', request: getObject(), expect: 'deny' },
    { name: 'a user without policies may not read', as: 'user', request: getObject(), expect: 'deny' },
    { name: 'a user without policies may not list roles', as: 'user', request: listRoles, expect: 'deny' },
    {
      name: 'an allowance of another action does not count',
      identity: [allow('s3:PutObject', OBJECTS)],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'an allowance on another resource does not count',
      identity: [allow('s3:GetObject', OPEN)],
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'an allowance whose condition is not met does not count',
      identity: [allow('s3:GetObject', OBJECTS, when({ StringEquals: { 'aws:PrincipalAccount': '1' } }))],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'what one statement does not allow another one may',
      identity: [allow('s3:PutObject', OBJECTS), ...READ],
      request: getObject(),
      expect: 'allow',
    },
  ]),
  ...documented(EVALUATION, [
    { name: 'an allowance', identity: READ, request: getObject(), expect: 'allow' },
    { name: 'an allowance of a user', as: 'user', identity: READ, request: getObject(), expect: 'allow' },
    {
      name: 'an allowance of everything',
      identity: [allow('*')],
      request: listRoles,
      expect: 'allow',
    },
    {
      name: 'a denial after an allowance',
      identity: [...READ, ...NO_READING],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial before an allowance',
      identity: [...NO_READING, ...READ],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial outweighs an allowance of everything',
      identity: [allow('*'), deny('athena:ListWorkGroups')],
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'a denial of a resource leaves the others',
      identity: [...READ, deny('s3:GetObject', CLOSED)],
      request: getObject('open/a'),
      expect: 'allow',
    },
    {
      name: 'a denial of a resource among those that are allowed',
      identity: [...READ, deny('s3:GetObject', CLOSED)],
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'a denial whose condition is not met does not count',
      identity: [...READ, deny('s3:*', '*', when({ StringEquals: { 'aws:PrincipalAccount': '1' } }))],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a denial whose condition is met',
      identity: [...READ, deny('s3:*', '*', when({ StringEquals: { 'aws:PrincipalAccount': '<account>' } }))],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'an attached policy denies what the inline one allows',
      identity: READ,
      managed: [NO_READING],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'one of several attached policies denies',
      managed: [READ, NO_READING, [allow('*')]],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'one of several attached policies allows',
      managed: [[allow('athena:*')], READ],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'an attached policy of a user allows',
      as: 'user',
      managed: [READ],
      request: getObject(),
      expect: 'allow',
    },
    { name: 'the group of a user allows', as: 'user', group: READ, request: getObject(), expect: 'allow' },
    {
      name: 'the group of a user denies what the user is allowed',
      as: 'user',
      identity: READ,
      group: NO_READING,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the user is denied what the group is allowed',
      as: 'user',
      identity: NO_READING,
      group: READ,
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the bucket denies what the role is allowed',
      identity: READ,
      bucketPolicy: [{ ...NO_READING[0], ...EVERYBODY }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the bucket denies the one role among others',
      identity: READ,
      bucketPolicy: [{ ...deny('s3:*', [BUCKET, OBJECTS]), ...to('<role>') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the bucket denies the deployer',
      as: 'deployer',
      bucketPolicy: [{ ...NO_READING[0], ...EVERYBODY }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the bucket denies reading, so listing stays',
      identity: [allow('s3:*')],
      bucketPolicy: [{ ...NO_READING[0], ...EVERYBODY }],
      request: list(),
      expect: 'allow',
    },
    {
      name: 'the policy of the session denies',
      identity: READ,
      sessionPolicy: [allow('*'), ...NO_READING],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the boundary denies',
      identity: READ,
      boundary: [allow('*'), ...NO_READING],
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(DEFAULT_KEY_POLICY, [
    {
      name: 'the key denies what the role is allowed',
      identity: [allow('kms:*')],
      keyPolicy: [
        { ...allow('kms:*'), ...to('<root>') },
        { ...deny('kms:Encrypt'), ...to('<role>') },
      ],
      request: encrypt(),
      expect: 'deny',
    },
  ]),
  ...documented(SINGLE_ACCOUNT, [
    {
      name: 'the bucket alone allows a role',
      bucketPolicy: [{ ...READ[0], ...to('<role>') }],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'the bucket alone allows a user',
      as: 'user',
      bucketPolicy: [{ ...READ[0], ...to('<user>') }],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'the role is denied what the bucket allows',
      identity: NO_READING,
      bucketPolicy: [{ ...READ[0], ...to('<role>') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'the user is denied what the bucket allows',
      as: 'user',
      identity: NO_READING,
      bucketPolicy: [{ ...READ[0], ...to('<user>') }],
      request: getObject(),
      expect: 'deny',
    },
  ]),
];
