import { randomBytes, randomUUID } from 'node:crypto';
import type { Files } from '../files';
import { partitionTypes } from '../manifest/avroSchemas';
import type { DataFile } from '../manifest/dataFile';
import { manifestFile, readManifest } from '../manifest/manifest';
import {
  type ManifestFile,
  manifestListFile,
  type PartitionSummary,
  readManifestList,
} from '../manifest/manifestList';
import { metadataFolder } from '../metadata/metadataFile';
import {
  currentSchema,
  currentSnapshot,
  partitionSpec,
  type Snapshot,
  snapshotById,
  type TableMetadata,
} from '../metadata/tableMetadata';
import type { PartitionSpec } from '../partition/spec';
import type { PrimitiveType, Schema } from '../schema/schema';
import { lowerBound, upperBound } from '../value/bounds';
import { compareValues, type Value } from '../value/value';
import { type Change, later } from './change';
import { appendSummary } from './summary';

/**
 * Stages the append of data files that were written for `metadata` (its current schema and default partition spec).
 * Their manifest is written here, once: what a lost race makes necessary is a new manifest list and metadata file.
 */
export async function stageAppend(
  metadata: TableMetadata,
  dataFiles: DataFile[],
  files: Files,
): Promise<Change> {
  const snapshotId = newSnapshotId(metadata);
  const schema = currentSchema(metadata);
  const spec = partitionSpec(metadata);
  const staged: string[] = [];
  const added: ManifestFile[] = [];
  if (dataFiles.length > 0) {
    const bytes = manifestFile(dataFiles, snapshotId, spec, schema);
    const uri = `${metadataFolder(metadata)}/${randomUUID()}-m0.avro`;
    await files.write(uri, bytes);
    staged.push(uri);
    added.push({
      uri,
      length: bytes.length,
      specId: spec['spec-id'],
      content: 'data',
      // Both are set when the manifest gets into a list.
      sequenceNumber: 0,
      minSequenceNumber: 0,
      snapshotId,
      addedFiles: dataFiles.length,
      existingFiles: 0,
      deletedFiles: 0,
      addedRows: dataFiles.reduce((sum, file) => sum + file.rows, 0),
      existingRows: 0,
      deletedRows: 0,
      partitions: partitionSummaries(dataFiles, spec, schema),
    });
  }
  return {
    staged,
    async apply(base, io, now) {
      const parent = currentSnapshot(base);
      const sequenceNumber = base['last-sequence-number'] + 1;
      const kept = parent
        ? await Promise.all((await readManifestList(parent, io)).map((m) => counted(m, base, io)))
        : [];
      const manifests = [
        ...added.map((m) => ({ ...m, sequenceNumber, minSequenceNumber: sequenceNumber })),
        ...kept,
      ];
      const uri = `${metadataFolder(base)}/snap-${snapshotId}-1-${randomUUID()}.avro`;
      await io.write(
        uri,
        manifestListFile(manifests, { id: snapshotId, parent: parent?.['snapshot-id'], sequenceNumber }),
      );
      const snapshot: Snapshot = {
        'sequence-number': sequenceNumber,
        'snapshot-id': snapshotId,
        ...(parent ? { 'parent-snapshot-id': parent['snapshot-id'] } : {}),
        'timestamp-ms': later(base, now),
        summary: appendSummary(dataFiles, parent),
        'manifest-list': uri,
        'schema-id': schema['schema-id'],
      };
      return { metadata: withSnapshot(base, snapshot), written: [uri] };
    },
  };
}

/** The table with a new current snapshot on its main branch. */
function withSnapshot(base: TableMetadata, snapshot: Snapshot): TableMetadata {
  const id = snapshot['snapshot-id'];
  const time = snapshot['timestamp-ms'];
  return {
    ...base,
    'last-sequence-number': snapshot['sequence-number'],
    'last-updated-ms': time,
    'current-snapshot-id': id,
    snapshots: [...base.snapshots, snapshot],
    'snapshot-log': [...base['snapshot-log'], { 'timestamp-ms': time, 'snapshot-id': id }],
    refs: { ...base.refs, main: { ...base.refs.main, 'snapshot-id': id, type: 'branch' } },
  };
}

/** Random, of 53 bits: so that tools in JavaScript, which read ids as numbers, see the id that was written. */
function newSnapshotId(metadata: TableMetadata): bigint {
  for (;;) {
    const id = randomBytes(8).readBigUInt64LE() >> 11n;
    if (id > 0n && !snapshotById(metadata, id)) return id;
  }
}

/** Format version 2 wants counts that version 1 did not ask for. */
async function counted(manifest: ManifestFile, metadata: TableMetadata, files: Files): Promise<ManifestFile> {
  const { addedFiles, existingFiles, deletedFiles, addedRows, existingRows, deletedRows } = manifest;
  if (![addedFiles, existingFiles, deletedFiles, addedRows, existingRows, deletedRows].includes(undefined))
    return manifest;
  const entries = await readManifest(manifest, metadata, files);
  const of = (status: string) => entries.filter((entry) => entry.status === status);
  const rows = (status: string) => of(status).reduce((sum, entry) => sum + entry.file.rows, 0);
  return {
    ...manifest,
    addedFiles: of('added').length,
    existingFiles: of('existing').length,
    deletedFiles: of('deleted').length,
    addedRows: rows('added'),
    existingRows: rows('existing'),
    deletedRows: rows('deleted'),
  };
}

function partitionSummaries(files: DataFile[], spec: PartitionSpec, schema: Schema): PartitionSummary[] {
  const types = partitionTypes(spec, [schema]);
  return spec.fields.map((_, i) =>
    summaryOf(
      files.map((file) => file.partition[i] ?? null),
      types[i]!,
    ),
  );
}

function summaryOf(values: (Value | null)[], type: PrimitiveType): PartitionSummary {
  let lower: Value | undefined;
  let upper: Value | undefined;
  let containsNan = false;
  for (const value of values) {
    if (value === null) continue;
    if (Number.isNaN(value)) containsNan = true;
    else {
      if (lower === undefined || compareValues(value, lower)! < 0) lower = value;
      if (upper === undefined || compareValues(value, upper)! > 0) upper = value;
    }
  }
  return {
    containsNull: values.includes(null),
    containsNan,
    lower: lower === undefined ? undefined : lowerBound(type, lower),
    upper: upper === undefined ? undefined : upperBound(type, upper),
  };
}
