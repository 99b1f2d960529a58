import { analyze } from '../../../sql/bind/bind';
import { generate } from '../../../sql/duckdb/generate';
import type { TypedStatement } from '../../../sql/ir/typedStatement';
import type { Query } from '../../../sql/syntax/ast/query';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { RelationRefused } from '../../planner/planner';
import { type CallerScope, callerScope } from './callerScope';
import { isLarge } from './largeText';
import type { Run } from './run';
import { scanSources } from './scanSources';

/** A statement that was analyzed with the caller's rights. */
export interface AnalyzedStatement {
  typed: TypedStatement;
  scope: CallerScope;
}

/**
 * Resolves and types a statement as its caller sees the catalog: a short one here, a long one in a planner.
 * @param statement the part of the text's statement that is analyzed (analyzedPart in src/local/planner/plan.ts)
 * @param options the name of a target into which rows are put: it has columns even if none can be read
 * @throws SqlError, QueryFailure
 */
export async function analyzed(
  statement: Statement | Query,
  run: Run,
  options: { target?: string } = {},
): Promise<AnalyzedStatement> {
  const scope = await callerScope(run, options);
  if (!isLarge(run.text, ...scope.views)) {
    try {
      return { typed: analyze(statement as Statement, { ...scope, progress: onEventLoop() }), scope };
    } catch (error) {
      if (!(error instanceof TakesLong)) throw error;
    }
  }
  try {
    return { typed: await run.call.account.planner.analyze(run.text, scope.data(), run.signal), scope };
  } catch (error) {
    throw error instanceof RelationRefused ? scope.refusal(error.key, error.position) : error;
  }
}

/** An analysis is not for the event loop, though its text is short: a planner begins it anew. */
class TakesLong extends Error {}

/** Milliseconds and characters of SQL that an analysis may take on the event loop. */
const MOST_MS = 15;
const MOST_CHARACTERS = 100_000;

function onEventLoop(): (characters: number) => void {
  const start = performance.now();
  return (characters) => {
    if (characters > MOST_CHARACTERS || performance.now() - start > MOST_MS) throw new TakesLong();
  };
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
