import { ancestors, type Snapshot, snapshotById, type TableMetadata } from '../metadata/tableMetadata';
import { type Change, later } from './change';

/** Which snapshots and metadata files a table keeps. */
export interface ExpiryRules {
  /** Of each branch, newest first. */
  minSnapshots: number;
  maxSnapshotAgeMs: number;
  /** Former metadata files. */
  maxMetadataFiles: number;
}

/**
 * Forgets snapshots that are too old, branches and tags that have outlived their own age, and former metadata files
 * beyond a number (Iceberg spec, "Snapshot Retention Policy"). Only the metadata changes; who commits it may then remove
 * what only the forgotten ones needed. A branch's own rules go before the table's; what `main` stands at always stays.
 */
export function expireSnapshots(rules: ExpiryRules): Change {
  return {
    staged: [],
    async apply(base, _files, now) {
      const refs = livingRefs(base, now);
      const kept = keptSnapshots(base, refs, rules, now);
      const isKept = (id: unknown) => kept.has(id as bigint);
      return {
        metadata: {
          ...base,
          refs,
          snapshots: base.snapshots.filter((snapshot) => isKept(snapshot['snapshot-id'])),
          'snapshot-log': withoutGaps(base['snapshot-log'], isKept),
          'metadata-log': newest(base['metadata-log'], rules.maxMetadataFiles - 1),
          ...statistics(base, isKept),
          'last-updated-ms': later(base, now),
        },
        written: [],
      };
    },
  };
}

/** Whether the rules leave a table as it is. */
export function isInOrder(metadata: TableMetadata, rules: ExpiryRules, now: Date): boolean {
  const refs = livingRefs(metadata, now);
  return (
    Object.keys(refs).length === Object.keys(metadata.refs).length &&
    keptSnapshots(metadata, refs, rules, now).size === metadata.snapshots.length &&
    metadata['metadata-log'].length <= rules.maxMetadataFiles
  );
}

function livingRefs(metadata: TableMetadata, now: Date): TableMetadata['refs'] {
  return Object.fromEntries(
    Object.entries(metadata.refs).filter(([name, ref]) => {
      const snapshot = snapshotById(metadata, ref['snapshot-id']);
      if (name === 'main') return true;
      return snapshot && now.getTime() - snapshot['timestamp-ms'] <= (ref['max-ref-age-ms'] ?? Infinity);
    }),
  );
}

function keptSnapshots(
  metadata: TableMetadata,
  refs: TableMetadata['refs'],
  rules: ExpiryRules,
  now: Date,
): Set<bigint> {
  const isYoung = (snapshot: Snapshot, age: number) => now.getTime() - snapshot['timestamp-ms'] <= age;
  const kept = new Set<bigint>();
  const ofRefs = new Set<bigint>();
  for (const ref of Object.values(refs)) {
    kept.add(ref['snapshot-id']);
    ofRefs.add(ref['snapshot-id']);
    if (ref.type !== 'branch') continue;
    const line = ancestors(metadata, ref['snapshot-id']);
    for (const snapshot of line) ofRefs.add(snapshot['snapshot-id']);
    const min = Math.max(1, ref['min-snapshots-to-keep'] ?? rules.minSnapshots);
    const age = ref['max-snapshot-age-ms'] ?? rules.maxSnapshotAgeMs;
    const old = line.findIndex((snapshot, i) => i >= min && !isYoung(snapshot, age));
    for (const snapshot of old < 0 ? line : line.slice(0, old)) kept.add(snapshot['snapshot-id']);
  }
  // Snapshots that no branch leads to (staged, or rolled back) have their age only.
  for (const snapshot of metadata.snapshots) {
    const id = snapshot['snapshot-id'];
    if (!ofRefs.has(id) && isYoung(snapshot, rules.maxSnapshotAgeMs)) kept.add(id);
  }
  return kept;
}

/** The log from behind its last forgotten snapshot on: with gaps, time travel would find what was not current then. */
function withoutGaps(
  log: TableMetadata['snapshot-log'],
  isKept: (id: bigint) => boolean,
): TableMetadata['snapshot-log'] {
  const gap = log.findLastIndex((entry) => !isKept(entry['snapshot-id']));
  return log.slice(gap + 1);
}

const newest = <T>(items: T[], count: number): T[] => (count <= 0 ? [] : items.slice(-count));

/** Statistics files are of one snapshot each, and go with it. */
function statistics(base: TableMetadata, isKept: (id: unknown) => boolean): Partial<TableMetadata> {
  const left: Record<string, unknown> = {};
  for (const name of ['statistics', 'partition-statistics']) {
    const entries = base[name];
    if (Array.isArray(entries))
      left[name] = entries.filter((entry: { 'snapshot-id'?: unknown }) => isKept(entry['snapshot-id']));
  }
  return left;
}
