import { SqlError } from '../../../sql/errors';
import { IcebergError } from '../files';
import { partitionTypes } from '../manifest/avroSchemas';
import type { DataFile } from '../manifest/dataFile';
import type { PartitionSpec } from '../partition/spec';
import { type Field, isPrimitive, type PrimitiveType, type Schema, type StructType } from '../schema/schema';
import { lowerBound, upperBound } from '../value/bounds';
import { parseValue } from '../value/text';
import type { PartitionValue } from '../value/value';

/** What an engine tells of a Parquet file that it wrote. */
export interface FileStatistics {
  sizeInBytes: number;
  rows: number;
  /** By field id of leaf columns; bounds as text (`parseValue`). */
  columns: Record<
    number,
    {
      sizeInBytes: number;
      valueCount: number;
      nullCount: number;
      nanCount?: number;
      min?: string;
      max?: string;
    }
  >;
  /** One text for each field of the spec: integers for dates (days), times (microseconds) and decimals (unscaled). */
  partition?: (string | null)[];
}

/**
 * The manifest's view of a new data file.
 * @param partition where that is known already, and the file was not partitioned by who wrote it
 * @throws SqlError CONSTRAINT_VIOLATION for NULLs in a required column; IcebergError when the partition values do not fit
 *   the spec
 */
export function dataFile(
  written: FileStatistics,
  uri: string,
  schema: Schema,
  spec: PartitionSpec,
  partition?: PartitionValue[],
): DataFile {
  const columnSizes = new Map<number, number>();
  const valueCounts = new Map<number, number>();
  const nullCounts = new Map<number, number>();
  const nanCounts = new Map<number, number>();
  const lowerBounds = new Map<number, Buffer>();
  const upperBounds = new Map<number, Buffer>();
  const types = boundedTypes(schema);
  for (const field of schema.fields) {
    if (field.required && (written.columns[field.id]?.nullCount ?? 0) > 0) {
      throw new SqlError('CONSTRAINT_VIOLATION', `NULL value not allowed for NOT NULL column: ${field.name}`);
    }
  }
  for (const [key, column] of Object.entries(written.columns)) {
    const id = Number(key);
    columnSizes.set(id, column.sizeInBytes);
    valueCounts.set(id, column.valueCount);
    nullCounts.set(id, column.nullCount);
    if (column.nanCount !== undefined) nanCounts.set(id, column.nanCount);
    const type = types.get(id);
    if (!type) continue;
    const min = column.min === undefined ? undefined : parseValue(type, column.min);
    const max = column.max === undefined ? undefined : parseValue(type, column.max);
    if (min !== undefined) lowerBounds.set(id, lowerBound(type, min));
    const upper = max === undefined ? undefined : upperBound(type, max);
    if (upper !== undefined) upperBounds.set(id, upper);
  }
  return {
    content: 'data',
    uri,
    format: 'PARQUET',
    partition: partition ?? partitionTuple(written.partition, spec, schema),
    rows: written.rows,
    sizeInBytes: written.sizeInBytes,
    columnSizes,
    valueCounts,
    nullCounts,
    nanCounts,
    lowerBounds,
    upperBounds,
    sortOrderId: 0,
  };
}

/** Leaf columns outside of lists and maps: only these have bounds, as in the reference implementation. */
function boundedTypes(struct: StructType): Map<number, PrimitiveType> {
  const types = new Map<number, PrimitiveType>();
  const visit = (field: Field): void => {
    if (isPrimitive(field.type)) types.set(field.id, field.type);
    else if (field.type.type === 'struct') field.type.fields.forEach(visit);
  };
  struct.fields.forEach(visit);
  return types;
}

const INTEGRAL = new Set<PrimitiveType>(['time', 'timestamp', 'timestamptz']);

function partitionTuple(
  texts: (string | null)[] | undefined,
  spec: PartitionSpec,
  schema: Schema,
): PartitionValue[] {
  if ((texts?.length ?? 0) !== spec.fields.length) {
    throw new IcebergError(
      `a data file needs ${spec.fields.length} partition values, not ${texts?.length ?? 0}`,
    );
  }
  const types = partitionTypes(spec, [schema]);
  return (texts ?? []).map((text, i): PartitionValue => {
    if (text === null) return null;
    const type = types[i]!;
    const stored =
      type === 'date'
        ? 'int'
        : INTEGRAL.has(type)
          ? 'long'
          : type.startsWith('decimal')
            ? 'decimal(38, 0)'
            : type;
    const value =
      type === 'float' || type === 'double' ? nanOr(text, parseValue(type, text)) : parseValue(stored, text);
    if (value === undefined)
      throw new IcebergError(`'${text}' is no value of partition field ${spec.fields[i]!.name} (${type})`);
    return value;
  });
}

const nanOr = (text: string, value: PartitionValue | undefined): PartitionValue | undefined =>
  text.toLowerCase() === 'nan' ? Number.NaN : value;
