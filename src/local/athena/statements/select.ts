import type { Query } from '../../../sql/syntax/ast/query';
import { analyzed, engineSql } from '../execution/plannedQuery';
import type { StatementRunner } from '../execution/run';

/** A query: its rows stream from the engine into the result object. */
export const select: StatementRunner<Query> = async (statement, run) => {
  const query = await analyzed(statement, run);
  const sql = await engineSql(query, run);
  const stream = await run.call.account.engine.query(sql, { signal: run.signal });
  return { kind: 'rows', columns: query.typed.query.output, stream };
};
