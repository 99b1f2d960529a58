import { bucketName, PROJECT, roleName } from '../../../infra/names';
import type { Clients } from '../../target/clients';
import type { Target } from '../../target/target';

export type Config = Record<string, unknown>;

export interface Place {
  clients: Clients;
  target: Pick<Target, 'accountId' | 'region'>;
  layer: string;
  /** Whether an earlier run on the layer did not come to its end. */
  unfinished: boolean;
}

/** A thing that is there. */
export interface Found {
  /** For `terraform import`; undefined for a type that cannot be imported. */
  id: string | undefined;
  /** Of a Lake Formation location, the one type that cannot be imported. */
  arn?: string;
  /** For people. */
  name: string;
  /** Why it is not the project's; undefined: it is. */
  stranger?: string;
}

/** Looks for a thing as the template describes it. @returns undefined, or throws AWS's error, when it is not there */
type Finder = (config: Config, place: Place) => Promise<Found | undefined>;

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`not a name: ${JSON.stringify(value)}`);
  return value;
};

/** Tags as the services write them: in capitals, in small letters, or as an object. */
type Tags = readonly { Key?: string; Value?: string }[] | undefined;

const NO_TAG = `it does not bear the tag project=${PROJECT}`;

/** Whose it is, by its tags. */
const byTags = (id: string, name: string, tags: Tags): Found =>
  tags?.some(({ Key, Value }) => Key === 'project' && Value === PROJECT)
    ? { id, name }
    : { id, name, stranger: NO_TAG };

/**
 * By type; parents before children. The ids are those of the provider's documentation, section "Import" of each resource.
 *
 * Types that are missing are settings of a thing that is here (of buckets, of the topic), or cannot be told from what
 * others did (data lake settings, grants): they are put, so to make them again is no error and leaves nothing.
 */
