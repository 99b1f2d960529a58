import type { Plan } from '../bind/bind';
import type { Inputs } from '../catalog/catalogResolver';
import type { TypedStatement } from '../ir/typedStatement';
import { checkSize } from './size';
import { identifier, SCAN_MARK } from './text';

/**
 * DuckDB SQL for a statement's query. The columns of a SELECT are `c0, c1, …` in order (its names may be doubled, and a
 * query around it could lose its order); those of a query that is stored are named as the statement's outputs. A user's
 * text is in it only as quoted literals and identifiers.
 * @throws SqlError STACK_OVERFLOW when it would be too large, in Trino's words (StatementAnalyzer)
 */
export function generate(statement: TypedStatement, inputs: Inputs): string {
  const { sql } = statement.query.plan as Plan;
  // Before anything reads the text: until then it is only a plan of what to join.
  checkSize(sql);
  const filled = sql.replace(SCAN_MARK, (_, id: string) => {
    const source = inputs.get(id);
    if (source === undefined) throw new Error(`no source for the scan ${id}`);
    return source;
  });
  checkSize(filled);
  if (statement.source.type === 'query') return filled;
  const names = statement.query.output.map(({ name }, i) => `q_.c${i} AS ${identifier(name)}`);
  return `SELECT ${names.join(', ')} FROM (${filled}) AS q_`;
}
