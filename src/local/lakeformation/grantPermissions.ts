import type {
  BatchPermissionsRequestEntry,
  GrantPermissionsCommandInput,
  GrantPermissionsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { fieldIdsOf, icebergSchema } from './fieldIds';
import {
  type Change,
  checkExists,
  modificationInvalid,
  readChange,
  readResource,
  sameObject,
} from './grantedResource';
import { requireGrantor } from './grantor';
import { isAllColumns, openGrants } from './grants';
import { IAM_ALLOWED_PRINCIPALS, principalOf } from './principal';

/** What both a single grant and an entry of a batch say. */
export type PermissionsRequest = Pick<
  BatchPermissionsRequestEntry,
  'Principal' | 'Resource' | 'Permissions' | 'PermissionsWithGrantOption' | 'Condition'
>;

export const grantPermissions: Operation<GrantPermissionsCommandInput, GrantPermissionsResponse> = async (
  input,
  call,
) => {
  await grant(input, call);
  return {};
};

/**
 * Gives a principal permissions on a resource, in addition to what it has.
 * @throws AwsError InvalidInputException for what cannot be granted, AccessDeniedException when the caller may not grant
 *   it, EntityNotFoundException when the object is not there; then nothing has changed
 */
export async function grant(request: PermissionsRequest, call: Call): Promise<void> {
  const principal = principalOf(request.Principal);
  const resource = readResource(request.Resource);
  if (request.Condition)
    throw new AwsError('InvalidInputException', 'Conditions on permissions are not supported.');
  const changes = readChange(resource, request.Permissions, request.PermissionsWithGrantOption);
  for (const { permissions, grantable } of changes)
    if (!grantable.every((permission) => permissions.includes(permission))) throw modificationInvalid();
  requireGrantor(call, changes);
  checkExists(resource, call);
  const { store } = call.account;
  const named = await Promise.all(changes.map((change) => withFieldIds(change, call)));
  store.transaction(() => {
    for (const change of named) {
      refuseImpossible(principal, change, call);
      openGrants(store).add({ principal, ...change, updated: call.now, updatedBy: call.principal.grantee });
    }
  });
}

/** Columns of an Iceberg table are granted by what their names stand for now: a rename does not change that. */
async function withFieldIds(change: Change, { account }: Call): Promise<Change> {
  const { resource } = change;
  if (resource.kind !== 'columns' || resource.table === undefined || isAllColumns(resource.columns))
    return change;
  const table = account.catalog.table(resource.database, resource.table);
  const schema = table && (await icebergSchema(account, table));
  return schema
    ? { ...change, resource: { ...resource, fieldIds: fieldIdsOf(resource.columns, schema) } }
    : change;
}

/**
 * Lake Formation does not take a grant that would narrow what the principal has (all columns, or an administrator's
 * implicit permissions) to some columns, and gives the grant option on columns only for an include list.
 */
function refuseImpossible(principal: string, { resource, grantable }: Change, call: Call): void {
  if (principal === IAM_ALLOWED_PRINCIPALS && grantable.length > 0) throw modificationInvalid();
  if (resource.kind !== 'columns' || isAllColumns(resource.columns)) return;
  if (grantable.length > 0 && 'exclude' in resource.columns) throw modificationInvalid();
  const hasAll = openGrants(call.account.store)
    .list(principal)
    .filter((held) => sameObject(held.resource, resource))
    .some((held) =>
      held.resource.kind === 'columns'
        ? isAllColumns(held.resource.columns)
        : held.permissions.includes('ALL'),
    );
  if (hasAll || call.account.lakeFormation.isAdmin(principal)) throw modificationInvalid();
}
