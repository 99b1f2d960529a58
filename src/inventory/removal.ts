import { CliError } from '../cliError';
import type { Clients } from '../target/clients';
import { describeItem, type Item, type Kind } from './item';
import { allPages } from './pages';

type Remover = (item: Item, clients: Clients) => Promise<void>;

/** How a thing that somebody made by hand is removed. */
const REMOVERS: Partial<Record<Kind, Remover>> = {
  's3 bucket': async ({ id: Bucket }, clients) => {
    const { DeleteBucketCommand, DeleteObjectsCommand, ListObjectsV2Command } = await import(
      '@aws-sdk/client-s3'
    );
    const s3 = await clients.s3();
    const keys = await allPages(
      (ContinuationToken) => s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken })),
      (page) => page.Contents,
      (page) => page.NextContinuationToken,
    );
    for (let at = 0; at < keys.length; at += 1000)
      await s3.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Objects: keys.slice(at, at + 1000).map(({ Key }) => ({ Key })) },
        }),
      );
    await s3.send(new DeleteBucketCommand({ Bucket }));
  },
  'iam role': async ({ id: RoleName }, clients) => {
    const {
      DeleteRoleCommand,
      DeleteRolePolicyCommand,
      DetachRolePolicyCommand,
      ListAttachedRolePoliciesCommand,
      ListRolePoliciesCommand,
    } = await import('@aws-sdk/client-iam');
    const iam = await clients.iam();
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames)
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    for (const { PolicyArn } of AttachedPolicies)
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  },
  'iam policy': async ({ id: PolicyArn }, clients) => {
    const { DeletePolicyCommand } = await import('@aws-sdk/client-iam');
    await (await clients.iam()).send(new DeletePolicyCommand({ PolicyArn }));
  },
  'iam user': async ({ id: UserName }, clients) => {
    const { DeleteAccessKeyCommand, DeleteUserCommand, ListAccessKeysCommand } = await import(
      '@aws-sdk/client-iam'
    );
    const iam = await clients.iam();
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    for (const { AccessKeyId } of AccessKeyMetadata)
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    await iam.send(new DeleteUserCommand({ UserName }));
  },
  'kms key': async ({ id: KeyId }, clients) => {
    const { ScheduleKeyDeletionCommand } = await import('@aws-sdk/client-kms');
    await (await clients.kms()).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  },
  'kms alias': async ({ id: AliasName }, clients) => {
    const { DeleteAliasCommand } = await import('@aws-sdk/client-kms');
    await (await clients.kms()).send(new DeleteAliasCommand({ AliasName }));
  },
  'sns topic': async ({ id: TopicArn }, clients) => {
    const { DeleteTopicCommand } = await import('@aws-sdk/client-sns');
    await (await clients.sns()).send(new DeleteTopicCommand({ TopicArn }));
  },
  'athena work group': async ({ id: WorkGroup }, clients) => {
    const { DeleteWorkGroupCommand } = await import('@aws-sdk/client-athena');
    await (await clients.athena()).send(
      new DeleteWorkGroupCommand({ WorkGroup, RecursiveDeleteOption: true }),
    );
  },
  'athena named query': async ({ id: NamedQueryId }, clients) => {
    const { DeleteNamedQueryCommand } = await import('@aws-sdk/client-athena');
    await (await clients.athena()).send(new DeleteNamedQueryCommand({ NamedQueryId }));
  },
  'athena prepared statement': async ({ id }, clients) => {
    const { DeletePreparedStatementCommand } = await import('@aws-sdk/client-athena');
    const [WorkGroup, StatementName] = id.split('/');
    await (await clients.athena()).send(new DeletePreparedStatementCommand({ WorkGroup, StatementName }));
  },
  'glue database': async ({ id: Name }, clients) => {
    const { DeleteDatabaseCommand } = await import('@aws-sdk/client-glue');
    await (await clients.glue()).send(new DeleteDatabaseCommand({ Name }));
  },
  'lake formation location': async ({ id: ResourceArn }, clients) => {
    const { DeregisterResourceCommand } = await import('@aws-sdk/client-lakeformation');
    await (await clients.lakeFormation()).send(new DeregisterResourceCommand({ ResourceArn }));
  },
  'cloudwatch dashboard': async ({ id }, clients) => {
    const { DeleteDashboardsCommand } = await import('@aws-sdk/client-cloudwatch');
    await (await clients.cloudWatch()).send(new DeleteDashboardsCommand({ DashboardNames: [id] }));
  },
  'cloudwatch alarm': async ({ id }, clients) => {
    const { DeleteAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
    await (await clients.cloudWatch()).send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
  },
};

/** What goes by itself with another thing: a table with its database, a named query with its work group. */
const GOES_WITH: Partial<Record<Kind, Kind>> = {
  'glue table': 'glue database',
  'athena named query': 'athena work group',
  'athena prepared statement': 'athena work group',
};
const LAST: Kind[] = ['iam policy', 'kms key'];

/** Removes what was made by hand. @throws CliError that names what could not be removed */
export async function removeByHand(items: Item[], clients: Clients): Promise<void> {
  const failed: string[] = [];
  const ordered = [
    ...items.filter(({ kind }) => !LAST.includes(kind)),
    ...items.filter(({ kind }) => LAST.includes(kind)),
  ];
  for (const item of ordered) {
    const remove = REMOVERS[item.kind];
    const holder = GOES_WITH[item.kind];
    if (!remove && holder) continue;
    try {
      await remove?.(item, clients);
    } catch (error) {
      // It may have gone with what held it.
      if (!holder) failed.push(`${describeItem(item)}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (failed.length > 0)
    throw new CliError(
      `Some things could not be removed:\n  ${failed.join('\n  ')}`,
      'Remove them by hand, then run `make nuke` again.',
    );
}
