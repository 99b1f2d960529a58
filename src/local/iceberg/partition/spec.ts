import { IcebergError } from '../files';
import {
  columnByName,
  type IcebergType,
  isPrimitive,
  type PrimitiveType,
  type Schema,
} from '../schema/schema';

/** Iceberg spec, "Partitioning". */
export interface PartitionSpec {
  'spec-id': number;
  fields: PartitionField[];
}

export interface PartitionField {
  'source-id': number;
  'field-id': number;
  name: string;
  /** `identity`, `bucket[16]`, `truncate[4]`, `year`, … as metadata spells it. */
  transform: string;
}

export type Transform =
  | { kind: 'identity' | 'year' | 'month' | 'day' | 'hour' | 'void' }
  | { kind: 'bucket' | 'truncate'; argument: number }
  /** A transform of a later specification: its values cannot be computed, so nothing is pruned by it. */
  | { kind: 'unknown'; text: string };

type TransformName = 'identity' | 'year' | 'month' | 'day' | 'hour' | 'bucket' | 'truncate';

/** One partition field as a user writes it: `bucket(16, id)`, `day(ts)`, or a bare column. */
export interface Partitioning {
  transform: TransformName;
  column: string;
  argument?: number;
}

/** Partition field ids start after 999, so that they never meet a column's. */
export const FIRST_PARTITION_ID = 1000;

export function parseTransform(text: string): Transform {
  const match = /^(bucket|truncate)\[(\d+)\]$/.exec(text);
  if (match) return { kind: match[1] as 'bucket' | 'truncate', argument: Number(match[2]) };
  switch (text) {
    case 'identity':
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'void':
      return { kind: text };
    default:
      return { kind: 'unknown', text };
  }
}

/**
 * The type of a transform's values. `day` is a date, as the reference implementation writes it; the numbers are
 * the same as the specification's int.
 */
export function resultType(transform: Transform, source: IcebergType): PrimitiveType {
  switch (transform.kind) {
    case 'identity':
    case 'truncate':
    case 'void':
      if (!isPrimitive(source)) throw new IcebergError('nested columns cannot be partition sources');
      return source;
    case 'day':
      return 'date';
    case 'unknown':
      return 'string';
    default:
      return 'int';
  }
}

const TIMES = ['date', 'timestamp', 'timestamptz'];

function accepts(transform: Transform, source: IcebergType): boolean {
  if (!isPrimitive(source)) return false;
  switch (transform.kind) {
    case 'year':
    case 'month':
    case 'day':
      return TIMES.includes(source);
    case 'hour':
      return source === 'timestamp' || source === 'timestamptz';
    case 'bucket':
      return !['boolean', 'float', 'double'].includes(source);
    case 'truncate':
      return (
        source === 'int' ||
        source === 'long' ||
        source === 'string' ||
        source === 'binary' ||
        source.startsWith('decimal')
      );
    default:
      return true;
  }
}

/** Names of partition fields are the reference implementation's: `n_bucket`, `ts_day`, `s_trunc`, and the column's own. */
const SUFFIX: Record<TransformName, string> = {
  identity: '',
  year: '_year',
  month: '_month',
  day: '_day',
  hour: '_hour',
  bucket: '_bucket',
  truncate: '_trunc',
};

/**
 * A partition spec from what a user wrote.
 * @throws IcebergError for unknown columns, transforms that do not fit the column's type, bad arguments, doubles
 */
export function newSpec(schema: Schema, partitioning: Partitioning[]): PartitionSpec {
  const fields = partitioning.map((p, i): PartitionField => {
    const source = columnByName(schema, p.column);
    if (!source) throw new IcebergError(`Column '${p.column}' in partitioning does not exist`);
    const parametric = p.transform === 'bucket' || p.transform === 'truncate';
    if (parametric && !(Number.isInteger(p.argument) && p.argument! > 0 && p.argument! <= 0x7fffffff)) {
      throw new IcebergError(`${p.transform} of column '${p.column}' needs a positive number`);
    }
    const transform = parametric ? `${p.transform}[${p.argument}]` : p.transform;
    if (!accepts(parseTransform(transform), source.type)) {
      throw new IcebergError(`Invalid source type ${typeText(source.type)} for transform: ${p.transform}`);
    }
    return {
      'source-id': source.id,
      'field-id': FIRST_PARTITION_ID + i,
      name: source.name + SUFFIX[p.transform],
      transform,
    };
  });
  for (const [i, field] of fields.entries()) {
    if (fields.findIndex((f) => f.name === field.name) !== i)
      throw new IcebergError(`Cannot use partition name more than once: ${field.name}`);
    if (parseTransform(field.transform).kind !== 'identity' && columnByName(schema, field.name)) {
      throw new IcebergError(`Cannot create partition from name that exists in schema: ${field.name}`);
    }
  }
  return { 'spec-id': 0, fields };
}

const typeText = (type: IcebergType): string => (isPrimitive(type) ? type : type.type);
