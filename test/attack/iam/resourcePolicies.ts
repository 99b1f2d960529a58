import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, documented, EVERYBODY, OBJECTS, OPEN, type PolicyCase, to, when } from './case';
import { PRINCIPAL, S3_POLICY, SINGLE_ACCOUNT, SNS_POLICY } from './pages';
import { getObject, list, publish, putObject, topicArn } from './probes';

const READ = allow('s3:GetObject', OBJECTS);
const PUBLISH = allow('sns:Publish', '<topic>');
const giveTo = (...who: string[]): object[] => [{ ...READ, ...to(...who) }];

/** Policies that hang on buckets and topics. */
export const resourcePolicies: PolicyCase[] = [
  ...documented(PRINCIPAL, [
    {
      name: 'a bucket that names another role',
      bucketPolicy: giveTo('arn:aws:iam::<account>:role/open/open-role'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names one of several',
      bucketPolicy: giveTo('arn:aws:iam::<account>:role/open/open-role', '<role>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a bucket that names the account leaves it to the policies of the role: none',
      bucketPolicy: giveTo('<root>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the number of the account leaves it to the policies of the user: none',
      as: 'user',
      bucketPolicy: giveTo('<account>'),
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket that names the account and a role that may',
      identity: [READ],
      bucketPolicy: giveTo('<root>'),
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a denial that names the account binds its roles',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('<root>') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial that names the number of the account binds its users',
      as: 'user',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('<account>') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial that names the session',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('<session>') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial that names another session',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('<session>s') }],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'a denial that names the user',
      as: 'user',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('<user>') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial that names the user of the same name as the role',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('<user>') }],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'everybody, by a star',
      bucketPolicy: [{ ...READ, ...EVERYBODY }],
      request: getObject(),
      expect: 'allow',
    },
    { name: 'everybody, by a star of AWS', bucketPolicy: giveTo('*'), request: getObject(), expect: 'allow' },
    {
      name: 'a denial of everybody, by a star of AWS',
      identity: [READ],
      bucketPolicy: [{ ...deny('s3:*', OBJECTS), ...to('*') }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a service is nobody of the account',
      bucketPolicy: [{ ...READ, Principal: { Service: 'athena.amazonaws.com' } }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a role in a path is named with it',
      path: '/team/',
      bucketPolicy: giveTo('<role>'),
      request: getObject(),
      expect: 'allow',
    },
  ]),
  ...documented(S3_POLICY, [
    {
      name: 'a bucket allows a part of itself',
      bucketPolicy: [{ ...allow('s3:GetObject', OPEN), ...to('<role>') }],
      request: getObject('closed/c'),
      expect: 'deny',
    },
    {
      name: 'a bucket allows one action',
      bucketPolicy: giveTo('<role>'),
      request: putObject(),
      expect: 'deny',
    },
    {
      name: 'listing is on the bucket, not on its objects',
      bucketPolicy: [{ ...allow('s3:ListBucket', OBJECTS), ...to('<role>') }],
      request: list(),
      expect: 'deny',
    },
    {
      name: 'reading is on the objects, not on the bucket',
      identity: [allow('s3:GetObject', BUCKET)],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a denial of what is not encrypted on its way',
      identity: [READ],
      bucketPolicy: [
        {
          ...deny('s3:*', [BUCKET, OBJECTS], when({ Bool: { 'aws:SecureTransport': 'false' } })),
          ...EVERYBODY,
        },
      ],
      request: getObject(),
      expect: 'allow',
    },
    {
      name: 'everybody from some addresses only',
      bucketPolicy: [{ ...READ, ...EVERYBODY, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }],
      request: getObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket denies writing to all but one role: another',
      identity: [allow('s3:*')],
      bucketPolicy: [
        {
          ...deny('s3:PutObject', OBJECTS, when({ StringNotLike: { 'aws:userid': 'AROANONE:*' } })),
          ...EVERYBODY,
        },
      ],
      request: putObject(),
      expect: 'deny',
    },
    {
      name: 'a bucket denies writing to all but the account',
      identity: [allow('s3:*')],
      bucketPolicy: [
        {
          ...deny(
            's3:PutObject',
            OBJECTS,
            when({ StringNotEquals: { 'aws:PrincipalAccount': '<account>' } }),
          ),
          ...EVERYBODY,
        },
      ],
      request: putObject(),
      expect: 'allow',
    },
  ]),
  ...documented(SNS_POLICY, [
    {
      name: 'a topic that names the role',
      topicPolicy: [{ ...PUBLISH, ...to('<role>') }],
      request: publish(),
      expect: 'allow',
    },
    {
      name: 'a topic that names another role',
      topicPolicy: [{ ...PUBLISH, ...to('arn:aws:iam::<account>:role/open/open-role') }],
      request: publish(),
      expect: 'deny',
    },
    {
      name: 'a topic that denies the role',
      identity: [allow('sns:*')],
      topicPolicy: [{ ...deny('sns:Publish', '<topic>'), ...to('<role>') }],
      request: publish(),
      expect: 'deny',
    },
    {
      name: 'a topic that denies everybody',
      identity: [allow('sns:*')],
      topicPolicy: [{ ...deny('sns:Publish', '<topic>'), ...to('*') }],
      request: publish({ TargetArn: '<topic>' }),
      expect: 'deny',
    },
    {
      name: 'a topic that denies the deployer',
      as: 'deployer',
      topicPolicy: [{ ...deny('sns:Publish', '<topic>'), ...to('*') }],
      request: publish(),
      expect: 'deny',
    },
    {
      name: 'a denied topic by its TopicArn',
      identity: [allow('sns:*'), deny('sns:Publish', topicArn('closed'))],
      request: publish({ TopicArn: topicArn('closed') }),
      expect: 'deny',
    },
    {
      name: 'a denied topic by its TargetArn',
      identity: [allow('sns:*'), deny('sns:Publish', topicArn('closed'))],
      request: publish({ TargetArn: topicArn('closed') }),
      expect: 'deny',
    },
    {
      name: 'an allowed topic by its TargetArn',
      identity: [allow('sns:Publish', topicArn('open'))],
      request: publish({ TargetArn: topicArn('open') }),
      expect: 'allow',
    },
    {
      name: 'a text message is no topic',
      identity: [allow('sns:Publish', topicArn('open'))],
      request: publish({ PhoneNumber: '+15550100' }),
      expect: 'deny',
    },
  ]),
  ...documented(SINGLE_ACCOUNT, [
    {
      name: 'a topic that names the role does not reach over its boundary',
      boundary: [allow('s3:*')],
      topicPolicy: [{ ...PUBLISH, ...to('<role>') }],
      request: publish(),
      expect: 'deny',
    },
    {
      name: 'a topic that names the role does not reach over a denial of the role',
      identity: [deny('sns:*')],
      topicPolicy: [{ ...PUBLISH, ...to('<role>') }],
      request: publish(),
      expect: 'deny',
    },
  ]),
];
