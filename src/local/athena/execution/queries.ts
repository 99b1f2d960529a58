import type { Account } from '../../account';
import { AwsError } from '../../errors';
import { RecentResults } from '../results/recentResults';
import { type Execution, ended, executions, type Result } from './execution';
import { failure, QueryFailure, toFailure } from './failure';
import { publishQueryMetrics } from './queryMetrics';
import { BytesScannedCutoff } from './run';

/** Queries that run side by side; the others wait in the order they came. */
const MOST_RUNNING = 8;
/** Athena's default quota of a DML query's time. Source: Athena user guide, "Service Quotas". */
const MOST_MS = 30 * 60 * 1000;
/** Queries that may wait; AWS's quota of active DML queries is of this order. */
const MOST_WAITING = 200;
const HISTORY_MS = 45 * 24 * 60 * 60 * 1000;

/** A query that has not ended: its execution changes here, and only its end is written to the store. */
export interface LivingQuery {
  execution: Execution;
  signal: AbortSignal;
  /** Resolves when the end of the query is in the store. Never rejects. */
  ended: Promise<void>;
}

type Work = (query: LivingQuery) => Promise<Result>;

interface Entry extends LivingQuery {
  abort: AbortController;
  work: Work;
  finish: () => void;
}

/** A query took longer than the service lets one run. */
class QueryTimeout extends QueryFailure {
  constructor() {
    super('Query timeout', 2, 1000);
  }
}

/** The queries of one account that wait or run in this process. */
export class Queries {
  readonly recent = new RecentResults();
  private readonly living = new Map<string, Entry>();
  private readonly waiting: Entry[] = [];
  private running = 0;

  /** @param mostMs longest time of a query in milliseconds, from its start */
  constructor(
    private readonly account: Account,
    private readonly mostMs = MOST_MS,
  ) {
    this.recover();
  }

  /** The execution as it is now. @throws AwsError QUERY_EXECUTION_NOT_FOUND */
  get(id: string): Execution {
    return this.living.get(id)?.execution ?? executions(this.account).get(id);
  }

  find(id: string): Execution | undefined {
    return this.living.get(id)?.execution ?? executions(this.account).find(id);
  }

  /**
   * Takes a query in: it is in the store when this returns, and runs as soon as there is room.
   * @throws AwsError TooManyRequestsException when too many wait already
   */
  submit(execution: Execution, token: string, request: string, work: Work): void {
    if (this.waiting.length >= MOST_WAITING) {
      throw new AwsError(
        'TooManyRequestsException',
        'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account. Contact customer support to request a concurrent query limit increase.',
        400,
        { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' },
      );
    }
    executions(this.account).add(execution, token, request);
    const abort = new AbortController();
    let finish = () => {};
    const endedPromise = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const entry: Entry = { execution, abort, signal: abort.signal, ended: endedPromise, work, finish };
    this.living.set(execution.id, entry);
    this.waiting.push(entry);
    this.advance();
  }

  /** Waits until the query ends, at most `ms`. */
  async settle(id: string, ms: number): Promise<void> {
    const entry = this.living.get(id);
    if (!entry) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      entry.ended,
      new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      }),
    ]);
    clearTimeout(timer);
  }

  /** Stops a query; one that has ended stays as it is. Resolves when it has ended. */
  async stop(id: string): Promise<void> {
    const entry = this.living.get(id);
    if (!entry) return;
    entry.abort.abort();
    const place = this.waiting.indexOf(entry);
    if (place >= 0) {
      this.waiting.splice(place, 1);
      this.end(entry, { state: 'CANCELLED', reason: 'Query cancelled by user' });
    }
    await entry.ended;
  }

  /** Stops every query of a work group, or of all. */
  async stopAll(workGroup?: string): Promise<void> {
    const ids = [...this.living.values()]
      .filter((entry) => workGroup === undefined || entry.execution.workGroup === workGroup)
      .map((entry) => entry.execution.id);
    await Promise.all(ids.map((id) => this.stop(id)));
  }

  private advance(): void {
    while (this.running < MOST_RUNNING) {
      const next = this.waiting.shift();
      if (!next) return;
      this.running++;
      void this.perform(next).finally(() => {
        this.running--;
        this.advance();
      });
    }
  }

  private async perform(entry: Entry): Promise<void> {
    const { execution } = entry;
    execution.state = 'RUNNING';
    execution.times.queue = Date.now() - execution.submitted - execution.times.preProcessing;
    const limit = setTimeout(() => entry.abort.abort(new QueryTimeout()), this.mostMs);
    limit.unref();
    try {
      const result = await entry.work(entry);
      this.end(entry, { state: 'SUCCEEDED', result });
    } catch (error) {
      if (error instanceof BytesScannedCutoff) {
        this.end(entry, { state: 'CANCELLED', reason: error.message });
      } else if (entry.signal.reason instanceof QueryTimeout) {
        const { reason, error: told } = entry.signal.reason;
        this.end(entry, { state: 'FAILED', reason, error: told });
      } else if (entry.signal.aborted) {
        this.end(entry, { state: 'CANCELLED', reason: 'Query cancelled by user' });
      } else {
        const failed = toFailure(error, `query ${execution.id}`);
        // Hive's part leaves an (empty) result set where the engine's leaves none.
        const result: Result | undefined = failed.hive
          ? { columns: null, updateCount: null, format: 'none', rows: 0, bytes: 0 }
          : undefined;
        this.end(entry, { state: 'FAILED', reason: failed.reason, error: failed.error, result });
      }
    } finally {
      clearTimeout(limit);
    }
  }

  private end(entry: Entry, end: Pick<Execution, 'state' | 'reason' | 'error' | 'result'>): void {
    const { execution } = entry;
    Object.assign(execution, end);
    execution.completed = Date.now();
    const kept = keepQuietly(execution, () => executions(this.account).end(execution));
    // An end that is not in the store is told from here, as long as this process lives.
    if (kept) this.living.delete(execution.id);
    entry.finish();
    publishQueryMetrics(this.account, execution);
  }

  /** Queries that an earlier process left unfinished cannot go on: they have failed. */
  private recover(): void {
    const history = executions(this.account);
    for (const execution of history.unfinished()) {
      const lost = failure('GENERIC_INTERNAL_ERROR', 'The query was interrupted by a restart of the service');
      keepQuietly(execution, () =>
        history.end(ended(execution.state) ? execution : asFailed(execution, lost)),
      );
    }
    keepQuietly(undefined, () => history.forgetBefore(Date.now() - HISTORY_MS));
  }
}

/** Writes to the history. A disk that refuses must not end the account: it is logged. @returns whether it was written */
function keepQuietly(execution: Execution | undefined, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    console.error(
      `athena: the history of ${execution ? `query ${execution.id}` : 'queries'} cannot be written:`,
      error,
    );
    return false;
  }
}

function asFailed(execution: Execution, failed: QueryFailure): Execution {
  return { ...execution, state: 'FAILED', reason: failed.reason, error: failed.error, completed: Date.now() };
}

const byAccount = new WeakMap<Account, Queries>();

/** The queries of an account; made (and what a crash left is mended) at the first use in a process. */
export function queriesOf(account: Account): Queries {
  let queries = byAccount.get(account);
  if (!queries) {
    queries = new Queries(account);
    byAccount.set(account, queries);
  }
  return queries;
}
