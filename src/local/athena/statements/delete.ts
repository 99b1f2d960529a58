import type { Statement } from '../../../sql/ast/statement';
import type { StatementRunner } from '../run';
import { changeTable } from './changeTable';

/** `DELETE FROM t [WHERE …]`. */
export const deleteRows: StatementRunner<Extract<Statement, { type: 'delete' }>> = (statement, run) =>
  changeTable(statement, ['DELETE'], run);
