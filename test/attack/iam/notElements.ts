import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, CLOSED, documented, OBJECTS, OPEN, type PolicyCase, to } from './case';
import { BOUNDARIES, NOT_ACTION, NOT_PRINCIPAL, NOT_RESOURCE } from './pages';
import { getObject, list, listRoles, listWorkGroups } from './probes';

const ALL_BUT_IAM = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
const NOTHING_BUT_S3 = { Effect: 'Deny', NotAction: ['s3:*'], Resource: '*' };
const READ_ALL_BUT_CLOSED = { Effect: 'Allow', Action: 's3:GetObject', NotResource: CLOSED };
const READ_NOTHING_BUT_OPEN = { Effect: 'Deny', Action: 's3:GetObject', NotResource: [OPEN, BUCKET] };

/** Denies reading to all but some. */
const denyAllBut = (...AWS: string[]): object[] => [
  { Effect: 'Deny', Action: 's3:GetObject', Resource: OBJECTS, NotPrincipal: { AWS } },
];
const READ = [allow('s3:GetObject', OBJECTS)];

/** Elements that name what is not meant. */
export const notElements: PolicyCase[] = [
  ...documented(NOT_ACTION, [
    {
      name: 'Allow, NotAction: another service',
      identity: [ALL_BUT_IAM],
      request: getObject(),
      expect: 'allow',
    },
    { name: 'Allow, NotAction: what it names', identity: [ALL_BUT_IAM], request: listRoles, expect: 'deny' },
    {
      name: 'Allow, NotAction: what it names may be allowed elsewhere',
      identity: [ALL_BUT_IAM, allow('iam:ListRoles')],
      request: listRoles,
      expect: 'allow',
    },
    {
      name: 'Allow, NotAction: on another resource it allows nothing',
      identity: [{ ...ALL_BUT_IAM, Resource: OPEN }],
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'Allow, NotAction: one of several, in capitals',
      identity: [{ ...ALL_BUT_IAM, NotAction: ['athena:*', 'IAM:LISTROLES'] }],
      request: listRoles,
      expect: 'deny',
    },
    {
      name: 'Deny, NotAction: what it does not name',
      identity: [allow('*'), NOTHING_BUT_S3],
      request: listWorkGroups,
      expect: 'deny',
    },
    {
      name: 'Deny, NotAction: what it names is left to others',
      identity: [allow('*'), NOTHING_BUT_S3],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'Deny, NotAction: it allows nothing',
      identity: [NOTHING_BUT_S3],
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(NOT_RESOURCE, [
    {
      name: 'Allow, NotResource: another resource',
      identity: [READ_ALL_BUT_CLOSED],
      request: getObject('open/a'),
      expect: 'allow',
    },
    {
      name: 'Allow, NotResource: what it names',
      identity: [READ_ALL_BUT_CLOSED],
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'Deny, NotResource: what it does not name',
      identity: [allow('s3:*'), READ_NOTHING_BUT_OPEN],
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'Deny, NotResource: what it names is left to others',
      identity: [allow('s3:*'), READ_NOTHING_BUT_OPEN],
      request: getObject('open/a'),
      expect: 'allow',
    },
    {
      name: 'Deny, NotResource: other actions are left alone',
      identity: [allow('s3:*'), { ...READ_NOTHING_BUT_OPEN, NotResource: OPEN }],
      request: list(),
      expect: 'allow',
    },
    {
      name: 'Deny, NotAction and NotResource at once',
      identity: [allow('*'), { Effect: 'Deny', NotAction: 's3:Get*', NotResource: OPEN }],
      request: list(),
      expect: 'deny',
    },
  ]),
  ...documented(NOT_PRINCIPAL, [
    {
      name: 'Deny, NotPrincipal: another role',
      identity: READ,
      bucketPolicy: denyAllBut('arn:aws:iam::<account>:role/open/open-role', '<root>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'Deny, NotPrincipal: the role with its session and account',
      identity: READ,
      bucketPolicy: denyAllBut('<role>', '<session>', '<root>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'Deny, NotPrincipal: it allows nothing to whom it names',
      bucketPolicy: denyAllBut('<role>', '<session>', '<root>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'Deny, NotPrincipal: another user',
      as: 'user',
      identity: READ,
      bucketPolicy: denyAllBut('arn:aws:iam::<account>:user/open/open-user'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'Deny, NotPrincipal: the user with its account',
      as: 'user',
      identity: READ,
      bucketPolicy: denyAllBut('<user>', '<root>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'Deny, NotPrincipal: the deployer is not among them',
      as: 'deployer',
      bucketPolicy: denyAllBut('arn:aws:iam::<account>:user/open/open-user'),
      request: getObject(),
      expect: 'deny',
    },
  ]),
  ...documented(BOUNDARIES, [
    {
      name: 'Deny, NotPrincipal: it denies whoever has a boundary',
      identity: READ,
      boundary: [allow('*')],
      bucketPolicy: denyAllBut('<role>', '<session>', '<root>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'Deny, ArnNotEquals of aws:PrincipalArn: the way for who has a boundary',
      identity: READ,
      boundary: [allow('*')],
      bucketPolicy: [
        {
          ...deny('s3:GetObject', OBJECTS, {
            Condition: { ArnNotEquals: { 'aws:PrincipalArn': '<role>' } },
          }),
          ...to('*'),
        },
      ],
      request: getObject(),
      expect: 'allow',
    },
  ]),
];
