import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DamagedRange, encodeFrame, type LogRecord, readFrames } from './frame';
import { syncFolder } from './writeFileAtomically';

const fdatasync = promisify(fs.fdatasync);
const fsync = promisify(fs.fsync);

/** What `openRecordLog` found in a file. */
export interface OpenedLog {
  log: RecordLog;
  records: LogRecord[];
  /** Parts that cannot be read, with whole records behind them. They stay in the file until it is replaced. */
  damage: DamagedRange[];
  /** Bytes behind the last whole record, cut off and kept in this file. */
  torn?: { file: string; bytes: number };
}

/** A record that waits to be written. */
interface WaitingRecord {
  number: number;
  payload: Buffer;
  undo?: () => void;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** A new file that is about to take the place of a log's file. */
interface Compaction {
  file: number;
  size: number;
  /** The number of the next record of the new file. */
  next: number;
  /** Records from this number on were appended meanwhile, and follow. */
  from: number;
  /** Those of them that the old file has and the new one has not. */
  since: Buffer[];
  /** Whether nothing but `since` is missing in the new file. */
  ready: boolean;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * A file of records to which records are appended. A record is on disk when its append returns, or, when the append
 * throws (a full disk), nothing of it stays.
 */
export class RecordLog {
  #file: number;
  #size: number;
  #next: number;
  #waiting: WaitingRecord[] = [];
  #writing: Promise<void> | undefined;
  #compaction: Compaction | undefined;

  /** @internal use openRecordLog */
  constructor(
    readonly name: string,
    size: number,
    next: number,
  ) {
    this.#file = fs.openSync(name, 'r+');
    this.#size = size;
    this.#next = next;
  }

  /** The number of the next record. */
  get next(): number {
    return this.#next;
  }

  /** Bytes of the file. */
  get size(): number {
    return this.#size;
  }

  /** Whether `appendLater` has records that are not on disk yet. */
  get busy(): boolean {
    return this.#writing !== undefined;
  }

