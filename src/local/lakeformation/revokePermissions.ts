import type { RevokePermissionsCommandInput, RevokePermissionsResponse } from '@aws-sdk/client-lakeformation';
import type { Call, Operation } from '../call';
import { type Change, nonExistentColumn, readChange, readResource, sameObject } from './grantedResource';
import { requireGrantor } from './grantor';
import type { PermissionsRequest } from './grantPermissions';
import { type Grant, type GrantedResource, namedColumns, openGrants } from './grants';
import { columnNames } from './lakeFormation';
import { principalOf } from './principal';
import { withoutChanges } from './revocation';

export const revokePermissions: Operation<RevokePermissionsCommandInput, RevokePermissionsResponse> = async (
  input,
  call,
) => {
  revoke(input, call);
  return {};
};

/**
 * Takes permissions on a resource from a principal. The object itself need not be there any more: grants go by names.
 * @throws AwsError InvalidInputException (`No permissions revoked. …`), AccessDeniedException; then nothing has changed
 */
export function revoke(request: PermissionsRequest, call: Call): void {
  const principal = principalOf(request.Principal);
  const resource = readResource(request.Resource);
  const changes: Change[] = readChange(resource, request.Permissions, request.PermissionsWithGrantOption);
  requireGrantor(call, changes);
  const { store } = call.account;
  store.transaction(() => {
    const grants = openGrants(store);
    const held = grants.list(principal).filter((grant) => sameObject(grant.resource, resource));
    checkColumns(resource, held, call);
    const left = withoutChanges(held, changes);
    for (const grant of held) grants.remove(grant);
    for (const grant of left)
      grants.add({
        ...grant,
        ...(held.includes(grant) ? {} : { updated: call.now, updatedBy: call.principal.grantee }),
      });
  });
}

/** @throws AwsError InvalidInputException for a column that neither the table nor any of the grants has */
function checkColumns(resource: GrantedResource, held: Grant[], { account }: Call): void {
  if (resource.kind !== 'columns' || resource.table === undefined) return;
  const table = account.catalog.table(resource.database, resource.table);
  if (!table) return;
  const known = new Set([
    ...columnNames(table),
    ...held.flatMap((grant) =>
      grant.resource.kind === 'columns' ? namedColumns(grant.resource.columns) : [],
    ),
  ]);
  if (namedColumns(resource.columns).some((name) => !known.has(name))) throw nonExistentColumn();
}
