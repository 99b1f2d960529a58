import type { Merge } from '../../../sql/syntax/ast/statement';
import type { StatementRunner } from '../execution/run';
import { changeTable } from './changeTable';

/** `MERGE INTO t USING s ON … WHEN …`. */
export const mergeRows: StatementRunner<Merge> = (statement, run) => changeTable(statement, run);
