import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Position } from '../../../sql/errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { requirePermission } from '../../glue/visibility';
import { insufficientPermissions } from './failure';
import type { Run } from './run';
import { withTrinoErrors } from './trinoErrors';

/**
 * May the caller change rows of a table? The permissions are needed, and no part of the table may be hidden: who sees a
 * table through a filter must not write into it (AWS leaves this open for filtered principals; the local account
 * refuses).
 * @throws QueryFailure
 */
export async function authorizeRowChange(
  table: AuthorizedTable,
  permissions: Permission[],
  run: Run,
  at: Position,
): Promise<void> {
  const { database, name } = table;
  await withTrinoErrors(run, 'UpdateTable', { database, table: name }, at, () => {
    for (const permission of permissions) requirePermission(table, permission);
  });
  refuseFiltered(table);
}

/** @throws QueryFailure when a part of the table is hidden from the caller */
export function refuseFiltered({ isFiltered, name }: AuthorizedTable): void {
  if (isFiltered)
    throw insufficientPermissions(
      `Insufficient Lake Formation permission(s) on ${name}: it is seen through a filter`,
    );
}
