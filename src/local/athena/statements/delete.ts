import type { Statement } from '../../../sql/syntax/ast/statement';
import type { StatementRunner } from '../execution/run';
import { changeTable } from './changeTable';

/** `DELETE FROM t [WHERE …]`. */
export const deleteRows: StatementRunner<Extract<Statement, { type: 'delete' }>> = (statement, run) =>
  changeTable(statement, run);
