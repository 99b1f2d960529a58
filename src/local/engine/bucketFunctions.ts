import type { DuckDBBlobValue } from '@duckdb/node-api';
import { hashBytes, hashDecimal, hashLong } from '../iceberg/partition/murmur3';
import type { ScalarFunction } from './scalarFunction';

/** Iceberg's bucket hash for SQL, by what the value is hashed as (Iceberg spec, Appendix B). */
export const bucketFunctions: ScalarFunction[] = [
  {
    name: 'iceberg_hash_long',
    parameters: ['BIGINT'],
    result: 'INTEGER',
    evaluate: (value: bigint) => hashLong(value),
  },
  {
    name: 'iceberg_hash_bytes',
    parameters: ['BLOB'],
    result: 'INTEGER',
    evaluate: (value: DuckDBBlobValue) => hashBytes(value.bytes),
  },
  // The unscaled value as text: decimals of 38 digits do not fit into a BIGINT.
  {
    name: 'iceberg_hash_decimal',
    parameters: ['VARCHAR'],
    result: 'INTEGER',
    evaluate: (unscaled: string) => hashDecimal(BigInt(unscaled)),
  },
];
