import { SqlError } from '../../../sql/errors';
import type { Call } from '../../call';
import { FileFault } from '../../engine/fileFault';
import { workGroups } from '../api/workGroup';
import { checkResultWritable, writeFailedDdl, writeResult } from '../results/resultFile';
import { runStatement } from '../statements/runStatement';
import type { Execution, Result } from './execution';
import { QueryFailure } from './failure';
import { fileFailure } from './fileFailure';
import { type LivingQuery, queriesOf } from './queries';
import type { ReadStatement } from './queryText';
import { BytesScannedCutoff, type Meter, type Run } from './run';

/** Runs a statement from start to the last of its objects in S3, and keeps its times. */
export async function executeStatement(read: ReadStatement, call: Call, query: LivingQuery): Promise<Result> {
  const { execution, signal } = query;
  const cutoff = workGroups(call.account).get(execution.workGroup)?.configuration.BytesScannedCutoffPerQuery;
  const meter = new QueryMeter(execution, cutoff);
  const run: Run = {
    call,
    execution,
    text: read.text,
    names: read.outline.names,
    parameters: read.parameters,
    signal,
    meter,
    files: new Map(),
  };
  try {
    await checkResultWritable(run);
    signal.throwIfAborted();
    assertParameters(read);
    const answer = await runStatement(read.statement, run);
    if (answer.kind !== 'rows') meter.computed();
    return await writeResult(answer, run, queriesOf(call.account).recent);
  } catch (error) {
    if (error instanceof QueryFailure && error.hive) {
      await writeFailedDdl(error, run).catch((lost: unknown) => {
        console.error(`athena: the reason of query ${execution.id} could not be written:`, lost);
      });
    }
    throw error instanceof FileFault ? fileFailure(error, run.files) : error;
  } finally {
    meter.finish();
  }
}

/** More values than `?` are a mistake, but those for a statement without any are ignored, as in the service. */
function assertParameters({ outline: { places }, parameters }: ReadStatement): void {
  if (places > 0 && parameters.length > places)
    throw new SqlError(
      'INVALID_PARAMETER_USAGE',
      `Incorrect number of parameters: expected ${places} but found ${parameters.length}`,
    );
}

class QueryMeter implements Meter {
  private readonly started = Date.now();
  private computedAt: number | undefined;

  constructor(
    private readonly execution: Execution,
    private readonly cutoff: number | undefined,
  ) {}

  planned(): void {
    this.execution.times.planning = Date.now() - this.started;
  }

  scan(bytes: number): void {
    const total = this.execution.scannedBytes + bytes;
    if (this.cutoff !== undefined && total > this.cutoff) {
      // AWS stops at or just past the limit; here it is known before the first byte.
      this.execution.scannedBytes = this.cutoff;
      throw new BytesScannedCutoff();
    }
    this.execution.scannedBytes = total;
  }

  inputRows(rows: number): void {
    this.execution.inputRows = (this.execution.inputRows ?? 0) + rows;
  }

  computed(): void {
    this.computedAt ??= Date.now();
  }

  finish(): void {
    const now = Date.now();
    const computed = this.computedAt ?? now;
    this.execution.times.engine = computed - this.started;
    this.execution.times.service = now - computed;
  }
}
