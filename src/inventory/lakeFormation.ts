import type { Resource } from '@aws-sdk/client-lakeformation';
import { SANDBOX } from '../../infra/names';
import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';
import { grantItem } from './state';

/** What a grant is on, in the words of the inventory. */
function on(resource: Resource | undefined): string {
  if (resource?.Database) return `database ${resource.Database.Name}`;
  const table = resource?.Table ?? resource?.TableWithColumns;
  if (table)
    return `table ${table.DatabaseName}.${'TableWildcard' in table && table.TableWildcard ? '*' : table.Name}`;
  if (resource?.DataLocation) return `location ${resource.DataLocation.ResourceArn}`;
  return resource?.Catalog ? 'catalog' : 'other';
}

/** Registered locations and grants. The implicit grants of administrators and creators are AWS's doing and left out. */
export async function listLakeFormation({ clients, target, ours }: Account): Promise<Item[]> {
  const { ListResourcesCommand, ListPermissionsCommand, GetDataLakeSettingsCommand } = await import(
    '@aws-sdk/client-lakeformation'
  );
  const lakeFormation = await clients.lakeFormation();
  const [resources, grants, settings] = await Promise.all([
    allPages(
      (NextToken) => lakeFormation.send(new ListResourcesCommand({ NextToken })),
      (page) => page.ResourceInfoList,
      (page) => page.NextToken,
    ),
    allPages(
      (NextToken) => lakeFormation.send(new ListPermissionsCommand({ NextToken })),
      (page) => page.PrincipalResourcePermissions,
      (page) => page.NextToken,
    ),
    lakeFormation.send(new GetDataLakeSettingsCommand({})),
  ]);
  const implicit = new Set([
    // Who makes a thing holds everything on it, and keeps that when the thing is gone.
    await target.deployerArn(),
    ...(settings.DataLakeSettings?.DataLakeAdmins ?? []).map((admin) => admin.DataLakePrincipalIdentifier),
  ]);
  const bucket = (arn: string) => arn.split(':::')[1] ?? arn;
  const items = [
    ...resources
      .filter((resource) => ours(bucket(resource.ResourceArn!)))
      .map((resource): Item => ({ kind: 'lake formation location', id: resource.ResourceArn! })),
    ...grants
      .map((grant) => ({
        principal: grant.Principal?.DataLakePrincipalIdentifier ?? '',
        on: on(grant.Resource),
      }))
      .filter(
        // Grants on the learner's own tables are as much data as the tables: the creator has them by creating.
        ({ principal, on: what }) =>
          !what.startsWith(`table ${SANDBOX}.`) &&
          !implicit.has(principal) &&
          (principal === 'IAM_ALLOWED_PRINCIPALS' || ours(principal.split('/').at(-1)!)),
      )
      .map(({ principal, on: what }) => grantItem(principal, what)),
  ];
  return [...new Map(items.map((item) => [`${item.kind}\n${item.id}`, item])).values()];
}
