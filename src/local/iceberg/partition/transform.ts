import { decimalOf, type PrimitiveType } from '../schema/schema';
import { encodeValue } from '../value/singleValue';
import type { Value } from '../value/value';
import { hashBytes, hashDecimal, hashLong, hashString } from './murmur3';
import type { Transform } from './spec';

/**
 * A value as a partition transform sees it (Iceberg spec, "Partition Transforms"); null for the void transform,
 * undefined where the transform does not know the type.
 * @param type of the source column
 */
export function applyTransform(
  transform: Transform,
  type: PrimitiveType,
  value: Value,
): Value | null | undefined {
  switch (transform.kind) {
    case 'identity':
      return value;
    case 'void':
      return null;
    case 'bucket': {
      const hash = bucketHash(type, value);
      return hash === undefined ? undefined : (hash & 0x7fffffff) % transform.argument;
    }
    case 'truncate':
      return truncate(type, value, transform.argument);
    case 'year':
    case 'month': {
      const date = dateOf(type, value);
      if (!date) return undefined;
      const years = date.getUTCFullYear() - 1970;
      return transform.kind === 'year' ? years : years * 12 + date.getUTCMonth();
    }
    case 'day':
      return daysOf(type, value);
    case 'hour':
      return isTimestamp(type) ? Number(floorDivide(value as bigint, 3_600_000_000n)) : undefined;
    default:
      return undefined;
  }
}

/** The signed hash of a value (Iceberg spec, Appendix B). */
export function bucketHash(type: PrimitiveType, value: Value): number | undefined {
  if (decimalOf(type)) return hashDecimal(value as bigint);
  switch (type) {
    case 'int':
    case 'date':
    case 'long':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return hashLong(value as number | bigint);
    case 'string':
      return hashString(value as string);
    case 'boolean':
    case 'float':
    case 'double':
      return undefined;
    default:
      return hashBytes(encodeValue(type, value));
  }
}

function truncate(type: PrimitiveType, value: Value, width: number): Value | undefined {
  if (typeof value === 'bigint' && (type === 'long' || decimalOf(type)))
    return floorDivide(value, BigInt(width)) * BigInt(width);
  if (typeof value === 'number' && type === 'int') return Math.floor(value / width) * width;
  if (typeof value === 'string' && type === 'string') return [...value].slice(0, width).join('');
  if (Buffer.isBuffer(value)) return value.subarray(0, width);
  return undefined;
}

const isTimestamp = (type: PrimitiveType): boolean => type === 'timestamp' || type === 'timestamptz';

function daysOf(type: PrimitiveType, value: Value): number | undefined {
  if (type === 'date') return value as number;
  return isTimestamp(type) ? Number(floorDivide(value as bigint, 86_400_000_000n)) : undefined;
}

function dateOf(type: PrimitiveType, value: Value): Date | undefined {
  const days = daysOf(type, value);
  return days === undefined ? undefined : new Date(days * 86_400_000);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
