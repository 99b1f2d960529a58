import fs from 'node:fs';
import { type Change, type ChangeRecord, decodeRecord, encodeHeader } from './changes';
import { Database, type OpeningFacts } from './database';
import { readFormerIndex } from './formerIndex';
import { type CleanMarker, indexExists, isAsClosed, readMarker, removeIndex } from './indexFile';
import { LiveRows } from './liveRows';
import { Losses } from './losses';
import { type OpenedLog, openRecordLog } from './recordLog';

/** Where a database lies, and what is known of it. */
export interface DatabasePlace {
  /** For people: `the catalog`. */
  name: string;
  /** The file of the log; what belongs to it lies beside it. */
  log: string;
  /** The folder of the index. */
  index: string;
  /** The folder of an index that a version without a log kept, and whether its keys are bytes or LMDB's texts. */
  former: { folder: string; keys: 'bytes' | 'texts' };
  /** Whether the account was there before, by other signs: nothing on disk is then damage. */
  existed?: boolean;
  /** Whether the database is known to have had a log. */
  hadLog?: boolean;
}

/** A record of the log, decoded. */
interface Numbered extends ChangeRecord {
  number: number;
}

/**
 * Opens (or creates) a database. The log is the truth: an index that is not, byte for byte, what was closed in order is
 * built anew. Where the log is damaged and the index is right, the log is written anew from it. What neither of them has is
 * told by `warnings`; the damaged log is kept.
 * @throws Error of the file system, or when a later version has written the log
 */
