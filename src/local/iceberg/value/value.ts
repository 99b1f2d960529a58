/**
 * A value of a primitive column, outside of any file: in partitions and bounds.
 * int, date (days): number · long, time, timestamps (microseconds), decimals (unscaled): bigint · float, double: number ·
 * string, uuid (lower case, with dashes): string · binary, fixed: Buffer
 */
export type Value = boolean | number | bigint | string | Buffer;
export type PartitionValue = Value | null;
