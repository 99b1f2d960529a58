import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Query } from '../../../sql/syntax/ast/query';
import { analyzed, engineSql } from '../execution/plannedQuery';
import type { StatementRunner } from '../execution/run';

/** A query: the engine prints its rows, which become the result object. */
export const select: StatementRunner<Query> = async (statement, run) => {
  const query = await analyzed(statement, run);
  const sql = await engineSql(query, run);
  const { engine, objects } = run.call.account;
  const columns = query.typed.query.output;
  const file = join(objects.scratch(), randomUUID());
  const printed = await engine.printCsv(sql, { columns, file, files: run.files.keys(), signal: run.signal });
  return { kind: 'rows', columns, printed };
};
