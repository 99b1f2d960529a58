import { type Files, IcebergError } from '../files';
import type { TableMetadata } from '../metadata/tableMetadata';
import { partitionSpec } from '../metadata/tableMetadata';
import { ParsedFiles } from '../parsedFiles';
import type { PartitionSpec } from '../partition/spec';
import { decimalOf, type PrimitiveType, type Schema } from '../schema/schema';
import { bigEndian, uuidText } from '../value/singleValue';
import type { PartitionValue, Value } from '../value/value';
import { type AvroFile, readAvro, writeAvro } from './avroFile';
import { decimalBytes, manifestSchema, partitionTypes } from './avroSchemas';
import type { DataFile, FileContent, FileFormat } from './dataFile';
import type { ManifestFile } from './manifestList';
import { RecordReader } from './recordReader';

/** One file's entry in a manifest, with what it inherits from the manifest list already filled in. */
export interface ManifestEntry {
  status: 'existing' | 'added' | 'deleted';
  snapshotId: bigint;
  sequenceNumber: number;
  /** That of the snapshot that added the file; the other one is that of its rows. */
  fileSequenceNumber?: number;
  file: DataFile;
}

/** An entry to be written. A new file has no sequence numbers yet: it inherits those of its manifest. */
export type NewEntry = Omit<ManifestEntry, 'sequenceNumber'> & { sequenceNumber?: number };

const STATUS = ['existing', 'added', 'deleted'] as const;
const CONTENT: FileContent[] = ['data', 'position deletes', 'equality deletes'];

/** Entries before inheritance; partition values still as Avro has them. */
interface RawEntry {
  status: (typeof STATUS)[number];
  snapshotId?: bigint;
  sequenceNumber?: number;
  fileSequenceNumber?: number;
  /** By partition field id. */
  partition: (fieldId: number) => unknown;
  file: Omit<DataFile, 'partition'>;
}

const parsed = new ParsedFiles({ files: 2048, bytes: 16 * 1024 * 1024 }, (bytes, uri) =>
  parse(readAvro(bytes, uri)),
);

/**
 * The entries of a manifest. Sequence numbers that an entry lacks are the manifest's own (Iceberg spec, "Sequence
 * Number Inheritance"), so a manifest is written once even when its commit has to be tried again.
 * @throws IcebergError
 */
export async function readManifest(
  manifest: ManifestFile,
  metadata: TableMetadata,
  files: Files,
): Promise<ManifestEntry[]> {
  const spec = partitionSpec(metadata, manifest.specId);
  const types = partitionTypes(spec, metadata.schemas);
  const entries = await parsed.get(manifest.uri, files);
  return entries.map((entry): ManifestEntry => {
    if (entry.sequenceNumber === undefined && entry.status !== 'added' && manifest.sequenceNumber !== 0) {
      throw new IcebergError(`${manifest.uri}: an entry that is not new lacks its sequence number`);
    }
    return {
      status: entry.status,
      snapshotId: entry.snapshotId ?? manifest.snapshotId,
      sequenceNumber: entry.sequenceNumber ?? manifest.sequenceNumber,
      fileSequenceNumber:
        entry.fileSequenceNumber ?? (entry.status === 'added' ? manifest.sequenceNumber : undefined),
      file: {
        ...entry.file,
        partition: spec.fields.map((field, i) =>
          partitionValue(entry.partition(field['field-id']), types[i]!),
        ),
      },
    };
  });
}

const EXPECTED = manifestSchema({ 'spec-id': 0, fields: [] }, { type: 'struct', 'schema-id': 0, fields: [] });

function parse(avro: AvroFile): RawEntry[] {
  const entries = new RecordReader(avro.schema, EXPECTED);
  const dataFile = entries.inner(2);
  const partitions = dataFile.inner(102);
  return avro.records.map((record): RawEntry => {
    const data = entries.get(record, 2);
    const get = (id: number) => dataFile.get(data, id);
    const tuple = get(102);
    const snapshotId = entries.get(record, 1);
    const number = (id: number) => {
      const value = entries.get(record, id);
      return value === undefined ? undefined : Number(value);
    };
    return {
      status: STATUS[Number(entries.get(record, 0))] ?? 'existing',
      snapshotId: snapshotId === undefined ? undefined : BigInt(snapshotId as bigint),
      sequenceNumber: number(3),
      fileSequenceNumber: number(4),
      partition: (id) => (tuple === undefined ? undefined : partitions.get(tuple, id)),
      file: {
        content: CONTENT[Number(get(134) ?? 0)] ?? 'data',
        uri: String(get(100)),
        format: String(get(101)).toUpperCase() as FileFormat,
        rows: Number(get(103)),
        sizeInBytes: Number(get(104)),
        columnSizes: mapOf(get(108), Number),
        valueCounts: mapOf(get(109), Number),
        nullCounts: mapOf(get(110), Number),
        nanCounts: mapOf(get(137), Number),
        lowerBounds: mapOf(get(125), (value) => value as Buffer),
        upperBounds: mapOf(get(128), (value) => value as Buffer),
        keyMetadata: get(131) as Buffer | undefined,
        splitOffsets: (get(132) as bigint[] | undefined)?.map(Number),
        equalityIds: (get(135) as (number | bigint)[] | undefined)?.map(Number),
        sortOrderId: get(140) === undefined ? undefined : Number(get(140)),
        referencedDataFile: get(143) as string | undefined,
      },
    };
  });
}

