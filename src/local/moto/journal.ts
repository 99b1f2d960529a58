import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** One call that changed moto's state. */
export interface JournalEntry {
  /** Counts from 1; the seed of the call's random numbers comes from it. */
  sequence: number;
  /** Milliseconds since 1970: the clock that the call saw. */
  at: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Base64. */
  body: string;
}

/** Length and checksum of an entry, in front of it. Bytes. */
const HEAD = 4 + 8;

const checksum = (data: Buffer): Buffer => createHash('sha256').update(data).digest().subarray(0, 8);

/**
 * The calls that made moto what it is, in order. An entry is on disk (fsync) before its call is acknowledged. What a
 * crash left half written at the end is cut off and kept aside: it was never acknowledged.
 */
export class Journal {
  #file: number;

  private constructor(
    file: number,
    readonly entries: JournalEntry[],
  ) {
    this.#file = file;
  }

  static open(folder: string): Journal {
    const name = path.join(folder, 'journal');
    const bytes = fs.existsSync(name) ? fs.readFileSync(name) : Buffer.alloc(0);
    const entries: JournalEntry[] = [];
    let end = 0;
    while (end + HEAD <= bytes.length) {
      const length = bytes.readUInt32BE(end);
      const data = bytes.subarray(end + HEAD, end + HEAD + length);
      if (data.length < length || !checksum(data).equals(bytes.subarray(end + 4, end + HEAD))) break;
      entries.push(JSON.parse(data.toString('utf8')) as JournalEntry);
      end += HEAD + length;
    }
    if (end < bytes.length) {
      fs.writeFileSync(`${name}.torn-${Date.now()}`, bytes.subarray(end), { mode: 0o600 });
      fs.truncateSync(name, end);
    }
    return new Journal(fs.openSync(name, 'a', 0o600), entries);
  }

  get next(): number {
    return (this.entries.at(-1)?.sequence ?? 0) + 1;
  }

  /** Returns when the entry is on disk. */
  append(entry: JournalEntry): void {
    const data = Buffer.from(JSON.stringify(entry), 'utf8');
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    fs.writeSync(this.#file, Buffer.concat([head, checksum(data), data]));
    fs.fdatasyncSync(this.#file);
    this.entries.push(entry);
  }

  close(): void {
    fs.closeSync(this.#file);
  }
}
