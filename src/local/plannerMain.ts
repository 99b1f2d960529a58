import { parentPort } from 'node:worker_threads';
import { TOO_LARGE } from '../sql/duckdb/size';
import { SqlError } from '../sql/errors';
import type { Statement } from '../sql/syntax/ast/statement';
import { parse } from '../sql/syntax/parse';
import { analyzeIn, outlineText, Refused } from './planner/plan';
import type { PlannerAnswer, PlannerTask } from './planner/protocol';

/** A planner: a thread that reads and analyzes texts, one at a time, and knows nothing but what it is sent. */
parentPort?.on('message', (task: PlannerTask) => parentPort?.postMessage(answer(task)));

/** The last text: what is read is analyzed next, mostly. */
let last: { text: string; statement: Statement } | undefined;

function statementOf(text: string): Statement {
  if (last?.text !== text) {
    last = undefined;
    last = { text, statement: parse(text) };
  }
  return last.statement;
}

function answer(task: PlannerTask): PlannerAnswer {
  try {
    const statement = statementOf(task.text);
    return task.kind === 'outline'
      ? { kind: 'outline', outline: outlineText(task.text, statement) }
      : { kind: 'analyzed', typed: analyzeIn(statement, task.scope) };
  } catch (error) {
    if (error instanceof SqlError) {
      const { errorName, text, position } = error;
      return { kind: 'sqlError', errorName, text, position };
    }
    // A text or a stack that V8 does not hold.
    if (error instanceof RangeError)
      return { kind: 'sqlError', errorName: 'STACK_OVERFLOW', text: TOO_LARGE };
    if (error instanceof Refused) return { kind: 'refused', key: error.key, position: error.position };
    return { kind: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
