import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

/** The local account's own user; the account would not be one without it. */
const BUILT_IN_USER = 'deployer';
/** Roles that AWS itself keeps in an account. */
const isServiceRole = (path: string) =>
  path.startsWith('/aws-service-role/') || path.startsWith('/service-role/aws');

export async function listIam({ clients, ours }: Account): Promise<Item[]> {
  const { ListRolesCommand, ListPoliciesCommand, ListUsersCommand } = await import('@aws-sdk/client-iam');
  const iam = await clients.iam();
  const [roles, policies, users] = await Promise.all([
    allPages(
      (Marker) => iam.send(new ListRolesCommand({ Marker })),
      (page) => page.Roles,
      (page) => page.Marker,
    ),
    allPages(
      (Marker) => iam.send(new ListPoliciesCommand({ Scope: 'Local', Marker })),
      (page) => page.Policies,
      (page) => page.Marker,
    ),
    allPages(
      (Marker) => iam.send(new ListUsersCommand({ Marker })),
      (page) => page.Users,
      (page) => page.Marker,
    ),
  ]);
  return [
    ...roles
      .filter((role) => !isServiceRole(role.Path ?? '/') && ours(role.RoleName!))
      .map((role): Item => ({ kind: 'iam role', id: role.RoleName! })),
    ...policies
      .filter((policy) => ours(policy.PolicyName!))
      .map((policy): Item => ({ kind: 'iam policy', id: policy.Arn!, label: policy.PolicyName })),
    ...users
      .filter((user) => user.UserName !== BUILT_IN_USER && ours(user.UserName!))
      .map((user): Item => ({ kind: 'iam user', id: user.UserName! })),
  ];
}
