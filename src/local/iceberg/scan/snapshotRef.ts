import { IcebergError } from '../files';
import {
  currentSchema,
  currentSnapshot,
  type Snapshot,
  schemaOf,
  snapshotById,
  type TableMetadata,
} from '../metadata/tableMetadata';
import type { Schema } from '../schema/schema';

/** Which snapshot to read: by id, by branch or tag, or the one that was current at a time. */
export type SnapshotRef = { id: bigint } | { ref: string } | { timestamp: Date };

/**
 * The snapshot that is meant; without a reference the current one (undefined: the table is empty).
 * @param name what the table is called in errors
 * @throws IcebergError with Trino's texts when there is none
 */
export function resolveSnapshot(metadata: TableMetadata, want: SnapshotRef, name?: string): Snapshot;
export function resolveSnapshot(metadata: TableMetadata, want?: SnapshotRef): Snapshot | undefined;
export function resolveSnapshot(
  metadata: TableMetadata,
  want?: SnapshotRef,
  name = metadata.location,
): Snapshot | undefined {
  if (!want) return currentSnapshot(metadata);
  if ('id' in want) {
    const snapshot = snapshotById(metadata, want.id);
    if (!snapshot) throw new IcebergError(`Iceberg snapshot ID does not exists: ${want.id}`);
    return snapshot;
  }
  if ('ref' in want) {
    const ref = metadata.refs[want.ref];
    const snapshot = ref && snapshotById(metadata, ref['snapshot-id']);
    if (!snapshot) throw new IcebergError(`Cannot find snapshot with reference name: ${want.ref}`);
    return snapshot;
  }
  const time = want.timestamp.getTime();
  const entry = metadata['snapshot-log'].filter((e) => e['timestamp-ms'] <= time).at(-1);
  const snapshot = entry && snapshotById(metadata, entry['snapshot-id']);
  if (!snapshot)
    throw new IcebergError(`No version history table ${name} at or before ${want.timestamp.toISOString()}`);
  return snapshot;
}

/** The schema to read a snapshot by: of the current one today's, of an older one (by id or time) its own. */
export function readSchema(metadata: TableMetadata, want?: SnapshotRef): Schema {
  const id = want && !('ref' in want) ? resolveSnapshot(metadata, want)?.['schema-id'] : undefined;
  return id === undefined ? currentSchema(metadata) : schemaOf(metadata, id);
}
