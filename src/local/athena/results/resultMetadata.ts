import type { ColumnInfo } from '@aws-sdk/client-athena';

/**
 * The `.metadata` object beside a result: a protobuf message {1 query id, 2 update type, 3 update count, 4 repeated
 * column {1 catalog, 2 schema, 3 table, 4 name, 5 label, 6 type, 7 precision, 8 scale, 9 nullable, 10 case sensitive}}.
 * Field numbers as measured on the real service. Fields with their default value are left out, as proto3 does.
 */
export function encodeResultMetadata(result: {
  queryId: string;
  updateType?: string;
  updateCount?: number;
  columns: ColumnInfo[];
}): Buffer {
  return Buffer.concat([
    text(1, result.queryId),
    text(2, result.updateType ?? ''),
    number(3, result.updateCount ?? 0),
    ...result.columns.map((column) => bytes(4, encodeColumn(column))),
  ]);
}

/** Nullable on the wire: 1 NOT_NULL, 2 NULLABLE, 3 UNKNOWN. */
const NULLABLE = { NOT_NULL: 1, NULLABLE: 2, UNKNOWN: 3 } as const;

function encodeColumn(column: ColumnInfo): Buffer {
  return Buffer.concat([
    text(1, column.CatalogName ?? ''),
    text(2, column.SchemaName ?? ''),
    text(3, column.TableName ?? ''),
    text(4, column.Name ?? ''),
    text(5, column.Label ?? ''),
    text(6, column.Type ?? ''),
    number(7, column.Precision ?? 0),
    number(8, column.Scale ?? 0),
    number(9, NULLABLE[column.Nullable ?? 'UNKNOWN']),
    number(10, column.CaseSensitive ? 1 : 0),
  ]);
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = BigInt(value);
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Buffer.from(out);
}

const tag = (field: number, wireType: number): Buffer => varint((field << 3) | wireType);
const number = (field: number, value: number): Buffer =>
  value === 0 ? Buffer.alloc(0) : Buffer.concat([tag(field, VARINT), varint(value)]);
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([tag(field, LENGTH_DELIMITED), varint(value.length), value]);
const text = (field: number, value: string): Buffer =>
  value === '' ? Buffer.alloc(0) : bytes(field, Buffer.from(value));
