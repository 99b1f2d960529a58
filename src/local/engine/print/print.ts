/**
 * Values of a result as Athena prints them; the API and the CSV files have the same strings. What comes in are DuckDB's
 * JavaScript values, read by their shape, so that this file knows nothing of DuckDB's package.
 */
import type { Type } from '../../../sql/types/types';
import { printDecimal, printDouble, printReal } from './printNumber';
import {
  printDate,
  printDaySecondInterval,
  printOffset,
  printTime,
  printTimestamp,
  printYearMonthInterval,
} from './printTime';

/** Prints one value of a column; never called with NULL. */
export type ColumnPrinter = (value: unknown) => string;

/** The printer of a column, chosen once for all of its values. */
export function printer(type: Type): ColumnPrinter {
  switch (type.kind) {
    case 'double':
      return (value) => printDouble(value as number);
    case 'real':
      return (value) => printReal(value as number);
    case 'decimal':
      return (value) => decimal(value, type.scale);
    case 'date':
      return (value) => printDate((value as { days: number }).days);
    case 'time':
      return type.withTimeZone
        ? (value) => {
            const { micros, offset } = value as { micros: bigint; offset: number };
            return printTime(Number(micros), type.precision) + printOffset(offset);
          }
        : (value) => printTime(Number((value as { micros: bigint }).micros), type.precision);
    case 'timestamp':
      return (value) => printTimestamp(microsOf(value), type.precision) + (type.withTimeZone ? ' UTC' : '');
    case 'interval day to second':
      return (value) => {
        const interval = value as { days: number; micros: bigint };
        return printDaySecondInterval(BigInt(interval.days) * 86_400_000_000n + interval.micros);
      };
    case 'interval year to month':
      return (value) => printYearMonthInterval((value as { months: number }).months);
    case 'varbinary':
      return (value) => hexPairs(bytesOf(value));
    case 'char':
      // Trino keeps char values without their padding and adds it when they leave.
      return (value) => (value as string).padEnd(type.length);
    case 'varchar':
    case 'json':
      return (value) => value as string;
    case 'array':
      return arrayPrinter(type.element);
    case 'map':
      return mapPrinter(type.key, type.value);
    case 'row':
      return rowPrinter(type.fields);
    default:
      return String;
  }
}

function decimal(value: unknown, scale: number): string {
  const { value: unscaled, scale: given } = value as { value: bigint; scale: number };
  return printDecimal(given === scale ? unscaled : unscaled * 10n ** BigInt(scale - given), scale);
}

/** Timestamps come in microseconds, or (for coarser and finer DuckDB types) in milliseconds, seconds or nanoseconds. */
function microsOf(value: unknown): bigint {
  const instant = value as {
    micros?: bigint;
    millis?: bigint;
    seconds?: bigint;
    nanos?: bigint;
    milliseconds?: bigint;
    nanoseconds?: bigint;
  };
  if (instant.micros !== undefined) return instant.micros;
  const millis = instant.millis ?? instant.milliseconds;
  if (millis !== undefined) return millis * 1000n;
  if (instant.seconds !== undefined) return instant.seconds * 1_000_000n;
  const nanos = (instant.nanos ?? instant.nanoseconds)!;
  return nanos / 1000n;
}

const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? value : (value as { bytes: Uint8Array }).bytes;

function hexPairs(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return hex.replace(/..(?=.)/g, '$& ');
}

/** A printer for values inside of others, where NULL has a word and binaries print as Java objects do. */
function nested(type: Type): ColumnPrinter {
  const print = type.kind === 'varbinary' ? javaObjectId : printer(type);
  return (value) => (value === null || value === undefined ? 'null' : print(value));
}

/** Java's `Object.toString` of a byte array: `[B@` and a hash of its identity; here one of its bytes, so it is stable. */
function javaObjectId(value: unknown): string {
  let hash = 1;
  for (const byte of bytesOf(value)) hash = (Math.imul(31, hash) + byte) >>> 0;
  return `[B@${hash.toString(16)}`;
}

function arrayPrinter(element: Type): ColumnPrinter {
  const print = nested(element);
  return (value) => {
    const items = Array.isArray(value) ? value : (value as { items: unknown[] }).items;
    return `[${items.map(print).join(', ')}]`;
  };
}

function mapPrinter(keyType: Type, valueType: Type): ColumnPrinter {
  const printKey = nested(keyType);
  const printValue = nested(valueType);
  return (value) => {
    const { entries } = value as { entries: { key: unknown; value: unknown }[] };
    return `{${entries.map((entry) => `${printKey(entry.key)}=${printValue(entry.value)}`).join(', ')}}`;
  };
}

function rowPrinter(fields: { name?: string; type: Type }[]): ColumnPrinter {
  const printers = fields.map((field) => nested(field.type));
  return (value) => {
    // By position: DuckDB's names of anonymous fields are the generator's business.
    const values = Object.values((value as { entries: Record<string, unknown> }).entries);
    const parts = fields.map(
      (field, i) => `${field.name === undefined ? '' : `${field.name}=`}${printers[i]!(values[i])}`,
    );
    return `{${parts.join(', ')}}`;
  };
}