export const FINDERS: Record<string, Finder> = {
  aws_kms_key: async (_, { clients, layer }) => {
    const { ListKeysCommand, ListResourceTagsCommand, DescribeKeyCommand } = await import(
      '@aws-sdk/client-kms'
    );
    const kms = await clients.kms();
    // A key has no name; the tags come with it.
    for (let Marker: string | undefined; ; ) {
      const { Keys = [], NextMarker } = await kms.send(new ListKeysCommand({ Marker }));
      for (const { KeyId } of Keys) {
        try {
          const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
          if (KeyMetadata?.KeyManager !== 'CUSTOMER' || KeyMetadata.KeyState !== 'Enabled') continue;
          const { Tags: tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
          const tag = (key: string) => tags.find(({ TagKey }) => TagKey === key)?.TagValue;
          if (tag('project') === PROJECT && tag('layer') === layer)
            return { id: KeyId, name: `KMS key ${KeyId}` };
        } catch (error) {
          // Somebody else's key, by its own policy; the deployer may look at the project's.
          if ((error as Error).name !== 'AccessDeniedException') throw error;
        }
      }
      if (!NextMarker) return undefined;
      Marker = NextMarker;
    }
  },
  aws_kms_alias: async ({ name }, { clients }) => {
    const { DescribeKeyCommand, ListResourceTagsCommand } = await import('@aws-sdk/client-kms');
    const kms = await clients.kms();
    const KeyId = (await kms.send(new DescribeKeyCommand({ KeyId: text(name) }))).KeyMetadata?.KeyId;
    const { Tags: tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
    const found = byTags(
      text(name),
      `KMS alias ${text(name)}`,
      tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
    );
    return found.stranger
      ? { ...found, stranger: `its key ${KeyId} does not bear the tag project=${PROJECT}` }
      : found;
  },
  aws_s3_bucket: async ({ bucket }, { clients, target, unfinished }) => {
    const { GetBucketTaggingCommand, HeadBucketCommand, ListObjectsV2Command } = await import(
      '@aws-sdk/client-s3'
    );
    const s3 = await clients.s3();
    const Bucket = text(bucket);
    const name = `S3 bucket ${Bucket}`;
    const owned = { Bucket, ExpectedBucketOwner: target.accountId };
    try {
      await s3.send(new HeadBucketCommand(owned));
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== 403)
        throw error;
      return { id: Bucket, name, stranger: 'it belongs to another AWS account, or it may not be looked at' };
    }
    try {
      const { TagSet } = await s3.send(new GetBucketTaggingCommand(owned));
      return byTags(Bucket, name, TagSet);
    } catch (error) {
      if ((error as Error).name !== 'NoSuchTagSet') throw error;
    }
    // The provider tags a bucket by a second call. One without any tag, in the account, with the account's number in its
    // name and nothing in it, is what a run left that ended between the two.
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ ...owned, MaxKeys: 1 }));
    return unfinished && KeyCount === 0 ? { id: Bucket, name } : { id: Bucket, name, stranger: NO_TAG };
  },
  aws_iam_role: async ({ name }, { clients }) => {
    const { GetRoleCommand } = await import('@aws-sdk/client-iam');
    const { Role } = await (await clients.iam()).send(new GetRoleCommand({ RoleName: text(name) }));
    return byTags(text(name), `IAM role ${text(name)}`, Role?.Tags);
  },
  aws_iam_role_policy: async ({ name, role }, { clients }) => {
    const { GetRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const [RoleName, PolicyName] = [text(role), text(name)];
    await (await clients.iam()).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { id: `${RoleName}:${PolicyName}`, name: `policy ${PolicyName} of IAM role ${RoleName}` };
  },
  aws_iam_policy: async ({ name }, { clients, target }) => {
    const { GetPolicyCommand } = await import('@aws-sdk/client-iam');
    const PolicyArn = `arn:aws:iam::${target.accountId}:policy/${text(name)}`;
    const { Policy } = await (await clients.iam()).send(new GetPolicyCommand({ PolicyArn }));
    return byTags(PolicyArn, `IAM policy ${text(name)}`, Policy?.Tags);
  },
  aws_glue_catalog_database: async ({ name }, { clients, target }) => {
    const { GetDatabaseCommand, GetTagsCommand } = await import('@aws-sdk/client-glue');
    const glue = await clients.glue();
    const Name = text(name);
    await glue.send(new GetDatabaseCommand({ Name }));
    const ResourceArn = `arn:aws:glue:${target.region}:${target.accountId}:database/${Name}`;
    const { Tags: tags = {} } = await glue.send(new GetTagsCommand({ ResourceArn }));
    return byTags(
      `${target.accountId}:${Name}`,
      `Glue database ${Name}`,
      Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    );
  },
  aws_glue_catalog_table: async ({ name, database_name, storage_descriptor }, { clients, target }) => {
    const { GetTableCommand } = await import('@aws-sdk/client-glue');
    const named = { DatabaseName: text(database_name), Name: text(name) };
    const { Table } = await (await clients.glue()).send(new GetTableCommand(named));
    const id = `${target.accountId}:${named.DatabaseName}:${named.Name}`;
    const label = `Glue table ${named.DatabaseName}.${named.Name}`;
    // The provider gives tables no tags. The project's lie in its buckets, where the template says.
    const location = Table?.StorageDescriptor?.Location ?? '';
    return isPlannedLocation(location, storage_descriptor)
      ? { id, name: label }
      : {
          id,
          name: label,
          stranger: `it lies at ${location || 'no place'}, not where the lakehouse keeps it`,
        };
  },
  aws_lakeformation_resource: async ({ arn }, { clients, target }) => {
    const { DescribeResourceCommand } = await import('@aws-sdk/client-lakeformation');
    const bucket = `arn:aws:s3:::${bucketName('lake', target)}`;
    const ResourceArn = text(arn).replace(/^arn:aws:s3:::\$\{[^}]*\}/, bucket);
    const { ResourceInfo } = await (await clients.lakeFormation()).send(
      new DescribeResourceCommand({ ResourceArn }),
    );
    if (!ResourceInfo) return undefined;
    const name = `Lake Formation location ${ResourceArn}`;
    const role = ResourceInfo.RoleArn ?? '';
    return role.includes(`:role/${PROJECT}-`)
      ? { id: undefined, arn: ResourceArn, name }
      : { id: undefined, name, stranger: `it is registered with ${role}` };
  },
  aws_athena_workgroup: async ({ name }, { clients, target }) => {
    const { GetWorkGroupCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-athena');
    const athena = await clients.athena();
    const WorkGroup = text(name);
    await athena.send(new GetWorkGroupCommand({ WorkGroup }));
    const ResourceARN = `arn:aws:athena:${target.region}:${target.accountId}:workgroup/${WorkGroup}`;
    const { Tags: tags } = await athena.send(new ListTagsForResourceCommand({ ResourceARN }));
    return byTags(WorkGroup, `Athena work group ${WorkGroup}`, tags);
  },
  aws_athena_named_query: async ({ name, workgroup }, { clients }) => {
    const { BatchGetNamedQueryCommand, ListNamedQueriesCommand } = await import('@aws-sdk/client-athena');
    const athena = await clients.athena();
    for (let NextToken: string | undefined; ; ) {
      const page = await athena.send(
        new ListNamedQueriesCommand({ WorkGroup: text(workgroup), MaxResults: 50, NextToken }),
      );
      const { NamedQueryIds = [] } = page;
      if (NamedQueryIds.length === 0) return undefined;
      const { NamedQueries } = await athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
      const id = NamedQueries?.find((query) => query.Name === name)?.NamedQueryId;
      if (id) return { id, name: `Athena named query ${text(name)}` };
      if (!page.NextToken) return undefined;
      NextToken = page.NextToken;
    }
  },
  aws_sns_topic: async ({ name }, { clients, target }) => {
    const { GetTopicAttributesCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-sns');
    const sns = await clients.sns();
    const arn = `arn:aws:sns:${target.region}:${target.accountId}:${text(name)}`;
    await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    const { Tags: tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    return byTags(arn, `SNS topic ${text(name)}`, tags);
  },
  aws_cloudwatch_dashboard: async ({ dashboard_name }, { clients }) => {
    const { GetDashboardCommand } = await import('@aws-sdk/client-cloudwatch');
    const DashboardName = text(dashboard_name);
    const { DashboardBody = '' } = await (await clients.cloudWatch()).send(
      new GetDashboardCommand({ DashboardName }),
    );
    const name = `CloudWatch dashboard ${DashboardName}`;
    // A dashboard has no tags; the project's shows its work groups.
    return DashboardBody.includes(roleName('engineer'))
      ? { id: DashboardName, name }
      : { id: DashboardName, name, stranger: "it shows nothing of the lakehouse's work groups" };
  },
  aws_cloudwatch_metric_alarm: async ({ alarm_name }, { clients }) => {
    const { DescribeAlarmsCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-cloudwatch');
    const cloudWatch = await clients.cloudWatch();
    const AlarmName = text(alarm_name);
    const { MetricAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
    );
    const ResourceARN = MetricAlarms[0]?.AlarmArn;
    if (!ResourceARN) return undefined;
    const { Tags: tags } = await cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN }));
    return byTags(AlarmName, `CloudWatch alarm ${AlarmName}`, tags);
  },
  aws_budgets_budget: async ({ name }, { clients, target }) => {
    const { DescribeBudgetCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-budgets');
    const budgets = await clients.budgets();
    const { accountId: AccountId } = target;
    const BudgetName = text(name);
    await budgets.send(new DescribeBudgetCommand({ AccountId, BudgetName }));
    const ResourceARN = `arn:aws:budgets::${AccountId}:budget/${BudgetName}`;
    const { ResourceTags } = await budgets.send(new ListTagsForResourceCommand({ ResourceARN }));
    return byTags(`${AccountId}:${BudgetName}`, `budget ${BudgetName}`, ResourceTags);
  },
  aws_budgets_budget_action: async ({ budget_name }, { clients, target }) => {
    const { DescribeBudgetActionsForBudgetCommand } = await import('@aws-sdk/client-budgets');
    const { accountId: AccountId } = target;
    const BudgetName = text(budget_name);
    const { Actions = [] } = await (await clients.budgets()).send(
      new DescribeBudgetActionsForBudgetCommand({ AccountId, BudgetName }),
    );
    // A budget can have more actions; the project's attaches a policy of the project.
    const own = Actions.find(({ Definition }) =>
      Definition?.IamActionDefinition?.PolicyArn?.includes(`:policy/${PROJECT}-`),
    );
    return (
      own && { id: `${AccountId}:${own.ActionId}:${BudgetName}`, name: `action of budget ${BudgetName}` }
    );
  },
};

/** Whether a table lies where the template puts it; the bucket's name is another layer's output there. */
function isPlannedLocation(location: string, descriptor: unknown): boolean {
  const block = (Array.isArray(descriptor) ? descriptor[0] : descriptor) as
    | { location?: unknown }
    | undefined;
  const planned = typeof block?.location === 'string' ? block.location : '';
  const folder = (place: string) => place.replace(/\/+$/, '').split('/').slice(3).join('/');
  return (
    location.startsWith(`s3://${PROJECT}-`) &&
    folder(location) === folder(planned.replace(/\$\{[^}]*\}/, 'bucket'))
  );
}
