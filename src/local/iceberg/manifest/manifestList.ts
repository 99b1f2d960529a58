import type { Schema as AvroSchema } from 'avsc';
import { type Files, IcebergError } from '../files';
import type { Snapshot } from '../metadata/tableMetadata';
import { ParsedFiles } from '../parsedFiles';
import { readAvro, writeAvro } from './avroFile';
import { MANIFEST_LIST } from './avroSchemas';
import { RecordReader } from './recordReader';

/** One manifest of a snapshot, as its manifest list tells. */
export interface ManifestFile {
  uri: string;
  length: number;
  specId: number;
  content: 'data' | 'deletes';
  sequenceNumber: number;
  minSequenceNumber: number;
  snapshotId: bigint;
  /** Undefined where a writer of format version 1 left them out. */
  addedFiles?: number;
  existingFiles?: number;
  deletedFiles?: number;
  addedRows?: number;
  existingRows?: number;
  deletedRows?: number;
  /** One for each field of the spec, or none when they are not known. */
  partitions?: PartitionSummary[];
  keyMetadata?: Buffer;
}

/** What the partition values of a manifest have in common; bounds in binary form. */
export interface PartitionSummary {
  containsNull: boolean;
  containsNan?: boolean;
  lower?: Buffer;
  upper?: Buffer;
}

const parsed = new ParsedFiles({ files: 512, bytes: 16 * 1024 * 1024 }, parse);

/** The manifests of a snapshot. @throws IcebergError */
export async function readManifestList(snapshot: Snapshot, files: Files): Promise<ManifestFile[]> {
  const uri = snapshot['manifest-list'];
  if (uri === undefined) throw new IcebergError(`snapshot ${snapshot['snapshot-id']} has no manifest list`);
  return parsed.get(uri, files);
}

function parse(bytes: Buffer, uri: string): ManifestFile[] {
  const file = readAvro(bytes, uri);
  const reader = new RecordReader(file.schema, MANIFEST_LIST);
  const summaries = reader.inner(507);
  return file.records.map((record): ManifestFile => {
    const number = (id: number) => numberOf(reader.get(record, id));
    const partitions = reader.get(record, 507) as unknown[] | undefined;
    return {
      uri: String(reader.get(record, 500)),
      length: number(501) ?? 0,
      specId: number(502) ?? 0,
      content: number(517) === 1 ? 'deletes' : 'data',
      sequenceNumber: number(515) ?? 0,
      minSequenceNumber: number(516) ?? 0,
      snapshotId: BigInt((reader.get(record, 503) as bigint | number | undefined) ?? 0),
      addedFiles: number(504),
      existingFiles: number(505),
      deletedFiles: number(506),
      addedRows: number(512),
      existingRows: number(513),
      deletedRows: number(514),
      partitions: partitions?.map((p) => ({
        containsNull: Boolean(summaries.get(p, 509)),
        containsNan: summaries.get(p, 518) as boolean | undefined,
        lower: summaries.get(p, 510) as Buffer | undefined,
        upper: summaries.get(p, 511) as Buffer | undefined,
      })),
      keyMetadata: reader.get(record, 519) as Buffer | undefined,
    };
  });
}

const numberOf = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));

/**
 * Writes the manifest list of a snapshot, and keeps it as read. Every manifest must have its counts.
 * @throws what `files.write` throws
 */
export async function writeManifestList(
  uri: string,
  manifests: ManifestFile[],
  snapshot: { id: bigint; parent?: bigint; sequenceNumber: number },
  files: Files,
): Promise<void> {
  const bytes = manifestListFile(manifests, snapshot);
  await files.write(uri, bytes);
  parsed.putBytes(uri, bytes, files);
}

/** The bytes of a manifest list. */
export function manifestListFile(
  manifests: ManifestFile[],
  snapshot: { id: bigint; parent?: bigint; sequenceNumber: number },
): Buffer {
  const records = manifests.map((m) => ({
    manifest_path: m.uri,
    manifest_length: BigInt(m.length),
    partition_spec_id: m.specId,
    content: m.content === 'data' ? 0 : 1,
    sequence_number: BigInt(m.sequenceNumber),
    min_sequence_number: BigInt(m.minSequenceNumber),
    added_snapshot_id: m.snapshotId,
    added_files_count: m.addedFiles ?? 0,
    existing_files_count: m.existingFiles ?? 0,
    deleted_files_count: m.deletedFiles ?? 0,
    added_rows_count: BigInt(m.addedRows ?? 0),
    existing_rows_count: BigInt(m.existingRows ?? 0),
    deleted_rows_count: BigInt(m.deletedRows ?? 0),
    partitions:
      m.partitions?.map((p) => ({
        contains_null: p.containsNull,
        contains_nan: p.containsNan ?? null,
        lower_bound: p.lower ?? null,
        upper_bound: p.upper ?? null,
      })) ?? null,
    key_metadata: m.keyMetadata ?? null,
  }));
  return writeAvro(MANIFEST_LIST as unknown as AvroSchema, records, {
    'format-version': '2',
    'snapshot-id': String(snapshot.id),
    'parent-snapshot-id': String(snapshot.parent ?? 'null'),
    'sequence-number': String(snapshot.sequenceNumber),
  });
}
