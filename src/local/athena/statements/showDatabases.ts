import type { Statement } from '../../../sql/ast/statement';
import { AwsError } from '../../errors';
import { visibleDatabases } from '../../glue/visibility';
import { ddlTaskFailed } from '../failure';
import { lines, throughHive } from '../hiveSide';
import { wholeNames } from '../namePattern';
import type { StatementRunner } from '../run';

/** `SHOW DATABASES [LIKE 'regular expression']`: only what the caller may see. */
export const showDatabases: StatementRunner<Extract<Statement, { type: 'showDatabases' }>> = async (
  statement,
  run,
) => {
  const names = await throughHive(run, 'GetDatabases', {}, () =>
    visibleDatabases(run.call).map((d) => d.Name),
  );
  try {
    return lines(['database_name'], statement.like === undefined ? names : wholeNames(names, statement.like));
  } catch (error) {
    if (error instanceof AwsError) throw ddlTaskFailed(error.message);
    throw error;
  }
};
