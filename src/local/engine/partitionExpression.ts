import { SqlError } from '../../sql/errors';
import { type PartitionSpec, parseTransform, type Transform } from '../iceberg/partition/spec';
import {
  decimalOf,
  fieldById,
  fixedLength,
  isPrimitive,
  type PrimitiveType,
  type Schema,
} from '../iceberg/schema/schema';
import { identifier } from './sqlText';

/**
 * DuckDB SQL for each field of a partition spec, over columns that are named as in the schema: what `writeParquet`
 * takes as `partitionBy`. The values are the text that `dataFile` reads back: whole numbers for everything that is
 * stored as one (days, microseconds, unscaled decimals), hex pairs for binaries.
 * @throws SqlError NOT_SUPPORTED for nested sources and unknown transforms
 */
export function partitionExpressions(spec: PartitionSpec, schema: Schema): string[] {
  return spec.fields.map((partition) => {
    const source = fieldById(schema, partition['source-id']);
    const column = source && schema.fields.includes(source) ? identifier(source.name) : undefined;
    if (!source || !column || !isPrimitive(source.type)) {
      throw new SqlError(
        'NOT_SUPPORTED',
        `Partitioning by nested or dropped column is not supported: ${partition.name}`,
      );
    }
    return partitionExpression(parseTransform(partition.transform), source.type, column);
  });
}

/** @param column SQL of the source column, of DuckDB's type for `type` */
export function partitionExpression(transform: Transform, type: PrimitiveType, column: string): string {
  switch (transform.kind) {
    case 'identity':
      return plainText(type, column);
    case 'void':
      return 'CAST(NULL AS VARCHAR)';
    case 'bucket':
      return `(${hash(type, column)} & 2147483647) % ${transform.argument}`;
    case 'truncate':
      return truncate(type, column, transform.argument);
    case 'year':
      return `year(${column}) - 1970`;
    case 'month':
      return `(year(${column}) - 1970) * 12 + month(${column}) - 1`;
    case 'day':
      return epochDays(column);
    case 'hour':
      return floored(`epoch_us(${column})`, '3600000000');
    case 'unknown':
      throw new SqlError('NOT_SUPPORTED', `Partition transform is not supported: ${transform.text}`);
  }
}

const epochDays = (column: string): string => `date_diff('day', DATE '1970-01-01', CAST(${column} AS DATE))`;

/** A decimal's unscaled value as text. */
const unscaled = (column: string): string =>
  `CAST(CAST(replace(CAST(${column} AS VARCHAR), '.', '') AS HUGEINT) AS VARCHAR)`;

/** Whole-number division that rounds down; DuckDB's rounds toward zero. */
const floored = (dividend: string, divisor: string): string =>
  `((${dividend} - ((${dividend} % ${divisor}) + ${divisor}) % ${divisor}) // ${divisor})`;

function plainText(type: PrimitiveType, column: string): string {
  if (decimalOf(type)) return unscaled(column);
  switch (type) {
    case 'date':
      return epochDays(column);
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return `epoch_us(${column})`;
    case 'binary':
      return `hex(${column})`;
    default:
      return fixedLength(type) === undefined ? `CAST(${column} AS VARCHAR)` : `hex(${column})`;
  }
}

/** What each type is hashed as: Iceberg spec, Appendix B. */
function hash(type: PrimitiveType, column: string): string {
  if (decimalOf(type)) return `iceberg_hash_decimal(${unscaled(column)})`;
  switch (type) {
    case 'int':
    case 'long':
      return `iceberg_hash_long(CAST(${column} AS BIGINT))`;
    case 'date':
      return `iceberg_hash_long(${epochDays(column)})`;
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return `iceberg_hash_long(epoch_us(${column}))`;
    case 'string':
      return `iceberg_hash_bytes(encode(${column}))`;
    case 'uuid':
      return `iceberg_hash_bytes(unhex(replace(CAST(${column} AS VARCHAR), '-', '')))`;
    default:
      return `iceberg_hash_bytes(${column})`;
  }
}

function truncate(type: PrimitiveType, column: string, width: number): string {
  if (decimalOf(type))
    return `CAST(${floored(`CAST(${unscaled(column)} AS HUGEINT)`, String(width))} * ${width} AS VARCHAR)`;
  switch (type) {
    case 'int':
    case 'long':
      return `${floored(`CAST(${column} AS HUGEINT)`, String(width))} * ${width}`;
    case 'string':
      return `left(${column}, ${width})`;
    default:
      return `left(hex(${column}), ${2 * width})`;
  }
}
