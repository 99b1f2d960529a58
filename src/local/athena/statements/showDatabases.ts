import type { Statement } from '../../../sql/syntax/ast/statement';
import { AwsError } from '../../errors';
import { visibleDatabases } from '../../glue/visibility';
import { wholeNames } from '../api/namePattern';
import { ddlTaskFailed } from '../execution/failure';
import type { StatementRunner } from '../execution/run';
import { lines, withHiveErrors } from '../hive/hiveErrors';

/** `SHOW DATABASES [LIKE 'regular expression']`: only what the caller may see. */
export const showDatabases: StatementRunner<Extract<Statement, { type: 'showDatabases' }>> = async (
  statement,
  run,
) => {
  const names = await withHiveErrors(run, 'GetDatabases', {}, () =>
    visibleDatabases(run.call).map((d) => d.Name),
  );
  try {
    return lines(['database_name'], statement.like === undefined ? names : wholeNames(names, statement.like));
  } catch (error) {
    if (error instanceof AwsError) throw ddlTaskFailed(error.message);
    throw error;
  }
};
