import { Worker } from 'node:worker_threads';
import { TOO_LARGE } from '../../sql/duckdb/size';
import { type Position, SqlError } from '../../sql/errors';
import type { TypedStatement } from '../../sql/ir/typedStatement';
import { internalError } from '../internalError';
import type { Outline, PlannedScope, PlannerAnswer, PlannerTask } from './protocol';

/** Threads that plan at the same time; further texts wait in the order they came. */
const MOST_THREADS = 4;
/** Milliseconds that reading or analyzing one text may take. */
const MOST_MS = 30_000;
/** Megabytes of a thread's heap. A text of 262,144 bytes needs some 150. */
const MOST_HEAP_MB = 512;

export interface PlannerOptions {
  /** The bundle of `src/local/plannerMain.ts`. */
  entry: string;
  /** Milliseconds for one text. */
  mostMs?: number;
  /** Megabytes of a thread's heap. */
  mostHeapMb?: number;
}

/** The text names a relation for which the gateway has an error. */
export class RelationRefused extends Error {
  constructor(
    readonly key: string,
    readonly position: Position,
  ) {
    super('the relation was refused');
  }
}

/**
 * Reads and analyzes texts in threads of their own: the gateway's event loop goes on meanwhile. A thread whose text is
 * stopped, takes too long or too much memory is ended; the others do not notice. One thread is kept for the next text.
 */
export class Planner {
  /** The one that is kept, while it has nothing to do. */
  #idle: Worker | undefined;
  readonly #threads = new Set<Worker>();
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly options: PlannerOptions) {}

  /** What is to be known of a text before it runs. @throws SqlError */
  async outline(text: string, signal?: AbortSignal): Promise<Outline> {
    const answer = await this.#perform({ kind: 'outline', text }, signal);
    if (answer.kind !== 'outline') throw new Error(`a planner answered ${answer.kind}`);
    return answer.outline;
  }

  /** Resolves and types the statement of a text. @throws SqlError, RelationRefused */
  async analyze(text: string, scope: PlannedScope, signal?: AbortSignal): Promise<TypedStatement> {
    const answer = await this.#perform({ kind: 'analyze', text, scope }, signal);
    if (answer.kind !== 'analyzed') throw new Error(`a planner answered ${answer.kind}`);
    return answer.typed;
  }

  /** Ends all threads; what they plan fails. */
  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((worker) => worker.terminate()));
  }

  async #perform(
    task: PlannerTask,
    signal?: AbortSignal,
  ): Promise<Extract<PlannerAnswer, { kind: 'outline' | 'analyzed' }>> {
    await this.#room(signal);
    const worker = this.#idle ?? this.#start();
    this.#idle = undefined;
    let answer: PlannerAnswer;
    try {
      worker.ref();
      answer = await this.#ask(worker, task, signal);
    } catch (error) {
      // It may still be at work on what nobody waits for.
      void worker.terminate();
      throw error;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
    worker.unref();
    if (this.#idle) void worker.terminate();
    else this.#idle = worker;
    switch (answer.kind) {
      case 'sqlError':
        throw new SqlError(answer.errorName, answer.text, answer.position);
      case 'refused':
        throw new RelationRefused(answer.key, answer.position);
      case 'failed':
        throw internalError('planning a statement', answer.stack);
      default:
        return answer;
    }
  }

  /** Waits for a turn: fewer threads than allowed are at work, this one included. */
  async #room(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#busy < MOST_THREADS) {
      this.#busy++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal?.reason);
      };
      const turn = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      this.#waiting.push(turn);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.options.entry, {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.options.mostHeapMb ?? MOST_HEAP_MB },
    });
    this.#threads.add(worker);
    // Whoever waits for an answer hears of the error, too; a thread that was given up has nobody to tell.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#threads.delete(worker);
      if (this.#idle === worker) this.#idle = undefined;
    });
    return worker;
  }

  #ask(worker: Worker, task: PlannerTask, signal?: AbortSignal): Promise<PlannerAnswer> {
    const { mostMs = MOST_MS } = this.options;
    return new Promise<PlannerAnswer>((resolve, reject) => {
      const answered = (answer: PlannerAnswer) => settle(() => resolve(answer));
      const failed = (error: NodeJS.ErrnoException) =>
        settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? memoryLimit() : error));
      const exited = (code: number) => settle(() => reject(new Error(`a planner ended with code ${code}`)));
      const stop = () => settle(() => reject(signal?.reason));
      const limit = setTimeout(() => settle(() => reject(timeLimit(mostMs))), mostMs);
      const settle = (how: () => void) => {
        clearTimeout(limit);
        signal?.removeEventListener('abort', stop);
        worker.off('message', answered).off('error', failed).off('exit', exited);
        how();
      };
      signal?.addEventListener('abort', stop, { once: true });
      worker.on('message', answered).on('error', failed).on('exit', exited);
      worker.postMessage(task);
    });
  }
}

/** Source: Trino, QueryTracker.enforceTimeLimits. */
const timeLimit = (ms: number): SqlError =>
  new SqlError(
    'EXCEEDED_TIME_LIMIT',
    `Query exceeded the maximum planning time limit of ${(ms / 1000).toFixed(2)}s`,
  );

/** Trino has no word for a coordinator without memory; its analyzer's own limit is the nearest. */
const memoryLimit = (): SqlError => new SqlError('STACK_OVERFLOW', TOO_LARGE);
