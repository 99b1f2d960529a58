import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { BudgetsClient, CreateBudgetCommand } from '@aws-sdk/client-budgets';
import { CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateGroupCommand, CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { ACCOUNT, type Credentials, openWireAccount } from '../../local/gateway/account';
import { assume, createRole, ROOT, roleArn, trustIn } from '../../local/gateway/roles';
import { type Names, Scene, type Wire } from './scene';

/** An account with a few resources of each kind, which cases without a policy on a resource share. */
export interface Stage {
  /** The account as the deployer meets it. */
  deployer: Scene;
  /** A role whose inline policy is all that many cases are about, and a session of it. */
  plain: { name: string; by: Credentials };
  /** Counts cases. */
  next(): number;
  close(): Promise<void>;
}

/** Objects that each bucket holds. */
const OBJECTS = ['open/a', 'closed/c'];

export async function openStage(): Promise<Stage> {
  const account = await openWireAccount();
  const { requestHandler: handler } = new S3Client(account.settings).config;
  const wire: Wire = { account, handler, clients: new Map() };
  const names: Names = {
    made: 'shared',
    name: 'deployer',
    me: `arn:aws:iam::${ACCOUNT}:user/deployer`,
    role: roleArn('none'),
    user: `arn:aws:iam::${ACCOUNT}:user/deployer`,
    session: 'none',
    account: ACCOUNT,
    root: ROOT,
    bucket: 'shared-lake',
    key: '',
    topic: '',
    target: roleArn('none'),
    targetName: 'none',
  };
  const nothing = { withContext: new Uint8Array(), plain: new Uint8Array() };
  const bare = new Scene(wire, names, account.deployer, nothing);
  await makeBucket(bare, names.bucket);
  const key = await makeKey(bare);
  const topic = await bare.sns.send(new CreateTopicCommand({ Name: 'shared' }));
  const deployer = new Scene(
    wire,
    { ...names, key: key.arn, topic: topic.TopicArn! },
    account.deployer,
    key.ciphertext,
  );
  await makeOthers(deployer);
  const plain = 'case-plain';
  await createRole(account, plain);
  const by = await assume(account, plain, { RoleSessionName: 'session' });
  let count = 0;
  return {
    deployer,
    plain: { name: plain, by },
    next: () => count++,
    close: () => account.close(),
  };
}

/** Pairs of resources, one of which policies mean and the other not. */
async function makeOthers(deployer: Scene): Promise<void> {
  const settings = deployer.settings();
  for (const Name of ['open', 'closed']) {
    const Tags = [{ Key: 'team', Value: Name }];
    await deployer.json('secretsmanager', 'secretsmanager.CreateSecret', { Name, SecretString: 'x', Tags });
    await deployer.json('sqs', 'AmazonSQS.CreateQueue', { QueueName: Name });
    await deployer.json('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: `/lake/${Name}` });
    await deployer.sns.send(new CreateTopicCommand({ Name }));
    await new AthenaClient(settings).send(new CreateWorkGroupCommand({ Name, Tags }));
    await new GlueClient(settings).send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
    await deployer.iam.send(
      new CreateRoleCommand({
        RoleName: `${Name}-role`,
        Path: `/${Name}/`,
        AssumeRolePolicyDocument: trustIn(ROOT),
        Tags,
      }),
    );
    await deployer.iam.send(new CreateGroupCommand({ GroupName: `${Name}-group` }));
    await deployer.iam.send(new CreateUserCommand({ UserName: `${Name}-user`, Path: `/${Name}/` }));
  }
  await new BudgetsClient(settings).send(
    new CreateBudgetCommand({
      AccountId: ACCOUNT,
      Budget: {
        BudgetName: 'month',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: '10', Unit: 'USD' },
      },
    }),
  );
}

/** A bucket with an object that policies mean, and one that they do not. */
export async function makeBucket(deployer: Scene, Bucket: string, Tagging?: string): Promise<void> {
  const { s3 } = deployer;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of OBJECTS)
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...(Key === 'open/a' && { Tagging }) }));
}

/** A key with the policy that KMS gives to all, and what it has encrypted. */
export async function makeKey(
  { kms }: Scene,
  tags: Record<string, string> = {},
): Promise<{ arn: string; ciphertext: Scene['ciphertext'] }> {
  const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Tags }));
  const KeyId = KeyMetadata!.Arn!;
  const encrypt = async (EncryptionContext?: Record<string, string>) =>
    (await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('plain'), EncryptionContext })))
      .CiphertextBlob!;
  return {
    arn: KeyId,
    ciphertext: { withContext: await encrypt({ app: 'lake' }), plain: await encrypt() },
  };
}
