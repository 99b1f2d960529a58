import type { Target } from '../target/target';
import { type Answer, difference, normalized } from './answer';
import type { ConformanceCase, Service } from './case';
import type { RecordedAnswers } from './recorded';
import { Scratch } from './scratch';

/** What came of one case. */
export type CaseResult = { id: string; title: string; ms: number } & (
  | { outcome: 'same' | 'not recorded'; answer: Answer }
  | { outcome: 'differs'; answer: Answer; lines: string[] }
  /** It broke before it could ask all: a right that is missing, a connection. */
  | { outcome: 'could not run'; why: string; needs: readonly Service[] }
);

export interface SuiteReport {
  results: CaseResult[];
  /** What could not be removed from the account. */
  left: string[];
  /** With what the names of this run begin. */
  prefix: string;
}

/**
 * Runs cases one after the other on a target, in one scratch place, and holds each answer against the recorded one.
 * Everything that was made is removed, also after a failure and after an abort.
 * @param on is told before each case
 */
export async function runSuite(
  target: Target,
  cases: readonly ConformanceCase[],
  recorded: RecordedAnswers | undefined,
  { on = () => undefined, signal }: { on?: (asked: ConformanceCase) => void; signal?: AbortSignal } = {},
): Promise<SuiteReport> {
  const scratch = new Scratch(target);
  const results: CaseResult[] = [];
  let left: string[] = [];
  try {
    for (const asked of cases) {
      if (signal?.aborted) break;
      on(asked);
      results.push(await resultOf(asked, scratch, recorded?.[asked.id]?.answer));
    }
  } finally {
    left = await scratch.remove();
  }
  return { results, left, prefix: scratch.name() };
}

/** Whoever asks lacks a right: that is no answer to the question. Only who may be which role is asked on purpose. */
const MISSING_RIGHT = /User: <caller> is not authorized to perform: (?!sts:AssumeRole)[^"]*/;

async function resultOf(
  { id, title, needs, run, verbatim }: ConformanceCase,
  scratch: Scratch,
  before: Answer | undefined,
): Promise<CaseResult> {
  const started = Date.now();
  const told = { id, title };
  try {
    const answer = normalized(await run(scratch), await scratch.names(), verbatim);
    const ms = Date.now() - started;
    const [why] = MISSING_RIGHT.exec(JSON.stringify(answer)) ?? [];
    if (why !== undefined) return { ...told, ms, outcome: 'could not run', why, needs };
    if (before === undefined) return { ...told, ms, outcome: 'not recorded', answer };
    const lines = difference(before, answer);
    return lines.length === 0
      ? { ...told, ms, outcome: 'same', answer }
      : { ...told, ms, outcome: 'differs', answer, lines };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ...told, ms: Date.now() - started, outcome: 'could not run', why, needs };
  }
}
