import type { Schema as AvroSchema } from 'avsc';
import { type PartitionSpec, parseTransform, resultType } from '../partition/spec';
import {
  decimalOf,
  fieldById,
  fixedLength,
  newestFirst,
  type PrimitiveType,
  type Schema,
} from '../schema/schema';

/** Avro schemas of manifests and manifest lists, format version 2 (Iceberg spec, "Manifests" and "Manifest Lists"). */

interface AvroField {
  name: string;
  type: unknown;
  'field-id': number;
  default?: null;
}

const required = (id: number, name: string, type: unknown): AvroField => ({ name, type, 'field-id': id });
const optional = (id: number, name: string, type: unknown): AvroField => ({
  name,
  type: ['null', type],
  default: null,
  'field-id': id,
});

/** Maps with int keys are lists of pairs in Avro, which only has maps with string keys. */
const intMap = (keyId: number, valueId: number, value: string): unknown => ({
  type: 'array',
  logicalType: 'map',
  items: {
    type: 'record',
    name: `k${keyId}_v${valueId}`,
    fields: [required(keyId, 'key', 'int'), required(valueId, 'value', value)],
  },
});

const list = (elementId: number, items: unknown): unknown => ({
  type: 'array',
  items,
  'element-id': elementId,
});

export const MANIFEST_LIST = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    required(500, 'manifest_path', 'string'),
    required(501, 'manifest_length', 'long'),
    required(502, 'partition_spec_id', 'int'),
    required(517, 'content', 'int'),
    required(515, 'sequence_number', 'long'),
    required(516, 'min_sequence_number', 'long'),
    required(503, 'added_snapshot_id', 'long'),
    required(504, 'added_files_count', 'int'),
    required(505, 'existing_files_count', 'int'),
    required(506, 'deleted_files_count', 'int'),
    required(512, 'added_rows_count', 'long'),
    required(513, 'existing_rows_count', 'long'),
    required(514, 'deleted_rows_count', 'long'),
    optional(
      507,
      'partitions',
      list(508, {
        type: 'record',
        name: 'r508',
        fields: [
          required(509, 'contains_null', 'boolean'),
          optional(518, 'contains_nan', 'boolean'),
          optional(510, 'lower_bound', 'bytes'),
          optional(511, 'upper_bound', 'bytes'),
        ],
      }),
    ),
    optional(519, 'key_metadata', 'bytes'),
  ],
} satisfies AvroSchema | object;

/** The schema of a manifest's entries; the partition's record is the spec's own. */
export function manifestSchema(spec: PartitionSpec, schema: Schema): AvroSchema {
  const dataFile = {
    type: 'record',
    name: 'r2',
    fields: [
      required(134, 'content', 'int'),
      required(100, 'file_path', 'string'),
      required(101, 'file_format', 'string'),
      required(102, 'partition', { type: 'record', name: 'r102', fields: partitionFields(spec, schema) }),
      required(103, 'record_count', 'long'),
      required(104, 'file_size_in_bytes', 'long'),
      optional(108, 'column_sizes', intMap(117, 118, 'long')),
      optional(109, 'value_counts', intMap(119, 120, 'long')),
      optional(110, 'null_value_counts', intMap(121, 122, 'long')),
      optional(137, 'nan_value_counts', intMap(138, 139, 'long')),
      optional(125, 'lower_bounds', intMap(126, 127, 'bytes')),
      optional(128, 'upper_bounds', intMap(129, 130, 'bytes')),
      optional(131, 'key_metadata', 'bytes'),
      optional(132, 'split_offsets', list(133, 'long')),
      optional(135, 'equality_ids', list(136, 'int')),
      optional(140, 'sort_order_id', 'int'),
      optional(143, 'referenced_data_file', 'string'),
    ],
  };
  return {
    type: 'record',
    name: 'manifest_entry',
    fields: [
      required(0, 'status', 'int'),
      optional(1, 'snapshot_id', 'long'),
      optional(3, 'sequence_number', 'long'),
      optional(4, 'file_sequence_number', 'long'),
      required(2, 'data_file', dataFile),
    ],
  } as unknown as AvroSchema;
}

/** Types of a spec's partition values, in its order. A source that was dropped leaves only the transform to go by. */
export function partitionTypes(spec: PartitionSpec, schemas: Schema[]): PrimitiveType[] {
  const newest = newestFirst(schemas);
  return spec.fields.map((field) => {
    const source = newest.map((s) => fieldById(s, field['source-id'])).find((f) => f !== undefined);
    return source ? resultType(parseTransform(field.transform), source.type) : 'string';
  });
}

function partitionFields(spec: PartitionSpec, schema: Schema): AvroField[] {
  const types = partitionTypes(spec, [schema]);
  return spec.fields.map((field, i) =>
    optional(field['field-id'], avroName(field.name), avroType(types[i]!, field['field-id'])),
  );
}

/** Avro names take fewer characters; same escapes as the reference implementation. */
function avroName(name: string): string {
  const escaped = name.replace(
    /[^A-Za-z0-9_]/gu,
    (char) => `_x${char.codePointAt(0)!.toString(16).toUpperCase()}`,
  );
  return /^[0-9]/.test(escaped) ? `_${escaped}` : escaped;
}

/** Iceberg spec, Appendix A, "Avro". */
function avroType(type: PrimitiveType, id: number): unknown {
  const decimal = decimalOf(type);
  if (decimal) {
    return {
      type: 'fixed',
      name: `decimal_${id}`,
      size: decimalBytes(decimal.precision),
      logicalType: 'decimal',
      ...decimal,
    };
  }
  const length = fixedLength(type);
  if (length !== undefined) return { type: 'fixed', name: `fixed_${id}`, size: length };
  switch (type) {
    case 'date':
      return { type: 'int', logicalType: 'date' };
    case 'time':
      return { type: 'long', logicalType: 'time-micros' };
    case 'timestamp':
    case 'timestamptz':
      return { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': type === 'timestamptz' };
    case 'uuid':
      return { type: 'fixed', name: `uuid_${id}`, size: 16, logicalType: 'uuid' };
    case 'binary':
      return 'bytes';
    default:
      return type;
  }
}

/** The fewest bytes that hold every decimal of a precision. */
export function decimalBytes(precision: number): number {
  let bytes = 1;
  while (2n ** BigInt(8 * bytes - 1) < 10n ** BigInt(precision)) bytes++;
  return bytes;
}
