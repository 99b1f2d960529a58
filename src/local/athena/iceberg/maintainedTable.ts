/** The table of OPTIMIZE and VACUUM. */
import type { Expression } from '../../../sql/syntax/ast/expression';
import type { Name, Node } from '../../../sql/syntax/ast/node';
import { failure } from '../execution/failure';
import { type AnalyzedStatement, analyzed } from '../execution/plannedQuery';
import type { Run } from '../execution/run';
import type { ChangeableTable } from './icebergRowChange';
import { refuseGovernedDdl } from './refuseGovernedDdl';

/**
 * The table, and the rows of it that a condition speaks of. Maintenance makes new files of all columns or removes old
 * ones: so it is for those only who may change the table and see all of it (authorizeStatement.ts).
 * @param command `OPTIMIZE`, say
 * @throws SqlError, QueryFailure NOT_SUPPORTED for what is no Iceberg table, and for governed ones
 */
export async function maintainedTable(
  statement: Node & { name: Name; where?: Expression },
  command: string,
  run: Run,
): Promise<{ query: AnalyzedStatement; open: ChangeableTable }> {
  const { at, name: target, where } = statement;
  const query = await analyzed({ at, type: 'delete', target, ...(where ? { where } : {}) }, run);
  const { target: relation } = query.typed.rowChange!;
  const open = query.scope.table(relation);
  if (!open?.iceberg)
    throw failure(
      'NOT_SUPPORTED',
      `${command} is supported for Iceberg tables only: ${relation.database}.${relation.name}`,
    );
  // The catalog can say another folder than the metadata: neither may be a governed one.
  for (const location of [open.iceberg.metadata.location, open.table.location])
    refuseGovernedDdl(location, run);
  return { query, open: { ...open, iceberg: open.iceberg } };
}
