import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Claim } from '../claim/claim';
import { isLegacyEntry, type LegacyEntry } from './legacyEntry';

/** The version of entries that this program writes. */
export const JOURNAL_VERSION = 2;

/** One call that changed moto's state. */
export interface JournalEntry {
  version: typeof JOURNAL_VERSION;
  /** Counts from 1; the seed of the call's random numbers comes from it. */
  sequence: number;
  /** Milliseconds since 1970: the clock that the call saw. */
  at: number;
  /** The account's own address, which moto puts into addresses that it hands out. */
  host: string;
  /** The claim, its input encoded as JSON (claimJson.ts). */
  claim: Claim;
}

/** Length and checksum of an entry, in front of it. Bytes. */
const HEAD = 4 + 8;

const checksum = (data: Buffer): Buffer => createHash('sha256').update(data).digest().subarray(0, 8);

function framed(entry: JournalEntry): Buffer {
  const data = Buffer.from(JSON.stringify(entry), 'utf8');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  return Buffer.concat([head, checksum(data), data]);
}

/** @throws Error for an entry of a later version: that program must be used again */
function readEntry(data: Buffer): JournalEntry | LegacyEntry {
  const entry = JSON.parse(data.toString('utf8')) as JournalEntry | LegacyEntry;
  if (isLegacyEntry(entry) || entry.version === JOURNAL_VERSION) return entry;
  throw new Error(
    `The account's journal was written by a later version of lakehouse-code (entry version ${String((entry as { version: unknown }).version)}). Use that version, or start with another LAKEHOUSE_HOME.`,
  );
}

/**
 * The calls that made moto what it is, in order. An entry is on disk (fsync) before its call is acknowledged. What a
 * crash left half written at the end is cut off and kept aside: it was never acknowledged.
 */
export class Journal {
  #file: number;

  private constructor(
    file: number,
    private readonly name: string,
    /** Entries of a former version stand among them until `migrate` was called. */
    private stored: (JournalEntry | LegacyEntry)[],
  ) {
    this.#file = file;
  }

  static open(folder: string): Journal {
    const name = path.join(folder, 'journal');
    const bytes = fs.existsSync(name) ? fs.readFileSync(name) : Buffer.alloc(0);
    const entries: (JournalEntry | LegacyEntry)[] = [];
    let end = 0;
    while (end + HEAD <= bytes.length) {
      const length = bytes.readUInt32BE(end);
      const data = bytes.subarray(end + HEAD, end + HEAD + length);
      if (data.length < length || !checksum(data).equals(bytes.subarray(end + 4, end + HEAD))) break;
      entries.push(readEntry(data));
      end += HEAD + length;
    }
    if (end < bytes.length) {
      fs.writeFileSync(`${name}.torn-${Date.now()}`, bytes.subarray(end), { mode: 0o600 });
      fs.truncateSync(name, end);
    }
    return new Journal(fs.openSync(name, 'a', 0o600), name, entries);
  }

  get entries(): readonly JournalEntry[] {
    return this.stored.filter((entry): entry is JournalEntry => !isLegacyEntry(entry));
  }

  get next(): number {
    return (this.stored.at(-1)?.sequence ?? 0) + 1;
  }

  /**
   * Writes the entries of former versions anew. The file is replaced as a whole or not at all.
   * @throws Error from `read` for an entry that cannot be read; then nothing is changed
   */
  migrate(read: (entry: LegacyEntry) => JournalEntry): void {
    if (!this.stored.some(isLegacyEntry)) return;
    const entries = this.stored.map((entry) => (isLegacyEntry(entry) ? read(entry) : entry));
    const temporary = `${this.name}.${process.pid}`;
    fs.writeFileSync(temporary, Buffer.concat(entries.map(framed)), { mode: 0o600, flush: true });
    fs.renameSync(temporary, this.name);
    fs.closeSync(this.#file);
    this.#file = fs.openSync(this.name, 'a', 0o600);
    this.stored = entries;
  }

  /** Returns when the entry is on disk. */
  append(entry: JournalEntry): void {
    fs.writeSync(this.#file, framed(entry));
    fs.fdatasyncSync(this.#file);
    this.stored.push(entry);
  }

  close(): void {
    fs.closeSync(this.#file);
  }
}
