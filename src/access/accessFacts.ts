import { allPages } from '../inventory/pages';
import type { Clients } from '../target/clients';
import type { RoleName } from '../target/roles';
import { roleName } from '../target/roles';
import type { Target } from '../target/target';
import type { AccessFacts } from './accessRows';
import { type Grant, grantOf, IAM_ALLOWED_PRINCIPALS, unreadGrant } from './grant';
import type { Policy, RoleIdentity } from './iamGate';
import type { Holder } from './lakeFormationGate';
import { type LakeTable, lakeTable, type Registration } from './lakeTable';

/**
 * Asks IAM, Glue, Lake Formation and S3, as the deployer, for all that decides what a role sees.
 *
 * @param clients the deployer's
 * @param databases whose tables
 * @throws the services' errors; NoSuchEntityException when the role does not exist
 */
export async function accessFacts(
  target: Target,
  clients: Clients,
  role: RoleName,
  databases: readonly string[],
): Promise<AccessFacts> {
  const name = roleName(role);
  const arn = `arn:aws:iam::${target.accountId}:role/${name}`;
  const [identity, tables, lake] = await Promise.all([
    roleIdentity(clients, name, arn),
    tablesOf(clients, databases),
    lakeFormation(clients, arn, target.accountId),
  ]);
  return {
    role: identity,
    place: {
      accountId: target.accountId,
      region: target.region,
      workGroup: name,
      bucketPolicies: await bucketPolicies(clients, tables),
    },
    tables,
    ...lake,
  };
}

async function roleIdentity(clients: Clients, RoleName: string, arn: string): Promise<RoleIdentity> {
  const sdk = await import('@aws-sdk/client-iam');
  const iam = await clients.iam();
  const managed = async (PolicyArn: string): Promise<Policy> => {
    const { Policy } = await iam.send(new sdk.GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId! }),
    );
    return { name: Policy!.PolicyName!, document: document(PolicyVersion!.Document!) };
  };
  const [{ Role }, inline, attached] = await Promise.all([
    iam.send(new sdk.GetRoleCommand({ RoleName })),
    allPages(
      (Marker) => iam.send(new sdk.ListRolePoliciesCommand({ RoleName, Marker })),
      (page) => page.PolicyNames,
      (page) => page.Marker,
    ),
    allPages(
      (Marker) => iam.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName, Marker })),
      (page) => page.AttachedPolicies,
      (page) => page.Marker,
    ),
  ]);
  const boundary = Role!.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn,
    policies: await Promise.all([
      ...inline.map(async (PolicyName) => {
        const { PolicyDocument } = await iam.send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName }));
        return { name: PolicyName, document: document(PolicyDocument!) };
      }),
      ...attached.map(({ PolicyArn }) => managed(PolicyArn!)),
    ]),
    ...(boundary ? { boundary: await managed(boundary) } : {}),
  };
}

/** IAM hands out its policies URL-encoded (RFC 3986). */
const document = (text: string): unknown => JSON.parse(decodeURIComponent(text));

async function tablesOf(clients: Clients, databases: readonly string[]): Promise<LakeTable[]> {
  const { GetTablesCommand } = await import('@aws-sdk/client-glue');
  const glue = await clients.glue();
  const lists = await Promise.all(
    databases.map((DatabaseName) =>
      allPages(
        (NextToken) => glue.send(new GetTablesCommand({ DatabaseName, NextToken })),
        (page) => page.TableList,
        (page) => page.NextToken,
      ).catch((error: Error) => {
        // A database that is not there has no tables.
        if (error.name === 'EntityNotFoundException') return [];
        throw error;
      }),
    ),
  );
  return lists.flat().map(lakeTable);
}

async function lakeFormation(
  clients: Clients,
  arn: string,
  accountId: string,
): Promise<{ registered: Registration[]; holder: Holder; unread: string[] }> {
  const sdk = await import('@aws-sdk/client-lakeformation');
  const lake = await clients.lakeFormation();
  const principals = [arn, `${accountId}:IAMPrincipals`, IAM_ALLOWED_PRINCIPALS];
  const [held, resources, { DataLakeSettings }] = await Promise.all([
    Promise.all(
      principals.map((DataLakePrincipalIdentifier) =>
        allPages(
          (NextToken) =>
            lake.send(
              new sdk.ListPermissionsCommand({ Principal: { DataLakePrincipalIdentifier }, NextToken }),
            ),
          (page) => page.PrincipalResourcePermissions,
          (page) => page.NextToken,
        ),
      ),
    ),
    allPages(
      (NextToken) => lake.send(new sdk.ListResourcesCommand({ NextToken })),
      (page) => page.ResourceInfoList,
      (page) => page.NextToken,
    ),
    lake.send(new sdk.GetDataLakeSettingsCommand({})),
  ]);
  const grants = held.flat();
  return {
    registered: resources.map(({ ResourceArn, HybridAccessEnabled }) => ({
      arn: ResourceArn ?? '',
      hybrid: HybridAccessEnabled === true,
    })),
    holder: {
      arn,
      grants: grants.map(grantOf).filter((grant): grant is Grant => grant !== undefined),
      administrator: (DataLakeSettings?.DataLakeAdmins ?? []).some(
        ({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier === arn,
      ),
    },
    unread: [...new Set(grants.map(unreadGrant).filter((kind) => kind !== undefined))],
  };
}

async function bucketPolicies(clients: Clients, tables: LakeTable[]): Promise<Record<string, unknown>> {
  const { GetBucketPolicyCommand } = await import('@aws-sdk/client-s3');
  const s3 = await clients.s3();
  const buckets = new Set(tables.map(({ location }) => location?.split('/')[2]).filter((name) => name));
  const policies = await Promise.all(
    [...buckets].map(async (Bucket) => {
      try {
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
        return [Bucket!, JSON.parse(Policy!)] as const;
      } catch (error) {
        if (['NoSuchBucketPolicy', 'NoSuchBucket'].includes((error as Error).name)) return undefined;
        throw error;
      }
    }),
  );
  return Object.fromEntries(policies.filter((entry) => entry !== undefined));
}
