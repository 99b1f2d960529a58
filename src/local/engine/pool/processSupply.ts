import type { PartHealth } from '../../health';
import { internalError } from '../../internalError';
import { EngineProcess, type ProcessOptions } from './engineProcess';

export interface SupplyOptions extends ProcessOptions {
  /** Processes that wait for a query when there is none; 2 by default. */
  atRest?: number;
  /** Most processes; 8 by default. */
  most?: number;
  /** Most resident memory of all running processes together, in bytes; half of the machine's by default. */
  residentLimitOfAll?: number;
}

/** A query that has waited so long is worth another process, which takes 300 ms to start; most queries are shorter. */
const GROW_MS = 50;
/** Idle processes beyond those at rest end after so long. */
const SHRINK_MS = 30_000;
/** A process that keeps more than this after a query is replaced. */
const MOST_IDLE_BYTES = 320 * 1024 * 1024;
const LONGEST_PAUSE_MS = 10_000;
/** So many failed starts in a row, and waiting queries are told. */
const PATIENCE = 3;

interface Waiter {
  files: string;
  give: (process: EngineProcess) => void;
  refuse: (error: unknown) => void;
}

/** Engine processes: started before they are needed, lent to one query each, replaced when they are gone or worn. */
export class ProcessSupply {
  private readonly all = new Set<EngineProcess>();
  /** Last used last. */
  private readonly idle: EngineProcess[] = [];
  private readonly waiting: Waiter[] = [];
  private readonly shrinking = new Map<EngineProcess, NodeJS.Timeout>();
  private starting = 0;
  private failures = 0;
  private lastFailure = '';
  private pause: NodeJS.Timeout | undefined;
  private closed = false;
  private readonly atRest: number;
  private readonly most: number;

  constructor(private readonly options: SupplyOptions) {
    this.atRest = options.atRest ?? 2;
    this.most = options.most ?? 8;
  }

  /** Starts the processes at rest; resolves when the first one is ready. @throws Error when it cannot be started */
  async start(): Promise<void> {
    const first = this.add();
    for (let i = 1; i < this.atRest; i++) this.add();
    try {
      await first.ready;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /**
   * Lends an idle process: one that ran on the same files before, if there is one.
   * @throws the signal's reason when it is aborted first; Error when closed; InternalError when none can be started
   */
  take(files: string, signal?: AbortSignal): Promise<EngineProcess> {
    if (this.closed) return Promise.reject(new Error('the query engine is closed'));
    if (signal?.aborted) return Promise.reject(signal.reason);
    const found = this.idle.findLastIndex((process) => process.files === files);
    // Else the longest idle of those that would be kept at rest anyway: what it has open is wanted least.
    const [process] = this.idle.splice(found >= 0 ? found : -Math.min(this.atRest, this.idle.length), 1);
    if (process) return Promise.resolve(this.lent(process, files));
    return this.wait(files, signal);
  }

  /** Takes a process back, or what is left of it. */
  giveBack(process: EngineProcess): void {
    if (this.closed || process.isGone) return;
    const isWorn = process.isSlowed || (process.residentBytes() ?? 0) > MOST_IDLE_BYTES;
    if (isWorn) process.kill('stop');
    else this.offer(process);
  }

  health(): Omit<PartHealth, 'name'> {
    if (this.failures > 0)
      return { status: 'down', detail: `engine processes do not start: ${this.lastFailure}` };
    return { status: this.all.size > this.starting ? 'ok' : 'starting' };
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.pause);
    for (const timer of this.shrinking.values()) clearTimeout(timer);
    for (const waiter of this.waiting.splice(0)) waiter.refuse(new Error('the query engine is closed'));
    const ended = [...this.all].map((process) => process.ended);
    for (const process of this.all) process.kill('stop');
    await Promise.all(ended);
  }

  private wait(files: string, signal?: AbortSignal): Promise<EngineProcess> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(grow);
        signal?.removeEventListener('abort', abort);
        const place = this.waiting.indexOf(waiter);
        if (place >= 0) this.waiting.splice(place, 1);
      };
      const waiter: Waiter = {
        files,
        give: (process) => {
          end();
          resolve(this.lent(process, files));
        },
        refuse: (error) => {
          end();
          reject(error);
        },
      };
      const abort = () => waiter.refuse(signal?.reason);
      const grow = setTimeout(() => this.grow(), GROW_MS);
      signal?.addEventListener('abort', abort, { once: true });
      this.waiting.push(waiter);
    });
  }

  private lent(process: EngineProcess, files: string): EngineProcess {
    clearTimeout(this.shrinking.get(process));
    this.shrinking.delete(process);
    process.files = files;
    return process;
  }

  /** A process that has nothing to do. */
  private offer(process: EngineProcess): void {
    const next = this.waiting.shift();
    if (next) {
      next.give(process);
      return;
    }
    this.idle.push(process);
    const timer = setTimeout(() => {
      this.shrinking.delete(process);
      if (this.all.size > this.atRest) this.retire(process);
    }, SHRINK_MS);
    timer.unref();
    this.shrinking.set(process, timer);
  }

  private retire(process: EngineProcess): void {
    this.drop(process);
    process.kill('stop');
  }

  private grow(): void {
    if (this.closed || this.pause || this.starting >= this.waiting.length || this.all.size >= this.most)
      return;
    this.add();
  }

  private add(): EngineProcess {
    const process = new EngineProcess(this.options);
    let isReady = false;
    this.all.add(process);
    this.starting++;
    process.ready.then(
      () => {
        isReady = true;
        this.starting--;
        this.failures = 0;
        if (!this.closed) this.offer(process);
      },
      (error: Error) => {
        this.starting--;
        this.startFailed(error);
      },
    );
    void process.ended.then(() => {
      this.drop(process);
      if (isReady) this.refill();
    });
    return process;
  }

  private drop(process: EngineProcess): void {
    this.all.delete(process);
    const place = this.idle.indexOf(process);
    if (place >= 0) this.idle.splice(place, 1);
    clearTimeout(this.shrinking.get(process));
    this.shrinking.delete(process);
  }

  private refill(): void {
    if (this.closed || this.pause) return;
    while (this.all.size < this.atRest) this.add();
    this.grow();
  }

  /** Tries again for ever, with growing pauses. */
  private startFailed(error: Error): void {
    if (this.closed) return;
    this.failures++;
    this.lastFailure = error.message.split('\n')[0] ?? '';
    if (this.failures >= PATIENCE && this.all.size <= 1)
      for (const waiter of this.waiting.splice(0))
        waiter.refuse(internalError('the query engine does not start', error));
    if (this.pause) return;
    const pause = Math.min(100 * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.refill();
    }, pause);
    this.pause.unref();
  }
}
