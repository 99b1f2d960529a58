import os from 'node:os';
import { type Database as LmdbDatabase, open, type RootDatabase } from 'lmdb';
import type { PartHealth } from '../health';
import { type Change, decodeValue, encodeChanges, encodeHeader, encodeValue } from './changes';
import { fingerprint, writeMarker } from './indexFile';
import { type LiveRows, rowSize } from './liveRows';
import type { Losses } from './losses';
import type { RecordLog } from './recordLog';

/** One keyed collection of a database, in the order of its keys' bytes. Changes belong into a transaction of the database. */
export interface DurableTable<T> {
  get(key: Buffer): T | undefined;
  has(key: Buffer): boolean;
  /** @throws Error outside of a transaction */
  put(key: Buffer, value: T): void;
  /** @returns whether there was something to remove @throws Error outside of a transaction */
  remove(key: Buffer): boolean;
  /** Rows from `start` up to `end` (exclusive). To be consumed without a pause: it holds a read transaction. */
  range(bounds?: { start?: Buffer; end?: Buffer }): Iterable<{ key: Buffer; value: T }>;
}

/** A change together with what was there before it. */
interface Undoable extends Change {
  former?: Buffer;
}

/** An asynchronous change that waits for its turn. */
interface WaitingChange {
  /** @returns what to call when it is on disk */
  work: () => () => void;
  reject: (error: unknown) => void;
}

/** What opening a database found and did. */
export interface OpeningFacts {
  /** Whether every change that was ever acknowledged is known to be there. */
  whole: boolean;
  /** What was damaged and could be restored: nothing is lost. */
  repaired: string[];
  losses: Losses;
}

const ROWS_OF_A_RECORD = 250;
const BYTES_OF_A_RECORD = 1 << 16;
/** A log is compacted when it has this many bytes and is `GROWTH` times as large as the rows that live. */
const SMALLEST_TO_COMPACT = 8 * 2 ** 20;
const GROWTH = 4;

/** Errors of LMDB carry the system's number: names for those that tell of the disk. */
const ERROR_CODES = new Map(
  Object.entries(os.constants.errno).map(([name, number]) => [number as number, name]),
);

type Rows = LmdbDatabase<Buffer, Buffer>;

/**
 * A durable keyed database: the log of its transactions is the truth, and LMDB is an index of it that is never synced. A
 * change is one record of the log. Synchronous transactions (`transaction`) are on disk when they return, asynchronous
 * ones (`change`) when their promise resolves; a database uses one kind or the other.
 */
export class Database {
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #tables = new Map<string, Rows>();
  /** Asynchronous changes that nobody has begun. */
  #waiting: WaitingChange[] = [];
  #draining: Promise<void> | undefined;
  /** Changes of the transaction that runs. */
  #collected: Undoable[] | undefined;
  // LMDB closes a table again that was first opened in a transaction that is then given up: such ones are opened anew.
  #openedInTransaction: string[] = [];
  /** Refused changes that LMDB still shows, because the disk refused to take them back, too. */
  #toUndo: Undoable[] = [];
  #live = 0;
  #compacting: Promise<void> | undefined;
  /** The size of the log when it could not be compacted, in bytes. */
  #notCompactedAt = 0;
  #refused: string | undefined;
  #closed = false;

