import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { ServiceModels } from '../claim/serviceModel';
import { JOURNAL_VERSION, type JournalEntry, laterVersion } from './journalEntry';
import { isRequestEntry, type RequestEntry, readRequestEntry } from './legacyEntry';

/** Length and checksum of an entry, in front of it. Bytes. */
const HEAD = 4 + 8;
/** Every call in these journals had succeeded before it was written. */
const SUCCESS = 200;

type ClaimEntry = Omit<JournalEntry, 'version' | 'previousStatus'> & { version: 2 };

/** How the JSON of every entry begins. */
const BEGIN = Buffer.from('{"');

/** What a journal of version 1 or 2 holds. */
export interface LegacyJournal {
  entries: JournalEntry[];
  /** Bytes that cannot be read. */
  unreadable: number;
}

/**
 * Reads a journal file of version 1 (whole requests) or 2 (claims). Its frames have no marks: behind damage, the next
 * entry is looked for by its first characters and its checksum.
 * @throws Error for an entry that is not understood, with its number
 */
export function readLegacyJournal(file: string, models: ServiceModels): LegacyJournal {
  const bytes = fs.readFileSync(file);
  const entries: JournalEntry[] = [];
  let unreadable = 0;
  for (let at = 0; at < bytes.length; ) {
    const data = entryAt(bytes, at);
    if (!data) {
      const begin = bytes.indexOf(BEGIN, at + HEAD + 1);
      const next = begin < 0 ? bytes.length : begin - HEAD;
      unreadable += next - at;
      at = next;
      continue;
    }
    entries.push({
      ...upgrade(JSON.parse(data.toString('utf8')) as RequestEntry | ClaimEntry, models),
      previousStatus: SUCCESS,
    });
    at += HEAD + data.length;
  }
  return { entries, unreadable };
}

/** The whole entry that begins at a place, if one does. */
function entryAt(bytes: Buffer, at: number): Buffer | undefined {
  if (at + HEAD > bytes.length) return undefined;
  const length = bytes.readUInt32BE(at);
  const data = bytes.subarray(at + HEAD, at + HEAD + length);
  return data.length === length && checksum(data).equals(bytes.subarray(at + 4, at + HEAD))
    ? data
    : undefined;
}

function upgrade(entry: RequestEntry | ClaimEntry, models: ServiceModels): JournalEntry {
  if (isRequestEntry(entry)) return readRequestEntry(entry, models);
  if (entry.version !== 2) throw laterVersion(entry.version);
  return { ...entry, version: JOURNAL_VERSION };
}

const checksum = (data: Buffer): Buffer => createHash('sha256').update(data).digest().subarray(0, 8);
