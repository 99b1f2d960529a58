import type {
  ListPermissionsCommandInput,
  ListPermissionsResponse,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { pageOf } from '../glue/page';
import { checkExists, readResource, sameObject, shownResource } from './grantedResource';
import { type Grant, type GrantedResource, openGrants } from './grants';
import { principalOf, principalsOf } from './principal';
import { openSettings } from './settings';

const RESOURCE_TYPES = [
  'CATALOG',
  'DATABASE',
  'TABLE',
  'DATA_LOCATION',
  'LF_TAG',
  'LF_TAG_POLICY',
  'LF_TAG_POLICY_DATABASE',
  'LF_TAG_POLICY_TABLE',
  'LF_NAMED_TAG_EXPRESSION',
];

/** Grants on these kinds of resources come with tags and data cells filters; until then there are none of them. */
const WITHOUT_GRANTS = ['LFTag', 'LFTagPolicy', 'LFTagExpression', 'DataCellsFilter'] as const;

export const listPermissions: Operation<ListPermissionsCommandInput, ListPermissionsResponse> = async (
  input,
  call,
) => {
  new Constraints()
    .optionalOneOf('resourceType', input.ResourceType, RESOURCE_TYPES)
    .number('maxResults', input.MaxResults, { min: 1, max: 1000 })
    .check();
  const principal = input.Principal && principalOf(input.Principal);
  const named = Object.values(input.Resource ?? {}).some((member) => member !== undefined && member !== null);
  if (WITHOUT_GRANTS.some((kind) => input.Resource?.[kind])) return { PrincipalResourcePermissions: [] };
  if (input.Resource && (!named || input.Resource.TableWithColumns))
    throw new AwsError(
      'InvalidInputException',
      'Resource must have either the catalog, table or database field populated.',
    );
  const resource = input.Resource ? readResource(input.Resource) : undefined;
  if (resource && resource.kind !== 'location') checkExists(resource, call);

  const listed = openGrants(call.account.store)
    .list(principal)
    .filter(
      (grant) =>
        !resource ||
        sameObject(grant.resource, resource) ||
        (principal && inherited(grant.resource, resource)),
    )
    .filter((grant) => !input.ResourceType || typeOf(grant.resource) === input.ResourceType);
  return page(visibleTo(call, listed), input, call);
};

/** One page of grants in the shape of the API. */
export function page(
  grants: Grant[],
  { NextToken, MaxResults }: { NextToken?: string; MaxResults?: number },
  call: Call,
): ListPermissionsResponse {
  // Field ids are nobody's business.
  const entries = grants.map((grant) => ({
    grant,
    key: JSON.stringify([grant.principal, { ...grant.resource, fieldIds: undefined }, grant.grantable]),
  }));
  const { items, nextToken } = pageOf(
    entries.sort((a, b) => (a.key < b.key ? -1 : 1)),
    ({ key }) => key,
    { token: NextToken, limit: MaxResults ?? 1000 },
    () => new AwsError('InvalidInputException', 'Invalid NextToken.'),
  );
  return {
    PrincipalResourcePermissions: items.map(({ grant }) => shown(grant, call)),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

function shown(grant: Grant, { account }: Call): PrincipalResourcePermissions {
  return {
    Principal: { DataLakePrincipalIdentifier: grant.principal },
    Resource: shownResource(grant.resource, account.id),
    Permissions: grant.permissions,
    PermissionsWithGrantOption: grant.grantable,
    ...(grant.updated ? { LastUpdated: grant.updated, LastUpdatedBy: grant.updatedBy } : {}),
  };
}

/** What a principal and a resource list together: also what the principal holds on all tables of the database. */
const inherited = (held: GrantedResource, resource: GrantedResource): boolean =>
  resource.kind === 'table' &&
  (held.kind === 'table' || held.kind === 'columns') &&
  held.table === undefined &&
  held.database === resource.database;

/** Administrators see all grants; others their own, and those on objects on which they may grant. */
export function visibleTo({ account, principal }: Call, grants: Grant[]): Grant[] {
  const { ReadOnlyAdmins = [] } = openSettings(account.store).get();
  const readsAll = ReadOnlyAdmins.some(({ DataLakePrincipalIdentifier: id }) => id === principal.grantee);
  if (readsAll || account.lakeFormation.isAdmin(principal.grantee)) return grants;
  const self = principalsOf(principal.grantee);
  const own = self.flatMap((name) => openGrants(account.store).list(name));
  const mayGrantOn = (resource: GrantedResource) =>
    own.some((grant) => grant.grantable.length > 0 && sameObject(grant.resource, resource));
  return grants.filter((grant) => self.includes(grant.principal) || mayGrantOn(grant.resource));
}

function typeOf(resource: GrantedResource): string {
  switch (resource.kind) {
    case 'catalog':
      return 'CATALOG';
    case 'database':
      return 'DATABASE';
    case 'table':
    case 'columns':
      return 'TABLE';
    case 'location':
      return 'DATA_LOCATION';
  }
}
