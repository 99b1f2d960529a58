import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ServiceModels } from '../claim/serviceModel';
import { openRecordLog, type RecordLog } from '../durable/recordLog';
import { syncFolder } from '../durable/writeFileAtomically';
import { Archive } from './archive';
import { type JournalEntry, readEntry, succeeded, writeEntry } from './journalEntry';
import { readLegacyJournal } from './legacyJournal';

/** A file that is there from the first entry on: a journal that is empty beside it has lost its entries. */
const BEGUN = 'journal.begun';
/** Calls in one segment of the archive. */
const SEGMENT = 500;

/** A call to be carried out again. */
export interface ReplayedCall {
  entry: JournalEntry;
  /** Whether it had succeeded; unknown for the last one before a crash. */
  succeeded: boolean | undefined;
}

/**
 * The calls that made moto what it is, in order. An entry is on disk (fsync) before moto sees its call, so nothing that
 * moto did is unknown here. What the older one of two checkpoints covers is moved to an archive.
 */
export class Journal {
  readonly #log: RecordLog;
  readonly #archive: Archive;
  /** Entries that are not in the archive. */
  #entries: JournalEntry[];
  #lastStatus: number | undefined;
  /** The number of the last call that is known of, here or in the archive or in a checkpoint. */
  #last: number;
  #closed = false;
  readonly #begun: string;
  readonly #warnings: string[] = [];

