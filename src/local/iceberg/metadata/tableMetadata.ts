import { IcebergError } from '../files';
import type { PartitionSpec } from '../partition/spec';
import { fieldById, newestFirst, type Schema } from '../schema/schema';

/**
 * Table metadata of format version 2, with the specification's own names (Iceberg spec, "Table Metadata Fields").
 * Members that are not named here, of later versions of the specification or of other writers, are kept as they are.
 */
export interface TableMetadata {
  'format-version': 2;
  'table-uuid': string;
  location: string;
  'last-sequence-number': number;
  /** Milliseconds since the epoch, as all times here. */
  'last-updated-ms': number;
  'last-column-id': number;
  'current-schema-id': number;
  schemas: Schema[];
  'default-spec-id': number;
  'partition-specs': PartitionSpec[];
  'last-partition-id': number;
  'default-sort-order-id': number;
  'sort-orders': SortOrder[];
  properties: Record<string, string>;
  'current-snapshot-id'?: bigint;
  snapshots: Snapshot[];
  'snapshot-log': { 'timestamp-ms': number; 'snapshot-id': bigint }[];
  'metadata-log': { 'timestamp-ms': number; 'metadata-file': string }[];
  refs: Record<string, BranchOrTag>;
  [unknown: string]: unknown;
}

export interface Snapshot {
  'snapshot-id': bigint;
  'parent-snapshot-id'?: bigint;
  'sequence-number': number;
  'timestamp-ms': number;
  'manifest-list'?: string;
  /** Format version 1 only: addresses of the manifests, where no manifest list was written. */
  manifests?: string[];
  summary: { operation: Operation } & Record<string, string>;
  'schema-id'?: number;
  [unknown: string]: unknown;
}

export type Operation = 'append' | 'replace' | 'overwrite' | 'delete';

interface BranchOrTag {
  'snapshot-id': bigint;
  type: 'branch' | 'tag';
  'max-ref-age-ms'?: number;
  /** Of branches: how many snapshots, and how old ones, expiry leaves on it. */
  'min-snapshots-to-keep'?: number;
  'max-snapshot-age-ms'?: number;
  [unknown: string]: unknown;
}

export interface SortOrder {
  'order-id': number;
  fields: {
    transform: string;
    'source-id': number;
    direction: 'asc' | 'desc';
    'null-order': 'nulls-first' | 'nulls-last';
  }[];
}

export function currentSchema(metadata: TableMetadata): Schema {
  return schemaOf(metadata, metadata['current-schema-id']);
}

export function schemaOf(metadata: TableMetadata, id: number): Schema {
  const schema = metadata.schemas.find((s) => s['schema-id'] === id);
  if (!schema) throw new IcebergError(`table ${metadata.location} has no schema ${id}`);
  return schema;
}

export function partitionSpec(metadata: TableMetadata, id = metadata['default-spec-id']): PartitionSpec {
  const spec = metadata['partition-specs'].find((s) => s['spec-id'] === id);
  if (!spec) throw new IcebergError(`table ${metadata.location} has no partition spec ${id}`);
  return spec;
}

/** A schema that has the columns of a spec: of an old one those may be dropped by now. */
export function schemaOfSpec(spec: PartitionSpec, metadata: TableMetadata): Schema {
  const has = (schema: Schema) => spec.fields.every((field) => fieldById(schema, field['source-id']));
  return newestFirst(metadata.schemas).find(has) ?? currentSchema(metadata);
}

export function snapshotById(metadata: TableMetadata, id: bigint): Snapshot | undefined {
  // The newest are asked for most, and stand at the end.
  return metadata.snapshots.findLast((s) => s['snapshot-id'] === id);
}

export function currentSnapshot(metadata: TableMetadata): Snapshot | undefined {
  const id = metadata['current-snapshot-id'];
  return id === undefined ? undefined : snapshotById(metadata, id);
}

/** A snapshot and those that it came from, newest first, as far back as the table still has them. */
export function ancestors(metadata: TableMetadata, id: bigint | undefined): Snapshot[] {
  const known = new Map(metadata.snapshots.map((snapshot) => [snapshot['snapshot-id'], snapshot]));
  const found: Snapshot[] = [];
  for (let next = id; next !== undefined; ) {
    const snapshot = known.get(next);
    if (!snapshot) break;
    // Each is met once: a line that leads back to itself ends there.
    known.delete(next);
    found.push(snapshot);
    next = snapshot['parent-snapshot-id'];
  }
  return found;
}
