import { GetDatabaseCommand } from '@aws-sdk/client-glue';
import { signed } from '../../local/gateway/account';
import { allow, deny } from '../../local/gateway/roles';
import { BUCKET, CLOSED, documented, OBJECTS, OPEN, type PolicyCase, type Probe } from './case';
import { ACTION, authorization, RESOURCE } from './pages';
import {
  assumeTarget,
  describeStreams,
  encrypt,
  getObject,
  getRole,
  getSecret,
  getWorkGroup,
  list,
  listWorkGroups,
  publish,
  putObject,
  sendMessage,
  topicArn,
} from './probes';

const READ = 's3:GetObject';
const ARN = 'us-east-1:<account>';

/**
 * Reads an object by a path as it stands, which no client would send.
 * @param path after the bucket
 * @param meant what is signed: S3 takes an encoded letter for the letter
 */
const readPath =
  (path: string, meant = path): Probe =>
  async (scene) => {
    const request = await signed(
      scene.wire.account,
      's3',
      {
        path: `/${scene.names.bucket}${meant}`,
        headers: {
          'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
      },
      { credentials: scene.by },
    );
    return scene.sent({ ...request, path: `/${scene.names.bucket}${path}` });
  };

/** The ARN of a secret, as the deployer knows it, for a request of the principal. */
const byArn =
  (name: string, form: (arn: string) => string): Probe =>
  async (scene) => {
    const target = 'secretsmanager.DescribeSecret';
    const { ARN: arn } = await scene.asDeployer().json('secretsmanager', target, { SecretId: name });
    return getSecret(form(String(arn)))(scene);
  };

type Row = [name: string, identity: object[], request: Probe, 'allow' | 'deny', refusal?: RegExp];
const rows = (...table: Row[]) =>
  table.map(([name, identity, request, expect, refusal]) => ({ name, identity, request, expect, refusal }));

const ONE_SECRET = [
  allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${ARN}:secret:open-??????`),
];
const NOT_SECRET = [
  allow('secretsmanager:*'),
  deny('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${ARN}:secret:closed-??????`),
];
const ONE_QUEUE = [allow('sqs:SendMessage', `arn:aws:sqs:${ARN}:open`)];
const NOT_QUEUE = [allow('sqs:*'), deny('sqs:SendMessage', `arn:aws:sqs:${ARN}:closed`)];
const streams = (name: string) => [
  `arn:aws:logs:${ARN}:log-group:/lake/${name}`,
  `arn:aws:logs:${ARN}:log-group:/lake/${name}:*`,
];
const ONE_GROUP = [allow('logs:DescribeLogStreams', streams('open'))];
const NOT_GROUP = [allow('logs:*'), deny('logs:DescribeLogStreams', streams('closed'))];
const ONE_TOPIC = [allow('sns:Publish', topicArn('open'))];
const queueByForm =
  (queue: string, path: string): Probe =>
  (scene) =>
    scene.query(
      'sqs',
      {
        Action: 'SendMessage',
        Version: '2012-11-05',
        MessageBody: 'x',
        QueueUrl: `http://127.0.0.1:${scene.wire.account.port}/${scene.names.account}/${queue}`,
      },
      scene.fill(path),
    );
const getDatabase =
  (Name: string): Probe =>
  ({ glue }) =>
    glue.send(new GetDatabaseCommand({ Name }));

/** A text that a service may find to be no name at all, before it asks IAM. */
const REFUSED =
  /^(AccessDenied|Validation|Invalid|EntityNotFound|NotFound|NoSuch|AuthorizationError|KMSInvalid)/;

