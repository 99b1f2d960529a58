import { randomUUID } from 'node:crypto';
import type { Files } from '../files';
import { partitionTypes } from '../manifest/avroSchemas';
import type { DataFile } from '../manifest/dataFile';
import { manifestFile } from '../manifest/manifest';
import type { ManifestFile, PartitionSummary } from '../manifest/manifestList';
import { metadataFolder } from '../metadata/metadataFile';
import type { TableMetadata } from '../metadata/tableMetadata';
import type { PartitionSpec } from '../partition/spec';
import type { PrimitiveType, Schema } from '../schema/schema';
import { lowerBound, upperBound } from '../value/bounds';
import { compareValues, type Value } from '../value/value';

/**
 * Writes a manifest of new files, all of them data or all of them deletes, and all of one partition spec. Its sequence
 * numbers are set when it gets into a list: see newSnapshot.ts.
 */
export async function writeNewManifest(
  added: DataFile[],
  of: { snapshotId: bigint; spec: PartitionSpec; schema: Schema; metadata: TableMetadata },
  files: Files,
): Promise<ManifestFile> {
  const { snapshotId, spec, schema, metadata } = of;
  const bytes = manifestFile(added, snapshotId, spec, schema);
  const uri = `${metadataFolder(metadata)}/${randomUUID()}-m0.avro`;
  await files.write(uri, bytes);
  return {
    uri,
    length: bytes.length,
    specId: spec['spec-id'],
    content: added[0]?.content === 'data' ? 'data' : 'deletes',
    sequenceNumber: 0,
    minSequenceNumber: 0,
    snapshotId,
    addedFiles: added.length,
    existingFiles: 0,
    deletedFiles: 0,
    addedRows: added.reduce((sum, file) => sum + file.rows, 0),
    existingRows: 0,
    deletedRows: 0,
    partitions: partitionSummaries(added, spec, schema),
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