  private constructor(private readonly folder: string) {
    const { log, records, damage, torn } = openRecordLog(path.join(folder, 'journal.log'));
    this.#log = log;
    this.#archive = new Archive(path.join(folder, 'archive'));
    this.#entries = records.map(({ payload }) => readEntry(payload));
    this.#last = Math.max(this.#entries.at(-1)?.sequence ?? 0, this.#archive.last);
    if (torn)
      this.#warn(
        `The last entry of moto's journal is incomplete or damaged. If its call was answered, that change is lost; the ${torn.bytes} bytes are kept in ${torn.file}.`,
      );
    if (damage.length > 0) this.#warnOfGaps(this.#entries);
    this.#begun = path.join(folder, BEGUN);
    if (this.#last === 0 && fs.existsSync(this.#begun))
      this.#warn(
        "The entries of moto's journal are gone. What the calls made is lost, unless a checkpoint has it.",
      );
  }

  /** @throws Error of the file system, or for entries of a later version */
  static open(folder: string): Journal {
    return new Journal(folder);
  }

  /** The number of the last call, and of the next one. */
  get last(): number {
    return this.#last;
  }

  /** What is wrong with the files, in sentences. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** How many calls stand in the journal itself. */
  get length(): number {
    return this.#entries.length;
  }

  /** Takes over a journal of version 1 or 2, if there is one. The old file goes when its calls are on disk in the new one. */
  migrate(models: ServiceModels): void {
    const old = path.join(this.folder, 'journal');
    if (!fs.existsSync(old)) return;
    if (this.#last === 0) {
      const { entries, unreadable } = readLegacyJournal(old, models);
      if (unreadable > 0) {
        fs.copyFileSync(old, `${old}.damaged`);
        this.#warn(
          `${unreadable} bytes of moto's journal of a former version could not be read; the file is kept as ${old}.damaged.`,
        );
        this.#warnOfGaps(entries);
      }
      if (entries.length > 0) this.#begin();
      this.#log.replace(entries.map(writeEntry), 1);
      this.#entries = entries;
      this.#last = entries.at(-1)?.sequence ?? 0;
      this.#lastStatus = entries.length > 0 ? 200 : undefined;
    }
    fs.rmSync(old);
    syncFolder(this.folder);
  }

  /** A checkpoint may know of calls whose entries are lost; their numbers are not given again. */
  knows(sequence: number): void {
    if (sequence <= this.#last) return;
    this.#warn(
      `The entries ${range(this.#last + 1, sequence)} of moto's journal are lost; what their calls did is in the checkpoint.`,
    );
    this.#last = sequence;
  }

  /**
   * Writes a call down. It is on disk when this returns.
   * @throws Error of the file system (ENOSPC, …); then there is no such entry
   */
  append(call: Pick<JournalEntry, 'at' | 'host' | 'claim'>): JournalEntry {
    const entry: JournalEntry = {
      version: 3,
      sequence: this.#last + 1,
      ...call,
      ...(this.#lastStatus === undefined ? {} : { previousStatus: this.#lastStatus }),
    };
    if (entry.sequence === 1) this.#begin();
    this.#log.append(writeEntry(entry));
    this.#last = entry.sequence;
    this.#entries.push(entry);
    this.#lastStatus = undefined;
    return entry;
  }

  /** Notes the status of the last call. It is written down with the next one. */
  answered(sequence: number, status: number): void {
    if (sequence === this.#last) this.#lastStatus = status;
  }

  /** The calls behind a number, in order, from the archive if need be. */
  *after(sequence: number): Generator<ReplayedCall> {
    let before: JournalEntry | undefined;
    for (const entry of this.#readAfter(sequence)) {
      if (before) yield { entry: before, succeeded: outcomeBefore(entry, before) };
      before = entry;
    }
    if (before)
      yield {
        entry: before,
        succeeded: this.#lastStatus === undefined ? undefined : succeeded(this.#lastStatus),
      };
  }

  /** How many calls `after` will give, about. */
  countAfter(sequence: number): number {
    return Math.max(0, this.#last - sequence);
  }

  /**
   * Moves the calls up to a number to the archive, some at a time, so that requests are answered meanwhile.
   * @throws Error of the file system; all calls are kept in any case
   */
  async archive(upTo: number): Promise<void> {
    const covered = this.#entries.filter(({ sequence }) => sequence <= upTo);
    if (covered.length === 0) return;
    for (let from = 0; from < covered.length; from += SEGMENT) {
      const part = covered.slice(from, from + SEGMENT);
      this.#archive.add(part.map((entry) => ({ number: entry.sequence, payload: writeEntry(entry) })));
      await setImmediate();
    }
    if (this.#closed) return;
    const kept = this.#entries.slice(covered.length);
    this.#log.replace(kept.map(writeEntry), this.#log.next - kept.length);
    this.#entries = kept;
  }

  close(): void {
    this.#closed = true;
    this.#log.close();
  }

  *#readAfter(sequence: number): Generator<JournalEntry> {
    let last = sequence;
    const first = this.#entries[0]?.sequence ?? this.#last + 1;
    if (first > sequence + 1)
      for (const payload of this.#archive.read((segment, error) =>
        this.#warn(
          `The segment ${segment} of the archive of moto's journal cannot be read: ${(error as Error).message}`,
        ),
      )) {
        const entry = readEntry(payload);
        if (entry.sequence <= last) continue;
        this.#warnOfGap(last, entry.sequence);
        last = entry.sequence;
        yield entry;
      }
    for (const entry of this.#entries) {
      if (entry.sequence <= last) continue;
      if (last < first - 1) this.#warnOfGap(last, entry.sequence);
      last = entry.sequence;
      yield entry;
    }
  }

  /** From now on, a journal without entries has lost them. @throws Error of the file system */
  #begin(): void {
    fs.writeFileSync(this.#begun, '', { mode: 0o600 });
  }

  #warnOfGaps(entries: readonly JournalEntry[]): void {
    for (const [index, { sequence }] of entries.entries())
      this.#warnOfGap(index === 0 ? sequence - 1 : entries[index - 1]!.sequence, sequence);
  }

  #warnOfGap(last: number, sequence: number): void {
    if (sequence <= last + 1) return;
    this.#warn(
      `The entries ${range(last + 1, sequence - 1)} of moto's journal are damaged and missing: what their calls made is not there unless a checkpoint has it. All later ones are there.`,
    );
  }

  #warn(warning: string): void {
    if (this.#warnings.includes(warning)) return;
    this.#warnings.push(warning);
    console.error(warning);
  }
}

/** How an entry before another one ended, by what the later one says. */
function outcomeBefore(later: JournalEntry, entry: JournalEntry): boolean | undefined {
  return later.sequence === entry.sequence + 1 && later.previousStatus !== undefined
    ? succeeded(later.previousStatus)
    : undefined;
}

const range = (first: number, last: number): string => (first === last ? `${first}` : `${first} to ${last}`);