export function openDatabase(place: DatabasePlace): Database {
  const losses = new Losses(`${place.log}.losses.json`);
  const found: OpeningFacts = { whole: losses.all.length === 0, repaired: [], losses };
  const marker = readMarker(`${place.log}.clean.json`);
  const there = (fs.statSync(place.log, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const indexRight = marker !== undefined && indexExists(place.index) && isAsClosed(place.index, marker);
  const database = there
    ? openWithLog(place, found, marker, indexRight)
    : openWithoutLog(place, found, marker, indexRight);
  fs.rmSync(`${place.log}.new`, { force: true });
  database.compactIfGrown();
  return database;
}

function openWithLog(
  place: DatabasePlace,
  found: OpeningFacts,
  marker: CleanMarker | undefined,
  indexRight: boolean,
): Database {
  const opened = openRecordLog(place.log);
  const sound = indexRight && marker && opened.damage.length === 0 && !opened.torn;
  // What a right index holds is not read again, unless damage has to be explained.
  let records = decoded(opened, sound ? marker.last : 0);
  const first = records[0]?.number ?? Number.POSITIVE_INFINITY;
  if (sound && first > marker.last + 1) records = decoded(opened, 0);
  const last = records.at(-1)?.number ?? 0;
  const inIndex = indexRight && marker ? marker.last : 0;
  const problems = damageOf(opened, records, marker);
  // Nothing is lost when the index holds all of the records that cannot be read.
  const restored = problems.every((problem) => problem.upTo <= inIndex);
  // An interrupted write and a damaged record look alike: it is kept until somebody has been told, also over other starts.
  if (opened.torn && problems.length === 0) {
    found.whole = false;
    found.losses.add([
      `the last record of the log ${place.log} is incomplete or damaged. If its change was acknowledged, that change is lost; the ${opened.torn.bytes} bytes are kept in ${opened.torn.file}.`,
    ]);
  }

  // An index can go on only where the log does: behind a gap, the records beyond it are all there is.
  const usable = indexRight && marker && (first <= marker.last + 1 || problems.length > 0);
  const database = newDatabase(place, opened, found, usable === true);
  const beyond = records.filter(({ number }) => number > inIndex);
  if (usable) database.resume(marker.live, allChanges(beyond));
  else database.load(foldedRows(records));

  if (problems.length > 0) {
    const texts = problems.map(({ text }) => text);
    if (restored && usable)
      found.repaired.push(...texts, 'Nothing is lost: the index held it, and the log was written anew.');
    else {
      found.whole = false;
      found.losses.add(texts);
    }
    keepDamaged(place.log);
    rewrite(opened, database, Math.max(last, marker?.last ?? 0) + 1);
  }
  return database;
}

function openWithoutLog(
  place: DatabasePlace,
  found: OpeningFacts,
  marker: CleanMarker | undefined,
  indexRight: boolean,
): Database {
  const { former, index } = place;
  // An index of this version, or one of a version whose index lay in the same place.
  const unproven = `${index}.former`;
  if (!indexRight && indexExists(index)) {
    fs.rmSync(unproven, { recursive: true, force: true });
    fs.renameSync(index, unproven);
  }
  const source = indexExists(unproven)
    ? { folder: unproven, keys: place.hadLog ? ('bytes' as const) : former.keys }
    : former;
  const opened = openRecordLog(place.log);
  if (indexRight && marker) {
    const database = newDatabase(place, opened, found, true);
    database.resume(marker.live, []);
    found.repaired.push(
      `the log ${place.log} was missing or empty. Nothing is lost: it was written anew from the index, which was closed in order at ${marker.at}.`,
    );
    rewrite(opened, database, marker.last + 1);
    return database;
  }
  const read = indexExists(source.folder) ? readFormerIndex(source.folder, source.keys) : undefined;
  if (read instanceof LiveRows) {
    if (place.hadLog) {
      found.whole = false;
      found.losses.add([
        `the log ${place.log} is missing. ${read.size} rows were taken from the index, which was not closed in order: the last changes may be missing.`,
      ]);
    }
  } else if (read !== undefined || place.existed || place.hadLog) {
    found.whole = false;
    found.losses.add([
      `the log ${place.log} is missing, and ${read ?? 'there is no index from which it could be restored'}: ${place.name} starts empty.`,
    ]);
  }
  const database = newDatabase(place, opened, found, false);
  if (read instanceof LiveRows) database.load(read);
  opened.log.replace(database.liveRecords(), (marker?.last ?? 0) + 1);
  if (read instanceof LiveRows) removeIndex(source.folder);
  if (indexExists(unproven)) fs.renameSync(unproven, `${index}.damaged-${Date.now()}`);
  else fs.rmSync(unproven, { recursive: true, force: true });
  return database;
}

function newDatabase(
  place: DatabasePlace,
  { log }: OpenedLog,
  found: OpeningFacts,
  keepIndex: boolean,
): Database {
  if (!keepIndex) removeIndex(place.index);
  return new Database(place.name, log, place.index, `${place.log}.clean.json`, found);
}

/** The first record, the last one, and those with a number above `after`. @throws Error when one is of no known kind */
function decoded({ log, records }: OpenedLog, after: number): (Numbered & { isHeader: boolean })[] {
  const wanted = records.filter(({ number }, i) => i === 0 || number > after || i === records.length - 1);
  return wanted.map(({ number, payload }) => {
    const record = decodeRecord(payload);
    if (!record)
      throw new Error(
        `Record ${number} of ${log.name} was written by a later version of the lakehouse. Use that version, or move the account's folder away to begin anew.`,
      );
    return { number, ...record };
  });
}

/** Parts of a log that cannot be read. `upTo`: the number of the last record there; infinity when nobody knows. */
function damageOf(
  { log, damage, torn }: OpenedLog,
  records: (Numbered & { isHeader: boolean })[],
  marker: CleanMarker | undefined,
): { text: string; upTo: number }[] {
  const problems = damage.map(({ from, to, missing }) => {
    const next = records.find(({ number }) => number > (missing?.last ?? 0));
    const before = records.findLast(({ number }) => number < (missing?.first ?? next?.number ?? 0));
    const what = missing
      ? `records ${missing.first} to ${missing.last}`
      : `what stands before record ${next?.number}`;
    const when = `written ${before ? `after ${time(before)} and ` : ''}before ${next ? time(next) : 'the end'}`;
    return {
      text: `${what} of the log ${log.name} (bytes ${from} to ${to}; ${when}) cannot be read.`,
      upTo: missing?.last ?? (next?.number ?? Number.POSITIVE_INFINITY) - 1,
    };
  });
  const first = records[0];
  if (first && !first.isHeader && !damage.some(({ from }) => from === 0))
    problems.push({
      text: `the beginning of the log ${log.name} is missing: its first record is number ${first.number}.`,
      upTo: first.number - 1,
    });
  const last = records.at(-1);
  if (marker && (last?.number ?? 0) < marker.last)
    problems.push({
      text: `the end of the log ${log.name} is missing: records ${(last?.number ?? 0) + 1} to ${marker.last}, ${last ? `written after ${time(last)}, ` : ''}were there at ${marker.at}${torn ? `; ${torn.bytes} bytes that are no records are kept in ${torn.file}` : ''}.`,
      upTo: marker.last,
    });
  else if (!last && torn)
    problems.push({
      text: `the log ${log.name} holds no record: its ${torn.bytes} bytes are kept in ${torn.file}.`,
      upTo: Number.POSITIVE_INFINITY,
    });
  return problems;
}

function foldedRows(records: Numbered[]): LiveRows {
  const rows = new LiveRows();
  for (const { changes } of records) rows.apply(changes);
  return rows;
}

const allChanges = (records: Numbered[]): Change[] => records.flatMap(({ changes }) => changes);

const time = (record: ChangeRecord): string => new Date(record.time).toISOString();

/** Keeps a second name of a damaged log, which is about to be replaced. */
function keepDamaged(log: string): void {
  try {
    fs.linkSync(log, `${log}.damaged-${Date.now()}`);
  } catch (error) {
    console.error(`${log}: the damaged log could not be kept:`, error);
  }
}

/** Writes the log anew. On a full disk the old one stays, and is found damaged again at the next start. */
function rewrite({ log }: OpenedLog, database: Database, first: number): void {
  try {
    log.replace(database.liveRecords(), first);
  } catch (error) {
    console.error(`${log.name} could not be written anew:`, error);
    if (log.size === 0) log.append(encodeHeader());
  }
}