/** Patterns belong to policies: a star in a request is a star. */
export const wildcards: PolicyCase[] = [
  ...documented(
    ACTION,
    rows(
      ['an action in any case', [allow('S3:GETOBJECT', OBJECTS)], getObject(), 'allow'],
      ['a denied action in any case', [allow('*'), deny('s3:getobject')], getObject(), 'deny'],
      ['a pattern of actions', [allow('s3:Get*', OBJECTS)], getObject(), 'allow'],
      ['a pattern of actions that ends', [allow('s3:*Object', OBJECTS)], getObject(), 'allow'],
      ['a pattern of actions in the middle', [allow('s3:G*ject', OBJECTS)], getObject(), 'allow'],
      ['a question mark in an action', [allow('s3:GetObjec?', OBJECTS)], getObject(), 'allow'],
      ['a question mark is one letter', [allow('s3:GetObject?', OBJECTS)], getObject(), 'deny'],
      ['the beginning of an action is none', [allow('s3:Get', OBJECTS)], getObject(), 'deny'],
      ['all actions of a service', [allow('athena:*')], listWorkGroups, 'allow'],
      ['all actions of another service', [allow('s3:*')], listWorkGroups, 'deny'],
      ['one of several actions', [allow(['s3:PutObject', READ], OBJECTS)], getObject(), 'allow'],
      ['a pattern of denied actions', [allow('*'), deny('athena:List*')], listWorkGroups, 'deny'],
    ),
  ),
  ...documented(
    RESOURCE,
    rows(
      ['a star in a resource', [allow(READ, OPEN)], getObject(), 'allow'],
      ['a star over slashes', [allow('s3:PutObject', OPEN)], putObject('open/x/y/z'), 'allow'],
      ['a star may be nothing', [allow(READ, `${BUCKET}/open/a*`)], getObject(), 'allow'],
      ['a star in the middle', [allow(READ, `${BUCKET}/o*/a`)], getObject(), 'allow'],
      ['a question mark in a resource', [allow(READ, `${BUCKET}/open/?`)], getObject(), 'allow'],
      [
        'a question mark in a resource is one letter',
        [allow(READ, `${BUCKET}/open/a?`)],
        getObject(),
        'deny',
      ],
      ['a resource in another case', [allow(READ, `${BUCKET}/OPEN/*`)], getObject(), 'deny'],
      [
        'a denied resource in another case',
        [allow(READ), deny(READ, `${BUCKET}/OPEN/*`)],
        getObject(),
        'allow',
      ],
      ['the beginning of a resource is none', [allow(READ, `${BUCKET}/open/`)], getObject(), 'deny'],
      ['a dot in a resource is a dot', [allow(READ, `${BUCKET}/open.a`)], getObject(), 'deny'],
      ['all buckets', [allow('s3:ListBucket', 'arn:aws:s3:::*')], list(), 'allow'],
      ['buckets by a pattern', [allow('s3:ListBucket', 'arn:aws:s3:::shared-*')], list(), 'allow'],
      ['other buckets by a pattern', [allow('s3:ListBucket', 'arn:aws:s3:::other-*')], list(), 'deny'],
      [
        'a region by a star',
        [allow('sns:Publish', 'arn:aws:sns:*:<account>:open')],
        publish({ TopicArn: topicArn('open') }),
        'allow',
      ],
      [
        'another region',
        [allow('sns:Publish', 'arn:aws:sns:eu-west-1:<account>:open')],
        publish({ TopicArn: topicArn('open') }),
        'deny',
      ],
      [
        'another account',
        [allow('sns:Publish', 'arn:aws:sns:*:210987654321:open')],
        publish({ TopicArn: topicArn('open') }),
        'deny',
      ],
      ['a star in an object: another is allowed', [allow(READ, OPEN)], getObject('*'), 'deny'],
      [
        'a star in an object: one below it is allowed',
        [allow(READ, `${BUCKET}/open/a`)],
        getObject('open/*'),
        'deny',
      ],
      ['a question mark in an object', [allow(READ, `${BUCKET}/open/a`)], getObject('open/?'), 'deny'],
      [
        'writing a star: another is allowed',
        [allow('s3:PutObject', `${BUCKET}/open/a`)],
        putObject('*'),
        'deny',
      ],
      [
        'writing a star below: another is allowed',
        [allow('s3:PutObject', `${BUCKET}/open/a`)],
        putObject('open/*'),
        'deny',
      ],
      [
        'writing a star: another is denied',
        [allow('s3:PutObject'), deny('s3:PutObject', CLOSED)],
        putObject('*'),
        'allow',
      ],
      [
        'writing a star that is denied',
        [allow('s3:PutObject'), deny('s3:PutObject', CLOSED)],
        putObject('closed/*'),
        'deny',
      ],
      ['writing a star that is allowed', [allow('s3:PutObject', OPEN)], putObject('open/*'), 'allow'],
      [
        'a new line in an object that is denied',
        [allow('s3:PutObject'), deny('s3:PutObject', CLOSED)],
        putObject('closed/\nx'),
        'deny',
      ],
      [
        'a new line in an object that is allowed',
        [allow('s3:PutObject', OPEN)],
        putObject('open/a\nb'),
        'allow',
      ],
      [
        'a denied object by an encoded letter',
        [allow(READ), deny(READ, CLOSED)],
        readPath('/%63losed/c', '/closed/c'),
        'deny',
      ],
      [
        'a denied object by an encoded slash',
        [allow(READ), deny(READ, CLOSED)],
        readPath('/closed%2Fc'),
        'deny',
      ],
      ['a denied object by dots', [allow(READ, OPEN)], readPath('/open/../closed/c'), 'deny', REFUSED],
      [
        'a denied object by encoded dots',
        [allow(READ, OPEN)],
        readPath('/open/%2e%2e/closed/c', '/open/../closed/c'),
        'deny',
        REFUSED,
      ],
      [
        'a denied object by two slashes',
        [allow('s3:*'), deny(READ, CLOSED)],
        readPath('//closed/c'),
        'deny',
        REFUSED,
      ],
    ),
  ),
  ...documented(
    authorization('AWS Secrets Manager'),
    rows(
      ['a secret by its name', ONE_SECRET, getSecret('open'), 'allow'],
      ['a secret by its ARN', ONE_SECRET, byArn('open', (arn) => arn), 'allow'],
      ['another secret by its name', ONE_SECRET, getSecret('closed'), 'deny'],
      ['another secret by its ARN', ONE_SECRET, byArn('closed', (arn) => arn), 'deny'],
      ['a secret by a star', ONE_SECRET, getSecret('*'), 'deny', REFUSED],
      ['a secret by a pattern', ONE_SECRET, getSecret('clos??'), 'deny', REFUSED],
      ['a secret by a pattern of ARNs', ONE_SECRET, getSecret('arn:aws:secretsmanager:*'), 'deny', REFUSED],
      ['a denied secret by its name', NOT_SECRET, getSecret('closed'), 'deny'],
      ['a denied secret by its ARN', NOT_SECRET, byArn('closed', (arn) => arn), 'deny'],
      [
        'a denied secret by a part of its ARN',
        NOT_SECRET,
        byArn('closed', (arn) => arn.slice(0, -7)),
        'deny',
      ],
      ['beside a denied secret', NOT_SECRET, getSecret('open'), 'allow'],
    ),
  ),
  ...documented(
    authorization('Amazon SQS'),
    rows(
      ['a queue', ONE_QUEUE, sendMessage('open'), 'allow'],
      ['another queue', ONE_QUEUE, sendMessage('closed'), 'deny'],
      ['a queue by a star', ONE_QUEUE, sendMessage('*'), 'deny', REFUSED],
      ['a denied queue', NOT_QUEUE, sendMessage('closed'), 'deny'],
      ['a denied queue in a form', NOT_QUEUE, queueByForm('closed', '/'), 'deny'],
      [
        'a denied queue in a form, on its path',
        NOT_QUEUE,
        queueByForm('closed', '/<account>/closed'),
        'deny',
      ],
      ['beside a denied queue', NOT_QUEUE, sendMessage('open'), 'allow'],
    ),
  ),
  ...documented(
    authorization('Amazon CloudWatch Logs'),
    rows(
      ['a log group', ONE_GROUP, describeStreams('/lake/open'), 'allow'],
      ['another log group', ONE_GROUP, describeStreams('/lake/closed'), 'deny'],
      ['a log group by a star', ONE_GROUP, describeStreams('*'), 'deny', REFUSED],
      ['a denied log group', NOT_GROUP, describeStreams('/lake/closed'), 'deny'],
      ['beside a denied log group', NOT_GROUP, describeStreams('/lake/open'), 'allow'],
    ),
  ),
  ...documented(
    authorization('Amazon SNS'),
    rows(
      ['a topic by a star', ONE_TOPIC, publish({ TopicArn: topicArn('*') }), 'deny', REFUSED],
      ['a topic by a pattern', ONE_TOPIC, publish({ TopicArn: topicArn('clos??') }), 'deny', REFUSED],
      ['a topic by a star alone', ONE_TOPIC, publish({ TopicArn: '*' }), 'deny', REFUSED],
      ['a target by a star alone', ONE_TOPIC, publish({ TargetArn: '*' }), 'deny', REFUSED],
      ['another topic by its target', ONE_TOPIC, publish({ TargetArn: topicArn('closed') }), 'deny'],
    ),
  ),
  ...documented(
    authorization('AWS Glue, Amazon Athena, AWS KMS and IAM'),
    rows(
      [
        'a work group by a star',
        [allow('athena:GetWorkGroup', `arn:aws:athena:${ARN}:workgroup/open`)],
        getWorkGroup('*'),
        'deny',
        REFUSED,
      ],
      [
        'a database by a star',
        [allow('glue:GetDatabase', [`arn:aws:glue:${ARN}:catalog`, `arn:aws:glue:${ARN}:database/open`])],
        getDatabase('*'),
        'deny',
        REFUSED,
      ],
      [
        'a role by a star',
        [allow('iam:GetRole', 'arn:aws:iam::<account>:role/open/open-role')],
        getRole('*'),
        'deny',
        REFUSED,
      ],
      ['a key by a star', [allow('kms:Encrypt', '<key>')], encrypt({ KeyId: '*' }), 'deny', REFUSED],
      ['an alias by a star', [allow('kms:Encrypt', '<key>')], encrypt({ KeyId: 'alias/*' }), 'deny', REFUSED],
      [
        'assuming a role by a star',
        [allow('sts:AssumeRole', 'arn:aws:iam::<account>:role/open/open-role')],
        assumeTarget({ RoleArn: 'arn:aws:iam::<account>:role/*' }),
        'deny',
        REFUSED,
      ],
    ),
  ),
];
