import { setTimeout as delay } from 'node:timers/promises';
import { type Files, IcebergError } from '../files';
import { isMetadataFile, writeMetadata } from '../metadata/metadataFile';
import { snapshotById, type TableMetadata } from '../metadata/tableMetadata';
import type { Change } from './change';

/** Where a table stands: its metadata, and the catalog's own mark of that state (a version id), if it has one. */
export interface TableState {
  location: string;
  metadata: TableMetadata;
  version?: string;
}

/** A table's place in a catalog. */
export interface TablePointer {
  /** Where the table stands now. */
  read(): Promise<TableState>;
  /**
   * Makes `next` the table's state if it still stands at `base`; false when another writer came first. This is the one
   * step that must be atomic. Anything else that goes wrong is thrown, and then the swap has happened or never will.
   * @param obsolete files that the table does not refer to any more once it stands at `next`. Readers of former states may
   *   still be on their way to them: whoever keeps the catalog removes them after a while, or leaves them as orphans
   */
  swap(
    base: TableState,
    next: { location: string; metadata: TableMetadata },
    obsolete: string[],
  ): Promise<boolean>;
}

export interface CommitOptions {
  now?: () => Date;
  /** Attempts in all, until the commit is given up. */
  attempts?: number;
  /** Former metadata files that are kept, where the table's `write.metadata.previous-versions-max` says nothing. */
  previousVersions?: number;
}

/** Too many other writers came first, all attempts long. Nothing was changed. */
export class CommitConflict extends IcebergError {
  constructor(location: string, attempts: number) {
    super(`table ${location} was changed by others during each of ${attempts} attempts to commit`);
    this.name = 'CommitConflict';
  }
}

/**
 * The catalog failed while it swapped, and does not say where the table stands: the commit may have happened. No file
 * may be removed.
 */
export class CommitStateUnknown extends IcebergError {
  constructor(location: string, cause: unknown) {
    super(`it is not known whether the commit to table ${location} happened`, { cause });
    this.name = 'CommitStateUnknown';
  }
}

const ATTEMPTS = 20;
const PREVIOUS_METADATA = 100;

/**
 * Commits a change: applies it to the table's state, writes the new metadata and swaps the pointer, once; when another
 * writer came first, again on the new state. Data files and manifests are not written again.
 *
 * On failure everything that the commit wrote is removed (not the data files: they are the caller's), unless the swap
 * may have happened.
 * @throws CommitConflict, CommitStateUnknown, and what reading, writing and swapping throw
 */
export async function commit(
  change: Change,
  pointer: TablePointer,
  files: Files,
  options: CommitOptions = {},
): Promise<TableState> {
  const { now = () => new Date(), attempts = ATTEMPTS, previousVersions = PREVIOUS_METADATA } = options;
  let first: TableMetadata | undefined;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const written: string[] = [];
    let swap: Swap | undefined;
    try {
      const base = await pointer.read();
      first ??= base.metadata;
      if (base.metadata['table-uuid'] !== first['table-uuid'])
        throw new IcebergError(`table ${first.location} was replaced by another table`);
      const applied = await change.apply(base.metadata, files, now());
      written.push(...applied.written);
      const metadata = withMetadataLog(applied.metadata, base, previousVersions);
      const location = await writeMetadata(metadata, files, { previous: base.location });
      written.push(location);
      swap = { base, next: { location, metadata } };
      const obsolete = [...formerFiles(base, metadata), ...(applied.unused ?? [])];
      if (await pointer.swap(base, swap.next, obsolete)) return swap.next;
    } catch (error) {
      const fate = swap ? await fateOf(swap, pointer) : 'lost';
      if (swap && fate === 'committed') return swap.next;
      if (swap && fate === 'unknown') throw new CommitStateUnknown(swap.next.metadata.location, error);
      await remove([...written, ...change.staged], files);
      throw error;
    }
    await remove(written, files);
    // Writers that lost together must not meet again in step.
    if (attempt < attempts) await delay(Math.random() * Math.min(2 ** attempt, 100));
  }
  await remove(change.staged, files);
  throw new CommitConflict(first?.location ?? '', attempts);
}

/** Keeps the former metadata file in the log (Iceberg spec, "metadata-log"). */
function withMetadataLog(metadata: TableMetadata, base: TableState, kept: number): TableMetadata {
  const max = Number(metadata.properties['write.metadata.previous-versions-max'] ?? kept);
  const entry = { 'timestamp-ms': base.metadata['last-updated-ms'], 'metadata-file': base.location };
  const log = [...metadata['metadata-log'], entry];
  return {
    ...metadata,
    'metadata-log': log.slice(-Math.max(1, Number.isFinite(max) ? max : kept)),
  };
}

/** Metadata files that have left the log, where the table has them removed (`write.metadata.delete-after-commit.enabled`). */
function formerFiles(base: TableState, { properties, 'metadata-log': log }: TableMetadata): string[] {
  if (properties['write.metadata.delete-after-commit.enabled'] === 'false') return [];
  const kept = new Set(log.map((entry) => entry['metadata-file']));
  const before = [...base.metadata['metadata-log'].map((entry) => entry['metadata-file']), base.location];
  // A log of other writers can name anything.
  return before.filter((uri) => !kept.has(uri) && isMetadataFile(uri));
}

interface Swap {
  base: TableState;
  next: TableState;
}

/**
 * After a swap that failed: whether the table stands at the new metadata, or has come past it. Other writers may have
 * committed since, and a table may keep so short a log that neither state is in it any more: then nobody can tell.
 */
async function fateOf(
  { base, next }: Swap,
  pointer: TablePointer,
): Promise<'committed' | 'lost' | 'unknown'> {
  let state: TableState;
  try {
    state = await pointer.read();
  } catch {
    return 'unknown';
  }
  const past = new Set([
    state.location,
    ...state.metadata['metadata-log'].map((entry) => entry['metadata-file']),
  ]);
  const added = next.metadata.snapshots.find((s) => !snapshotById(base.metadata, s['snapshot-id']));
  if (past.has(next.location) || (added && snapshotById(state.metadata, added['snapshot-id'])))
    return 'committed';
  // The new state would have come right after the base, so a log that reaches back to the base would name it.
  return past.has(base.location) ? 'lost' : 'unknown';
}

async function remove(uris: string[], files: Files): Promise<void> {
  // A leftover file does no harm; an error here would hide the one that matters.
  if (uris.length > 0) await files.remove?.(uris).catch(() => {});
}
