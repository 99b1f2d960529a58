import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AwsError } from '../../../src/local/errors';
import { machineTextIn } from '../../attack/sql/machineText';
import { send } from '../../local/athena/account';
import { analyst, attempt, finish, type Lakehouse, start } from '../../local/athena/lakehouse';
import { type MutatedText, mutatedText } from './texts';

/** Milliseconds: how long a query may run before it is stopped, and how soon a stopped one must end. */
const LONGEST = 20_000;
const STOPS_WITHIN = 5000;

export interface Outcome {
  ran: Record<string, number>;
  ended: Record<string, number>;
  findings: { text: MutatedText; wrong: string }[];
  /** Milliseconds. */
  longestPause: number;
}

/** Forms of a function of Trino that has the name of one of DuckDB. */
const SIGNATURES = / for function \w+\. Expected: .*/s;

/** A database with the tables that the texts name. */
export async function prepareTables(lakehouse: Lakehouse): Promise<void> {
  const call = analyst(lakehouse.account);
  const outcome = await attempt(
    call,
    "CREATE TABLE sandbox.notes (id bigint, text string, numbers array<int>, attrs map<string,int>, pair struct<a:int,b:string>) LOCATION 's3://lakehouse-lake/sandbox/notes' TBLPROPERTIES ('table_type'='ICEBERG')",
  );
  if (outcome.state !== 'SUCCEEDED') throw new Error(`preparing failed: ${outcome.reason}`);
}

/** Runs the texts of a seed as the analyst. */
export async function runTexts(
  lakehouse: Lakehouse,
  { seed, from = 0, count, atOnce }: { seed: number; from?: number; count: number; atOnce: number },
): Promise<Outcome> {
  const outcome: Outcome = { ran: {}, ended: {}, findings: [], longestPause: 0 };
  const pauses = monitorEventLoopDelay({ resolution: 10 });
  pauses.enable();
  let next = from;
  const work = async () => {
    while (next < from + count) {
      const text = mutatedText(seed, next++);
      const { end, wrong } = await runOne(lakehouse, text);
      outcome.ran[text.kind] = (outcome.ran[text.kind] ?? 0) + 1;
      outcome.ended[end] = (outcome.ended[end] ?? 0) + 1;
      if (wrong !== undefined) outcome.findings.push({ text, wrong });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  pauses.disable();
  outcome.longestPause = Math.round(pauses.max / 1e6);
  return outcome;
}

async function runOne(lakehouse: Lakehouse, { sql }: MutatedText): Promise<{ end: string; wrong?: string }> {
  const call = analyst(lakehouse.account);
  // A text of a few signs stands in every sentence.
  const own = sql.length > 20 ? sql : undefined;
  let id: string;
  try {
    id = await start(call, sql, { QueryExecutionContext: { Database: 'sandbox' } });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'InvalidRequestException')
      return {
        end: 'refused',
        wrong: machineTextIn({ state: 'FAILED', reason: `SYNTAX_ERROR: ${error.message}` }, own),
      };
    return { end: 'refused', wrong: `StartQueryExecution failed: ${String(error).slice(0, 300)}` };
  }
  const timer = setTimeout(() => void send(call, 'StopQueryExecution', { QueryExecutionId: id }), LONGEST);
  const limit = new Promise<void>((done) => void setTimeout(done, LONGEST + STOPS_WITHIN).unref());
  const ended = await Promise.race([finish(call, id), limit]);
  clearTimeout(timer);
  if (!ended)
    return { end: 'hung', wrong: `hang: it did not end within ${LONGEST} ms, nor when it was stopped` };
  const { State: state, StateChangeReason: reason = '' } = ended.Status as {
    State: string;
    StateChangeReason?: string;
  };
  if (state === 'CANCELLED') return { end: 'stopped' };
  return { end: state, wrong: machineTextIn({ state, reason: reason.replace(SIGNATURES, '') }, own) };
}
