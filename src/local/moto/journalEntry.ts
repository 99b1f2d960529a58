import type { Claim } from '../claim/claim';

/** The version of entries that this program writes. */
export const JOURNAL_VERSION = 3;

/** One call that was sent to moto and may have changed its state, whatever it answered. */
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
  /** HTTP status of the answer to the entry before this one. An outcome needs no write of its own this way. */
  previousStatus?: number;
}

/** @throws Error for an entry of a later version: that program must be used again */
export function readEntry(payload: Buffer): JournalEntry {
  const entry = JSON.parse(payload.toString('utf8')) as JournalEntry;
  if (entry.version === JOURNAL_VERSION) return entry;
  throw laterVersion(entry.version);
}

export const writeEntry = (entry: JournalEntry): Buffer => Buffer.from(JSON.stringify(entry), 'utf8');

/** The error for an entry that a later version of this program wrote. */
export const laterVersion = (version: unknown): Error =>
  new Error(
    `The account's journal was written by a later version of lakehouse-code (entry version ${String(version)}). Use that version, or start with another LAKEHOUSE_HOME.`,
  );

/** Whether a status is that of a success. */
export const succeeded = (status: number): boolean => status < 300;
