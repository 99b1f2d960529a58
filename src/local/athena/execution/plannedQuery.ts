import { analyze } from '../../../sql/bind/bind';
import { generate } from '../../../sql/duckdb/generate';
import type { TypedStatement } from '../../../sql/ir/typedStatement';
import type { Query } from '../../../sql/syntax/ast/query';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { type CallerScope, callerScope } from './callerScope';
import type { Run } from './run';
import { scanSources } from './scanSources';

/** A statement that was analyzed with the caller's rights. */
export interface AnalyzedStatement {
  typed: TypedStatement;
  scope: CallerScope;
}

/**
 * Resolves and types a statement as its caller sees the catalog.
 * @param options the name of a target into which rows are put: it has columns even if none can be read
 * @throws SqlError, QueryFailure
 */
export async function analyzed(
  statement: Statement | Query,
  run: Run,
  options: { target?: string } = {},
): Promise<AnalyzedStatement> {
  const scope = await callerScope(statement, run, options);
  return { typed: analyze(statement, scope), scope };
}

/**
 * The engine's SQL for a statement's query, with the files of all its tables. What will be read is counted here.
 * @throws QueryFailure when the caller may not read them, BytesScannedCutoff
 */
export async function engineSql({ typed, scope }: AnalyzedStatement, run: Run): Promise<string> {
  const inputs = await scanSources(typed.query.scans, scope, run);
  const sql = generate(typed, inputs);
  run.meter.planned();
  return sql;
}
