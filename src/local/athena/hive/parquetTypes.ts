import { formatType, type Type } from '../../../sql/types/types';
import type { ParquetColumn } from '../../engine/engine';
import { failure, type QueryFailure } from '../execution/failure';

const INTEGERS = ['INT32', 'INT64'];
const BYTES = ['BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY'];

/** What values of a type may be stored as; undefined for types that have parts. */
const STORED: Partial<Record<Type['kind'], string[]>> = {
  boolean: ['BOOLEAN'],
  tinyint: INTEGERS,
  smallint: INTEGERS,
  integer: INTEGERS,
  bigint: INTEGERS,
  real: ['FLOAT'],
  double: ['DOUBLE', 'FLOAT'],
  decimal: [...INTEGERS, ...BYTES],
  varchar: BYTES,
  char: BYTES,
  varbinary: BYTES,
  date: ['INT32'],
  timestamp: ['INT96', 'INT64'],
};
const PARTS: Partial<Record<Type['kind'], ParquetColumn['kind']>> = {
  array: 'list',
  map: 'map',
  row: 'struct',
};

/** Parquet's names as Athena tells them. */
const TOLD: Record<string, string> = { BYTE_ARRAY: 'BINARY', FIXED_LEN_BYTE_ARRAY: 'FIXED_LEN_BYTE_ARRAY' };

/**
 * Holds a file's column against the table's. Source: Athena troubleshooting, "HIVE_BAD_DATA: Field's type in parquet is
 * incompatible with type defined in table schema".
 * @throws QueryFailure HIVE_BAD_DATA
 */
export function assertStoredAs(type: Type, column: ParquetColumn, uri: string): void {
  if (column.kind !== (PARTS[type.kind] ?? 'primitive')) throw incompatible(type, column, uri);
  const stored = STORED[type.kind];
  if (stored && column.physicalType !== undefined && !stored.includes(column.physicalType))
    throw incompatible(type, column, uri);
}

function incompatible(type: Type, { name, kind, physicalType }: ParquetColumn, uri: string): QueryFailure {
  const stored = physicalType === undefined ? kind.toUpperCase() : (TOLD[physicalType] ?? physicalType);
  return failure(
    'HIVE_BAD_DATA',
    `Field ${name}'s type ${stored} in parquet file ${uri} is incompatible with type ${formatType(type)} defined in table schema`,
  );
}
