import { DATABASE, LAKE, OBJECTS, prepareSetting } from '../writers/setting';
import { openFaultClients } from './clients';
import type { FaultAccount } from './faultAccount';
import type { Value } from './ledger';
import { RESULTS, runQuery, selectRows } from './queries';

const AccountId = '123456789012';
const KEPT = { UserName: 'kept' };
const policy = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

/** What only the account could choose, and what is needed to look at it again. */
export interface Chosen {
  accessKeyId: string;
  secretAccessKey: string;
  /** Base64. */
  ciphertext: string;
  keyId: string;
  namedQuery: string;
  uploadId: string;
  queue: string;
  topic: string;
}

/** Puts one thing of each kind into an account. */
export async function fillSmallLakehouse(account: FaultAccount): Promise<Chosen> {
  const { iam, kms, s3, sns, sqs, secrets, athena, glue, lakeFormation, budgets } = account.clients;
  await prepareSetting(account);
  await iam.createUser({ ...KEPT, Tags: [{ Key: 'since', Value: 'v1' }] });
  await iam.putUserPolicy({ ...KEPT, PolicyName: 'own', PolicyDocument: policy('sts:GetCallerIdentity') });
  const { AccessKey } = await iam.createAccessKey(KEPT);
  const { KeyMetadata } = await kms.createKey({ Description: 'kept' });
  const keyId = KeyMetadata?.KeyId ?? '';
  await kms.createAlias({ AliasName: 'alias/kept', TargetKeyId: keyId });
  const { CiphertextBlob } = await kms.encrypt({ KeyId: keyId, Plaintext: Buffer.from('a secret') });
  await s3.putBucketTagging({ Bucket: OBJECTS, Tagging: { TagSet: [{ Key: 'kept', Value: 'yes' }] } });
  await s3.putObject({
    Bucket: OBJECTS,
    Key: 'kept.txt',
    Body: 'an object',
    Metadata: { who: 'me' },
    Tagging: 'a=b',
  });
  const { UploadId = '' } = await s3.createMultipartUpload({ Bucket: OBJECTS, Key: 'open' });
  await s3.uploadPart({ Bucket: OBJECTS, Key: 'open', UploadId, PartNumber: 1, Body: 'a part' });
  await runQuery(
    account,
    `CREATE TABLE ${DATABASE}.kept (id bigint, name string) PARTITIONED BY (bucket(2, id)) LOCATION 's3://${LAKE}/kept/' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
  );
  await runQuery(account, `INSERT INTO ${DATABASE}.kept VALUES (1, 'one'), (2, 'two'), (3, 'three')`);
  await runQuery(account, `UPDATE ${DATABASE}.kept SET name = 'second' WHERE id = 2`);
  await runQuery(account, `DELETE FROM ${DATABASE}.kept WHERE id = 3`);
  const TableInput = {
    Name: 'entry',
    Description: 'first',
    StorageDescriptor: { Columns: [{ Name: 'a', Type: 'string' }] },
  };
  await glue.createTable({ DatabaseName: DATABASE, TableInput });
  await glue.updateTable({ DatabaseName: DATABASE, TableInput: { ...TableInput, Description: 'second' } });
  await lakeFormation.grantPermissions({
    Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${AccountId}:user/kept` },
    Resource: { Table: { DatabaseName: DATABASE, Name: 'kept' } },
    Permissions: ['SELECT'],
  });
  await athena.createWorkGroup({
    Name: 'kept',
    Description: 'a group',
    Configuration: { ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` } },
  });
  const named = await athena.createNamedQuery({ Name: 'kept', Database: DATABASE, QueryString: 'SELECT 1' });
  await secrets('CreateSecret', { Name: 'kept', SecretString: 'said to nobody' });
  const { TopicArn = '' } = await sns.createTopic({ Name: 'kept', Attributes: { DisplayName: 'a topic' } });
  const { QueueUrl } = await sqs('CreateQueue', { QueueName: 'kept' });
  await sqs('SendMessage', { QueueUrl, MessageBody: 'a message' });
  await budgets.createBudget({
    AccountId,
    Budget: {
      BudgetName: 'kept',
      BudgetLimit: { Amount: '12', Unit: 'USD' },
      TimeUnit: 'MONTHLY',
      BudgetType: 'COST',
    },
  });
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    ciphertext: Buffer.from(CiphertextBlob ?? []).toString('base64'),
    keyId,
    namedQuery: named.NamedQueryId ?? '',
    uploadId: UploadId,
    queue: String(QueueUrl),
    topic: TopicArn,
  };
}

/** Looks at all that `fillSmallLakehouse` made. */
export async function readSmallLakehouse(
  account: FaultAccount,
  chosen: Chosen,
): Promise<Record<string, Value>> {
  const { iam, kms, s3, sns, sqs, secrets, athena, glue, lakeFormation, budgets, endpoint } = account.clients;
  const holder = openFaultClients(endpoint, account.folder, { as: chosen });
  const user = (await iam.getUser(KEPT)).User;
  const object = await s3.getObject({ Bucket: OBJECTS, Key: 'kept.txt' });
  const parts = await s3.listParts({ Bucket: OBJECTS, Key: 'open', UploadId: chosen.uploadId });
  const { TableVersions = [] } = await glue.getTableVersions({ DatabaseName: DATABASE, TableName: 'entry' });
  const grants = await lakeFormation.listPermissions({
    Resource: { Table: { DatabaseName: DATABASE, Name: 'kept' } },
  });
  const queue = await sqs('GetQueueAttributes', {
    QueueUrl: chosen.queue.replace(/^http:\/\/[^/]+/, endpoint),
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  const { Plaintext } = await kms.decrypt({ CiphertextBlob: Buffer.from(chosen.ciphertext, 'base64') });
  const identity = await holder.sts.getCallerIdentity({});
  holder.destroy();
  return {
    user: [user?.UserId ?? null, user?.Tags?.[0]?.Value ?? null],
    policy: (await iam.getUserPolicy({ ...KEPT, PolicyName: 'own' })).PolicyDocument ?? null,
    identity: identity.UserId ?? null,
    plaintext: Buffer.from(Plaintext ?? []).toString('utf8'),
    alias: (await kms.describeKey({ KeyId: 'alias/kept' })).KeyMetadata?.KeyId ?? null,
    bucketTag: (await s3.getBucketTagging({ Bucket: OBJECTS })).TagSet?.[0]?.Value ?? null,
    object: (await object.Body?.transformToString()) ?? null,
    objectFacts: [object.ETag ?? null, object.Metadata ?? null],
    objectTag: (await s3.getObjectTagging({ Bucket: OBJECTS, Key: 'kept.txt' })).TagSet?.[0]?.Value ?? null,
    parts: (parts.Parts ?? []).map(({ ETag = '' }) => ETag),
    rows: await selectRows(account, `SELECT * FROM ${DATABASE}.kept ORDER BY id`),
    versions: TableVersions.map(({ Table }) => `${Table?.VersionId} ${Table?.Description}`),
    grants: (grants.PrincipalResourcePermissions ?? []).map(
      ({ Principal, Permissions }) => `${Principal?.DataLakePrincipalIdentifier} ${Permissions?.join()}`,
    ),
    workGroup: (await athena.getWorkGroup({ WorkGroup: 'kept' })).WorkGroup?.Description ?? null,
    namedQuery:
      (await athena.getNamedQuery({ NamedQueryId: chosen.namedQuery })).NamedQuery?.QueryString ?? null,
    secret: String((await secrets('GetSecretValue', { SecretId: 'kept' })).SecretString),
    topic: (await sns.getTopicAttributes({ TopicArn: chosen.topic })).Attributes?.DisplayName ?? null,
    messages: (queue.Attributes as Record<string, string>).ApproximateNumberOfMessages ?? null,
    budget:
      (await budgets.describeBudget({ AccountId, BudgetName: 'kept' })).Budget?.BudgetLimit?.Amount ?? null,
  };
}
