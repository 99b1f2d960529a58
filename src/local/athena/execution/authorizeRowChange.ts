import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Position } from '../../../sql/errors';
import { requireOnTable } from '../../glue/visibility';
import type { OpenTable } from './callerScope';
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
  { table, access }: OpenTable,
  permissions: Permission[],
  run: Run,
  at: Position,
): Promise<void> {
  const { DatabaseName: database, Name: name } = table;
  await withTrinoErrors(run, 'UpdateTable', { database, table: name }, at, () => {
    for (const permission of permissions) requireOnTable(run.call, database, name, permission);
  });
  const filtered =
    access.rowFilter !== undefined || (access.columns.size > 0 && !access.permissions.has('SELECT'));
  if (filtered)
    throw insufficientPermissions(
      `Insufficient Lake Formation permission(s) on ${name}: it is seen through a filter`,
    );
}
