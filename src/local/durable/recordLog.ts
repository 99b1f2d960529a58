import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type DamagedRange, encodeFrame, type LogRecord, readFrames } from './frame';

const fdatasync = promisify(fs.fdatasync);

/** What `openRecordLog` found in a file. */
export interface OpenedLog {
  log: RecordLog;
  records: LogRecord[];
  /** Parts that cannot be read, with whole records behind them. They stay in the file until it is replaced. */
  damage: DamagedRange[];
  /** Bytes behind the last whole record, cut off and kept in this file. */
  torn?: { file: string; bytes: number };
}

/**
 * A file of records to which records are appended. A record is on disk when its append returns, or, when the append
 * throws (a full disk), nothing of it stays.
 */
export class RecordLog {
  #file: number;
  #size: number;
  #next: number;
  #waiting: { frame: Buffer; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | undefined;

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
    return number;
  }

  /**
   * Appends a record together with those of others that come meanwhile: one sync for all of them. The numbers follow the
   * order of the calls. When the disk refuses one, all that wait fail, in order.
   */
  appendLater(payload: Buffer): Promise<void> {
    const frame = encodeFrame({ number: this.#next++, payload });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame, resolve, reject });
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
    this.#cutBack();
    fs.fdatasyncSync(this.#file);
  }

  /**
   * Replaces the whole content, or nothing: a new file, which takes the place of the old one when it is on disk. The
   * first record has the number `first`.
   * @throws Error of the file system; the log is as before
   */
  replace(payloads: Iterable<Buffer>, first = this.#next): void {
    if (this.busy) throw new Error('a log is replaced while records are being written');
    const written = writeNewLog(this.name, payloads, first);
    const old = this.#file;
    this.#file = fs.openSync(this.name, 'r+');
    fs.closeSync(old);
    this.#size = written.size;
    this.#next = written.next;
  }

  close(): void {
    fs.closeSync(this.#file);
  }

  async #writeWaiting(): Promise<void> {
    // What comes in this turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const bytes = Buffer.concat(batch.map(({ frame }) => frame));
      try {
        writeAll(this.#file, bytes, this.#size);
        await fdatasync(this.#file);
        this.#size += bytes.length;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#cutBack();
        // Those that came meanwhile have later numbers: without the ones before them they would leave a gap.
        const failed = [...batch, ...this.#waiting];
        this.#waiting = [];
        this.#next -= failed.length;
        for (const { reject } of failed) reject(error);
      }
    }
    this.#writing = undefined;
  }

  /** Removes what a failed write left behind the last whole record. */
  #cutBack(): void {
    fs.ftruncateSync(this.#file, this.#size);
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

/** Makes a new or renamed file durable: its name is in the folder. */
function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
