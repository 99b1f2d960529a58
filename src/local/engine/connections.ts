import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/**
 * A few connections to one DuckDB, so that queries run side by side. A connection serves one query at a time; who
 * comes when all are busy waits for its turn.
 *
 * DuckDB declares itself dead after an internal error ("database has been invalidated"): then all connections are
 * dropped and the next query opens a new DuckDB. Nothing is lost: there are no tables inside.
 */
export class Connections {
  private opening: Promise<DuckDBInstance> | undefined;
  private current: DuckDBInstance | undefined;
  private idle: DuckDBConnection[] = [];
  private readonly waiting: (() => void)[] = [];
  private busy = 0;
  private closed = false;

  /** @param prepare locks and furnishes a new DuckDB, through its first connection */
  constructor(
    private readonly limit: number,
    private readonly prepare: (connection: DuckDBConnection) => Promise<void>,
  ) {}

  /** @throws Error when closed; the signal's reason when it was aborted while waiting */
  async acquire(signal?: AbortSignal): Promise<Lease> {
    await this.turn(signal);
    try {
      if (this.closed) throw new Error('the query engine is closed');
      this.opening ??= this.open();
      const instance = await this.opening;
      const connection = this.idle.pop() ?? (await instance.connect());
      return new Lease(connection, (fate) => this.release(connection, instance, fate));
    } catch (error) {
      this.passOn();
      throw error;
    }
  }

  private turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.busy < this.limit) {
      this.busy++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(go);
    });
  }

  /** Gives the place of a finished query to the next one that waits. */
  private passOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.busy--;
  }

  private async open(): Promise<DuckDBInstance> {
    const instance = await DuckDBInstance.create(':memory:');
    try {
      const first = await instance.connect();
      await this.prepare(first);
      this.idle = [first];
      this.current = instance;
      return instance;
    } catch (error) {
      instance.closeSync();
      this.opening = undefined;
      throw error;
    }
  }

  private release(connection: DuckDBConnection, instance: DuckDBInstance, fate: Fate): void {
    const alive = instance === this.current;
    if (fate === 'dead' && alive) this.forget();
    if (fate === 'reusable' && alive && !this.closed) this.idle.push(connection);
    else connection.closeSync();
    this.passOn();
  }

  private forget(): void {
    for (const connection of this.idle.splice(0)) connection.closeSync();
    this.opening = undefined;
    this.current = undefined;
  }

  /** Refuses new queries and closes what is idle; running queries end by themselves or by their signals. */
  async close(): Promise<void> {
    this.closed = true;
    const instance = await this.opening?.catch(() => undefined);
    this.forget();
    instance?.closeSync();
  }
}

/** What becomes of a connection: `spent` ones have an unfinished query, `dead` ones belong to a dead DuckDB. */
export type Fate = 'reusable' | 'spent' | 'dead';

/** A connection while one query has it. */
export class Lease {
  private released = false;

  constructor(
    readonly connection: DuckDBConnection,
    private readonly end: (fate: Fate) => void,
  ) {}

  release(fate: Fate): void {
    if (this.released) return;
    this.released = true;
    this.end(fate);
  }
}
