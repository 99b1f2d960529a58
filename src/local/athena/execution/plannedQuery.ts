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
 * @param options the target's name, and a check of rights that comes before all that is said of types
 * @throws SqlError, QueryFailure
 */
export async function analyzed(
  statement: Statement | Query,
  run: Run,
  options: { target?: string; authorize?: (scope: CallerScope) => Promise<void> } = {},
): Promise<AnalyzedStatement> {
  const { target, authorize } = options;
  const scope = await callerScope(statement, run, { target });
  await authorize?.(scope);
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
