import type {
  BatchPermissionsRequestEntry,
  LakeFormationClient,
  PrincipalResourcePermissions,
  Resource,
} from '@aws-sdk/client-lakeformation';

/** The most that one call revokes (Lake Formation, "BatchRevokePermissions"). */
const BATCH = 20;

/**
 * Revokes every grant on databases, and on tables in them, that are gone: grants go by names, so a database that is made
 * again would have the old ones. No Terraform resource knows those of the creators. What the account refuses to revoke
 * stays; the inventory shows it.
 */
export async function revokeLeftGrants(
  lakeFormation: LakeFormationClient,
  databases: readonly string[],
): Promise<void> {
  const { BatchRevokePermissionsCommand } = await import('@aws-sdk/client-lakeformation');
  // In rounds: SELECT is listed beside ALL, and to revoke it breaks ALL into its parts.
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const entries = (await grantsOf(lakeFormation))
      .filter(({ Resource }) => databases.includes(databaseOf(Resource) ?? ''))
      .map(revocation);
    if (entries.length === 0 || entries.length >= before) return;
    before = entries.length;
    for (let i = 0; i < entries.length; i += BATCH)
      await lakeFormation.send(new BatchRevokePermissionsCommand({ Entries: entries.slice(i, i + BATCH) }));
  }
}

async function grantsOf(lakeFormation: LakeFormationClient): Promise<PrincipalResourcePermissions[]> {
  const { ListPermissionsCommand } = await import('@aws-sdk/client-lakeformation');
  const found: PrincipalResourcePermissions[] = [];
  let NextToken: string | undefined;
  do {
    const page = await lakeFormation.send(new ListPermissionsCommand({ NextToken }));
    found.push(...(page.PrincipalResourcePermissions ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

const databaseOf = (resource: Resource | undefined): string | undefined =>
  resource?.Database?.Name ?? (resource?.Table ?? resource?.TableWithColumns)?.DatabaseName;

const revocation = (grant: PrincipalResourcePermissions, i: number): BatchPermissionsRequestEntry => ({
  Id: String(i),
  Principal: grant.Principal,
  Resource: grant.Resource,
  Permissions: grant.Permissions,
  PermissionsWithGrantOption: grant.PermissionsWithGrantOption,
});
