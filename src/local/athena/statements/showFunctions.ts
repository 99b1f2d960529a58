import { AGGREGATES, WINDOWS } from '../../../sql/functions/aggregates';
import { SCALARS } from '../../../sql/functions/scalars';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { likeNames } from '../api/namePattern';
import type { StatementRunner } from '../execution/run';
import { columnInfo } from '../results/columnInfo';

/** `SHOW FUNCTIONS [LIKE '%x%']`: the functions that can be called, by name and kind. */
export const showFunctions: StatementRunner<Extract<Statement, { type: 'showFunctions' }>> = async (
  statement,
) => {
  const kinds = new Map<string, string>();
  for (const name of WINDOWS.names()) kinds.set(name, 'window');
  for (const name of AGGREGATES.names()) kinds.set(name, 'aggregate');
  for (const name of SCALARS.names()) kinds.set(name, 'scalar');
  const all = [...kinds.keys()].sort();
  const names = statement.like === undefined ? all : likeNames(all, statement.like);
  return {
    kind: 'lines',
    columns: ['Function', 'Function Type'].map((name) => columnInfo(name, { kind: 'varchar' })),
    lines: names.map((name) => `${name}\t${kinds.get(name)}`),
    header: true,
    updateCount: 0,
  };
};
