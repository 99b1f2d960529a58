import type { Merge } from '../../../sql/syntax/ast/statement';
import type { StatementRunner } from '../execution/run';
import { changeTable } from './changeTable';

/** `MERGE INTO t USING s ON … WHEN …`: the same rights, whatever its cases do. */
export const mergeRows: StatementRunner<Merge> = (statement, run) =>
  changeTable(statement, ['INSERT', 'DELETE', 'SELECT'], run);
