import { randomUUID } from 'node:crypto';
import type { Files } from '../files';
import { partitionTypes } from '../manifest/avroSchemas';
import type { DataFile } from '../manifest/dataFile';
import { type NewEntry, writeManifestFile } from '../manifest/manifest';
import type { ManifestFile, PartitionSummary } from '../manifest/manifestList';
import { metadataFolder } from '../metadata/metadataFile';
import type { TableMetadata } from '../metadata/tableMetadata';
import type { PartitionSpec } from '../partition/spec';
import type { PrimitiveType, Schema } from '../schema/schema';
import { lowerBound, upperBound } from '../value/bounds';
import { compareValues, type Value } from '../value/value';

/** What a manifest is of. */
interface ManifestOf {
  snapshotId: bigint;
  spec: PartitionSpec;
  schema: Schema;
  metadata: TableMetadata;
}

/**
 * Writes a manifest of new files, all of them data or all of them deletes, and all of one partition spec. Its sequence
 * numbers are set when it gets into a list: see newSnapshot.ts.
 */
export function writeNewManifest(added: DataFile[], of: ManifestOf, files: Files): Promise<ManifestFile> {
  const { snapshotId } = of;
  return writeManifest(
    added.map((file) => ({ status: 'added', snapshotId, file })),
    of,
    files,
  );
}

/** Writes a manifest of entries as they are. Its `minSequenceNumber` is that of its live files, 0 for new ones. */
export async function writeManifest(
  entries: NewEntry[],
  { snapshotId, spec, schema, metadata }: ManifestOf,
  files: Files,
): Promise<ManifestFile> {
  const uri = `${metadataFolder(metadata)}/${randomUUID()}-m0.avro`;
  const length = await writeManifestFile(uri, entries, { spec, schema }, files);
  const of = (status: NewEntry['status']) => entries.filter((entry) => entry.status === status);
  const rows = (status: NewEntry['status']) => of(status).reduce((sum, { file }) => sum + file.rows, 0);
  const oldest = entries.flatMap((entry) => (entry.status === 'deleted' ? [] : [entry.sequenceNumber ?? 0]));
  return {
    uri,
    length,
    specId: spec['spec-id'],
    content: entries[0]?.file.content === 'data' ? 'data' : 'deletes',
    sequenceNumber: 0,
    minSequenceNumber: oldest.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER),
    snapshotId,
    addedFiles: of('added').length,
    existingFiles: of('existing').length,
    deletedFiles: of('deleted').length,
    addedRows: rows('added'),
    existingRows: rows('existing'),
    deletedRows: rows('deleted'),
    partitions: partitionSummaries(
      entries.map(({ file }) => file),
      spec,
      schema,
    ),
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