  /** @internal use openDatabase */
  constructor(
    readonly name: string,
    private readonly log: RecordLog,
    private readonly index: string,
    private readonly marker: string,
    readonly found: OpeningFacts,
  ) {
    this.#root = open({
      path: index,
      maxDbs: 64,
      compression: false,
      encoding: 'binary',
      noSync: true,
      overlappingSync: false,
    }) as RootDatabase<Buffer, Buffer>;
  }

  table<T>(name: string): DurableTable<T> {
    return {
      get: (key) => {
        // The bytes are LMDB's own, and only good until its next read.
        const bytes = this.#rows(name).getBinaryFast(key);
        return bytes && (decodeValue(bytes) as T);
      },
      has: (key) => this.#rows(name).doesExist(key),
      put: (key, value) => {
        const bytes = encodeValue(value);
        this.#collect({ table: name, key, value: bytes });
        this.#rows(name).putSync(key, bytes);
      },
      remove: (key) => {
        if (!this.#rows(name).doesExist(key)) return false;
        this.#collect({ table: name, key });
        return this.#rows(name).removeSync(key);
      },
      range: (bounds) =>
        this.#rows(name)
          .getRange(bounds)
          .map(({ key, value }) => ({ key: key as unknown as Buffer, value: decodeValue(value) as T })),
    };
  }

  /**
   * Runs `work` atomically and durably: all of its changes, or, when it throws, none. May be nested.
   * @throws what `work` throws, or Error of the file system; nothing has changed then
   */
  transaction<T>(work: () => T): T {
    const outer = this.#collected;
    if (outer) {
      const { length } = outer;
      try {
        return this.#root.transactionSync(work);
      } catch (error) {
        outer.length = length;
        throw error;
      }
    }
    const { size } = this.log;
    let appended = false;
    let result: { value: T; changes: Undoable[] };
    try {
      result = this.#perform(work, (changes) => {
        if (changes.length === 0) return;
        try {
          this.log.append(encodeChanges(changes));
        } catch (error) {
          this.#refused = String(error);
          throw error;
        }
        appended = true;
      });
    } catch (error) {
      if (appended) this.log.takeBack(size);
      throw error;
    }
    this.#count(result.changes);
    return result.value;
  }

  /**
   * Runs `work` atomically, together with what others have asked for since the last sync; resolves when its changes are on
   * disk. Readers may see them a moment before. When the disk refuses them, they are undone.
   * @throws what `work` throws, or Error of the file system; nothing has changed then
   */
  change<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        work: () => {
          const value = work();
          return () => resolve(value);
        },
        reject,
      });
      this.#draining ??= this.#drain();
    });
  }

  /** What was lost, and what was damaged and restored, each as a sentence. */
  warnings(): string[] {
    const { losses, repaired } = this.found;
    return [
      ...losses.all.map(({ at, text }) => `${this.name} (found ${at}): ${text}`),
      ...this.#own(repaired),
    ];
  }

  health(): PartHealth {
    const { name } = this;
    if (this.#refused !== undefined)
      return { name, status: 'damaged', detail: `the disk refused the last change: ${this.#refused}` };
    const losses = this.found.losses.all;
    if (losses.length > 0)
      return { name, status: 'damaged', detail: losses.map(({ text }) => text).join(' ') };
    return { name, status: 'ok' };
  }

  /** Rewrites the log with the rows that live. Lets others run meanwhile. @throws Error of the file system */
  compact(): Promise<void> {
    this.#compacting ??= this.log.compact(this.liveRecords()).finally(() => {
      this.#compacting = undefined;
    });
    return this.#compacting;
  }

  /**
   * The rows that live, in records of some hundred rows, the header first. Each record is of one moment, and changes may
   * come between two of them: whoever writes these records has them followed by all that was changed since the first.
   */
  *liveRecords(): Generator<Buffer> {
    yield encodeHeader();
    for (const table of [...this.#root.getKeys()].map(String)) {
      let after: Buffer | undefined;
      for (;;) {
        const changes: Change[] = [];
        let bytes = 0;
        const rows = this.#rows(table).getRange({
          ...(after ? { start: after, exclusiveStart: true } : {}),
          limit: ROWS_OF_A_RECORD,
        });
        for (const { key, value } of rows) {
          changes.push({ table, key: Buffer.from(key as unknown as Buffer), value });
          bytes += value.length;
          if (bytes > BYTES_OF_A_RECORD) break;
        }
        const last = changes.at(-1);
        if (!last) break;
        after = last.key;
        yield encodeChanges(changes);
      }
    }
  }

  /** Closes it in order: the next start trusts the index as it is. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
    await this.log.settled();
    const last = this.log.next - 1;
    this.log.close();
    await this.#compacting?.catch(() => undefined);
    await this.#root.close();
    if (this.#toUndo.length > 0) return;
    try {
      writeMarker(this.marker, {
        ...fingerprint(this.index),
        last,
        live: this.#live,
        at: new Date().toISOString(),
      });
    } catch (error) {
      // Without it, the next start builds the index anew.
      console.error(`${this.marker} cannot be written:`, error);
    }
  }

  /** @internal Fills an empty index. */
  load(rows: LiveRows): void {
    this.#root.transactionSync(() => {
      for (const { table, rows: all } of rows.tables()) {
        const database = this.#rows(table);
        for (const { key, value } of all) {
          database.putSync(key, value);
          this.#live += rowSize(key, value);
        }
      }
    });
    this.#openedInTransaction = [];
  }

  /** @internal Takes an index as it is, with what the log has beyond it. @param live bytes of its rows */
  resume(live: number, beyond: readonly Change[]): void {
    this.#live = live;
    if (beyond.length === 0) return;
    const { changes } = this.#perform(() => {
      for (const { table, key, value } of beyond) {
        this.#collect({ table, key, value });
        if (value) this.#rows(table).putSync(key, value);
        else this.#rows(table).removeSync(key);
      }
    });
    this.#count(changes);
  }

  /** @internal Starts to compact the log when that is worth it. */
  compactIfGrown(): void {
    const { size } = this.log;
    if (this.#compacting || size < SMALLEST_TO_COMPACT || size < GROWTH * this.#live) return;
    if (size < 2 * this.#notCompactedAt) return;
    this.compact().catch((error: unknown) => {
      this.#notCompactedAt = size;
      if (this.#closed) return;
      console.error(`${this.log.name} could not be compacted:`, error);
    });
  }

  #own(texts: string[]): string[] {
    return texts.map((text) => `${this.name}: ${text}`);
  }

  #rows(name: string): Rows {
    let rows = this.#tables.get(name);
    if (!rows) {
      rows = this.#root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' });
      this.#tables.set(name, rows);
      if (this.#collected) this.#openedInTransaction.push(name);
    }
    return rows;
  }

  #collect(change: Change): void {
    if (!this.#collected) throw new Error(`a row of ${this.name} is changed outside of a transaction`);
    this.#collected.push({ ...change, former: this.#rows(change.table).get(change.key) });
  }

  /** Carries out what waits, one sync at a time: what comes meanwhile goes together. */
  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#changeTogether(this.#waiting.splice(0));
    this.#draining = undefined;
  }

  /** One transaction of LMDB and one record for many changes. One that throws takes back only what it has done itself. */
  async #changeTogether(batch: WaitingChange[]): Promise<void> {
    const accepted: (WaitingChange & { resolve: () => void })[] = [];
    const refused: { change: WaitingChange; error: unknown }[] = [];
    try {
      const { changes } = this.#perform(() => {
        for (const change of batch) {
          const begin = this.#collected?.length ?? 0;
          try {
            accepted.push({ ...change, resolve: change.work() });
          } catch (error) {
            this.#restore((this.#collected?.splice(begin) ?? []).toReversed());
            refused.push({ change, error });
          }
        }
      });
      if (changes.length > 0) {
        this.#count(changes);
        await this.log.appendLater(encodeChanges(changes), () => this.#undo(changes));
        this.#refused = undefined;
      }
      for (const { resolve } of accepted) resolve();
    } catch (error) {
      this.#refused = String(error);
      for (const { reject } of accepted) reject(error);
      // LMDB may have refused to begin: then none was accepted, and none has failed by itself.
      if (accepted.length === 0 && refused.length === 0) for (const { reject } of batch) reject(error);
    }
    for (const { change, error } of refused) change.reject(error);
  }

  /** Runs the outermost transaction of LMDB. @param before what must succeed before it is committed */
  #perform<T>(work: () => T, before?: (changes: Undoable[]) => void): { value: T; changes: Undoable[] } {
    const changes: Undoable[] = [];
    try {
      this.#retryUndo();
      this.#collected = changes;
      const value = this.#root.transactionSync(() => {
        const result = work();
        before?.(changes);
        return result;
      });
      if (before && changes.length > 0) this.#refused = undefined;
      return { value, changes };
    } catch (error) {
      for (const name of this.#openedInTransaction) this.#tables.delete(name);
      throw withErrorCode(error);
    } finally {
      this.#collected = undefined;
      this.#openedInTransaction = [];
    }
  }

  #undo(changes: Undoable[]): void {
    this.#toUndo.push(...changes.toReversed());
    this.#count(changes, -1);
    try {
      this.#retryUndo();
    } catch {
      // The disk is full: it is tried again before the next change.
    }
  }

  /** @throws Error of LMDB */
  #retryUndo(): void {
    const changes = this.#toUndo;
    if (changes.length === 0) return;
    this.#root.transactionSync(() => this.#restore(changes));
    this.#toUndo = [];
  }

  /** Puts back what was there before changes, the last one first. */
  #restore(changes: Undoable[]): void {
    for (const { table, key, former } of changes) {
      if (former) this.#rows(table).putSync(key, former);
      else this.#rows(table).removeSync(key);
    }
  }

  #count(changes: Undoable[], sign: 1 | -1 = 1): void {
    for (const { key, value, former } of changes) {
      if (value) this.#live += sign * rowSize(key, value);
      if (former) this.#live -= sign * rowSize(key, former);
    }
    if (sign > 0) this.compactIfGrown();
  }
}

/** An error of LMDB with the name of the system's error, as errors of Node's file system have it; others as they are. */
function withErrorCode(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  const name = typeof code === 'number' ? ERROR_CODES.get(code) : undefined;
  return name === undefined ? error : Object.assign(new Error(`${name}: ${error.message}`), { code: name });
}