  /**
   * Appends a record, and returns its number when it is on disk.
   * @throws Error of the file system (ENOSPC, …); the log is as before
   */
  append(payload: Buffer): number {
    if (this.busy) throw new Error('a record is appended while others are being written');
    const number = this.#next;
    const frame = encodeFrame({ number, payload });
    try {
      writeAll(this.#file, frame, this.#size);
      fs.fdatasyncSync(this.#file);
    } catch (error) {
      this.#cutBack();
      throw error;
    }
    this.#size += frame.length;
    this.#next++;
    this.#compaction?.since.push(payload);
    return number;
  }

  /**
   * Appends a record together with those of others that come meanwhile: one sync for all of them. The numbers follow the
   * order of the calls. When the disk refuses one, all that wait fail.
   * @param undo called when the record fails, before any promise is rejected and before the next record can be appended;
   *   of several that fail, the last one is called first
   */
  appendLater(payload: Buffer, undo?: () => void): Promise<void> {
    const number = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ number, payload, undo, resolve, reject });
      this.#writing ??= this.#writeWaiting();
    });
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /**
   * Takes the last record back, which somebody else has refused after it was written.
   * @param size bytes of the file before it
   */
  takeBack(size: number): void {
    this.#size = size;
    this.#next--;
    this.#compaction?.since.pop();
    this.#cutBack();
    fs.fdatasyncSync(this.#file);
  }

  /**
   * Replaces the whole content, or nothing: a new file, which takes the place of the old one when it is on disk. The
   * first record has the number `first`.
   * @throws Error of the file system; the log is as before
   */
  replace(payloads: Iterable<Buffer>, first = this.#next): void {
    if (this.busy || this.#compaction) throw new Error('a log is replaced while records are being written');
    const written = writeNewLog(this.name, payloads, first);
    const old = this.#file;
    this.#file = fs.openSync(this.name, 'r+');
    fs.closeSync(old);
    this.#size = written.size;
    this.#next = written.next;
  }

  /**
   * Replaces the content as `replace` does, while records go on being appended: they follow those of `payloads`, which
   * stand for all records that were appended (or wait) before this call, and may hold later ones. Lets others run between
   * two payloads.
   * @throws Error of the file system, or when a record was refused meanwhile; the log is as before
   */
  async compact(payloads: Iterable<Buffer>): Promise<void> {
    if (this.#compaction) throw new Error('a log is compacted twice at once');
    const temporary = `${this.name}.new`;
    const file = fs.openSync(temporary, 'w', 0o600);
    let done = () => {};
    let failed: Compaction['failed'] = () => {};
    const swapped = new Promise<void>((resolve, reject) => {
      done = resolve;
      failed = reject;
    });
    // It may fail while the payloads are still being written.
    swapped.catch(() => undefined);
    const next = this.#next;
    const compaction: Compaction = { file, size: 0, next, from: next, since: [], ready: false, done, failed };
    this.#compaction = compaction;
    try {
      for (const payload of payloads) {
        if (this.#compaction !== compaction) break;
        appendTo(compaction, payload);
        await nextTurn();
      }
      if (this.#compaction === compaction) {
        await fsync(file);
        compaction.ready = true;
        if (!this.busy) this.#swap();
      }
      await swapped;
    } catch (error) {
      this.#compaction = undefined;
      if (this.#file !== file) {
        fs.closeSync(file);
        fs.rmSync(temporary, { force: true });
      }
      throw error;
    }
  }

  close(): void {
    this.#giveUp(new Error('the log was closed'));
    fs.closeSync(this.#file);
  }

  async #writeWaiting(): Promise<void> {
    // What comes in this turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const bytes = Buffer.concat(batch.map(encodeFrame));
      try {
        writeAll(this.#file, bytes, this.#size);
        await fdatasync(this.#file);
        this.#size += bytes.length;
        const compaction = this.#compaction;
        for (const { number, payload } of batch)
          if (compaction && number >= compaction.from) compaction.since.push(payload);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#cutBack();
        // Those that came meanwhile have later numbers: without the ones before them they would leave a gap.
        const failed = [...batch, ...this.#waiting];
        this.#waiting = [];
        this.#next -= failed.length;
        // Its payloads may hold what is undone now.
        this.#giveUp(error);
        for (const { undo } of failed.toReversed()) undo?.();
        for (const { reject } of failed) reject(error);
      }
      this.#swap();
    }
    this.#writing = undefined;
  }

  /** Puts the file of a compaction in the place of the old one, when it is ready. Called when no record is half written. */
  #swap(): void {
    const compaction = this.#compaction;
    if (!compaction?.ready) return;
    try {
      for (const payload of compaction.since) appendTo(compaction, payload);
      if (compaction.since.length > 0) fs.fdatasyncSync(compaction.file);
      fs.renameSync(`${this.name}.new`, this.name);
    } catch (error) {
      this.#giveUp(error);
      return;
    }
    fs.closeSync(this.#file);
    this.#file = compaction.file;
    this.#size = compaction.size;
    this.#next = compaction.next;
    for (const record of this.#waiting) record.number = this.#next++;
    this.#compaction = undefined;
    try {
      syncFolder(path.dirname(this.name));
      compaction.done();
    } catch (error) {
      compaction.failed(error);
    }
  }

  #giveUp(error: unknown): void {
    const compaction = this.#compaction;
    this.#compaction = undefined;
    compaction?.failed(error);
  }

  /** Removes what a failed write left behind the last whole record. */
  #cutBack(): void {
    try {
      fs.ftruncateSync(this.#file, this.#size);
    } catch {
      // The next record is written over it.
    }
  }
}

/**
 * Opens (or creates) a log. What a crash left half written at the end is cut off and kept in a file beside it.
 * @throws Error of the file system
 */
export function openRecordLog(name: string): OpenedLog {
  fs.mkdirSync(path.dirname(name), { recursive: true, mode: 0o700 });
  if (!fs.existsSync(name)) {
    fs.closeSync(fs.openSync(name, 'a', 0o600));
    syncFolder(path.dirname(name));
  }
  const bytes = fs.readFileSync(name);
  const { records, damage, end } = readFrames(bytes);
  const next = (records.at(-1)?.number ?? 0) + 1;
  if (end === bytes.length) return { log: new RecordLog(name, end, next), records, damage };
  const file = `${name}.torn-${Date.now()}`;
  // The copy is a courtesy: a full disk must not keep the log closed.
  try {
    fs.writeFileSync(file, bytes.subarray(end), { mode: 0o600 });
  } catch {
    fs.rmSync(file, { force: true });
  }
  fs.truncateSync(name, end);
  return { log: new RecordLog(name, end, next), records, damage, torn: { file, bytes: bytes.length - end } };
}

function appendTo(compaction: Compaction, payload: Buffer): void {
  const frame = encodeFrame({ number: compaction.next, payload });
  writeAll(compaction.file, frame, compaction.size);
  compaction.size += frame.length;
  compaction.next++;
}

function writeNewLog(
  name: string,
  payloads: Iterable<Buffer>,
  first: number,
): { size: number; next: number } {
  const temporary = `${name}.new`;
  const file = fs.openSync(temporary, 'w', 0o600);
  let size = 0;
  let number = first;
  try {
    for (const payload of payloads) {
      const frame = encodeFrame({ number: number++, payload });
      writeAll(file, frame, size);
      size += frame.length;
    }
    fs.fsyncSync(file);
  } catch (error) {
    fs.closeSync(file);
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  fs.closeSync(file);
  fs.renameSync(temporary, name);
  syncFolder(path.dirname(name));
  return { size, next: number };
}

/** Writes all bytes: one call of the system may write a part only. */
function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += fs.writeSync(file, bytes, done, bytes.length - done, position + done);
}