function mapOf<T>(pairs: unknown, value: (raw: unknown) => T): Map<number, T> | undefined {
  return pairs === undefined
    ? undefined
    : new Map(
        (pairs as { key: number; value: unknown }[]).map((pair) => [Number(pair.key), value(pair.value)]),
      );
}

/** A partition value out of Avro. Writers differ in the width of numbers and in fixed against bytes. */
function partitionValue(raw: unknown, type: PrimitiveType): PartitionValue {
  if (raw === undefined || raw === null) return null;
  if (Buffer.isBuffer(raw)) return decimalOf(type) ? bigEndian(raw) : type === 'uuid' ? uuidText(raw) : raw;
  if (typeof raw === 'bigint' && (type === 'int' || type === 'date')) return Number(raw);
  if (typeof raw === 'number' && ['long', 'time', 'timestamp', 'timestamptz'].includes(type))
    return BigInt(raw);
  return raw as Value;
}

/**
 * Writes a manifest, and keeps it as read: all of its files data files, or all of them delete files, and all of one
 * partition spec. @returns its length in bytes @throws what `files.write` throws
 */
export async function writeManifestFile(
  uri: string,
  entries: NewEntry[],
  { spec, schema }: { spec: PartitionSpec; schema: Schema },
  files: Files,
): Promise<number> {
  const bytes = manifestFile(entries, spec, schema);
  await files.write(uri, bytes);
  parsed.putBytes(uri, bytes, files);
  return bytes.length;
}

function manifestFile(entries: NewEntry[], spec: PartitionSpec, schema: Schema): Buffer {
  const types = partitionTypes(spec, [schema]);
  const avro = manifestSchema(spec, schema);
  const names = (recordFields(avro, 'data_file', 'partition') ?? []).map((f) => f.name);
  const long = (value: number | undefined) => (value === undefined ? null : BigInt(value));
  const records = entries.map(({ file, ...entry }) => ({
    status: STATUS.indexOf(entry.status),
    snapshot_id: entry.snapshotId,
    sequence_number: long(entry.sequenceNumber),
    file_sequence_number: long(entry.fileSequenceNumber),
    data_file: {
      content: CONTENT.indexOf(file.content),
      file_path: file.uri,
      file_format: file.format,
      partition: Object.fromEntries(
        names.map((name, i) => [name, avroValue(file.partition[i] ?? null, types[i]!)]),
      ),
      record_count: BigInt(file.rows),
      file_size_in_bytes: BigInt(file.sizeInBytes),
      column_sizes: pairs(file.columnSizes, BigInt),
      value_counts: pairs(file.valueCounts, BigInt),
      null_value_counts: pairs(file.nullCounts, BigInt),
      nan_value_counts: pairs(file.nanCounts, BigInt),
      lower_bounds: pairs(file.lowerBounds, (bytes) => bytes),
      upper_bounds: pairs(file.upperBounds, (bytes) => bytes),
      key_metadata: file.keyMetadata ?? null,
      split_offsets: file.splitOffsets?.map(BigInt) ?? null,
      equality_ids: file.equalityIds ?? null,
      sort_order_id: file.sortOrderId ?? null,
      referenced_data_file: file.referencedDataFile ?? null,
    },
  }));
  return writeAvro(avro, records, {
    schema: JSON.stringify(schema),
    'schema-id': String(schema['schema-id']),
    'partition-spec': JSON.stringify(spec.fields),
    'partition-spec-id': String(spec['spec-id']),
    'format-version': '2',
    content: entries[0]?.file.content === 'data' ? 'data' : 'deletes',
  });
}

function recordFields(schema: unknown, ...path: string[]): { name: string; type: unknown }[] | undefined {
  const fields = (schema as { fields?: { name: string; type: unknown }[] }).fields;
  const [first, ...rest] = path;
  return first === undefined ? fields : recordFields(fields?.find((f) => f.name === first)?.type, ...rest);
}

function pairs<T, U>(
  map: ReadonlyMap<number, T> | undefined,
  value: (raw: T) => U,
): { key: number; value: U }[] | null {
  return map ? [...map].map(([key, raw]) => ({ key, value: value(raw) })) : null;
}

function avroValue(value: PartitionValue, type: PrimitiveType): unknown {
  if (value === null) return null;
  const decimal = decimalOf(type);
  if (decimal) return fixedBigEndian(value as bigint, decimalBytes(decimal.precision));
  if (type === 'uuid') return Buffer.from((value as string).replaceAll('-', ''), 'hex');
  return value;
}

function fixedBigEndian(value: bigint, length: number): Buffer {
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}
