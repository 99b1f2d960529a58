import type { Statement } from '../../../sql/syntax/ast/statement';
import type { StatementRunner } from '../execution/run';
import { changeTable } from './changeTable';

/** `UPDATE t SET a = … [WHERE …]`: the row as it was is read. */
export const updateRows: StatementRunner<Extract<Statement, { type: 'update' }>> = (statement, run) =>
  changeTable(statement, run);
