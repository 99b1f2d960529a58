/**
 * A value of a primitive column, outside of any file: in partitions and bounds.
 * int, date (days): number · long, time, timestamps (microseconds), decimals (unscaled): bigint · float, double: number ·
 * string, uuid (lower case, with dashes): string · binary, fixed: Buffer
 */
export type Value = boolean | number | bigint | string | Buffer;
export type PartitionValue = Value | null;

/**
 * Order of two values of one type: negative, zero or positive; strings and bytes by unsigned bytes, as Parquet and
 * Iceberg order them (JavaScript orders strings by UTF-16). NaN has no order: undefined.
 */
export function compareValues(a: Value, b: Value): number | undefined {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return Buffer.compare(a, b);
  if (a === b) return 0;
  return a < b ? -1 : a > b ? 1 : undefined;
}

/** A text by which equal values, and only these, are equal, also with other ones behind a blank: for keys of maps. */
export function valueKey(value: PartitionValue): string {
  if (value === null) return 'null';
  if (Buffer.isBuffer(value)) return `bytes ${value.toString('hex')}`;
  if (typeof value === 'string') return JSON.stringify(value);
  return `${typeof value} ${Object.is(value, -0) ? '-0' : value}`;
}
