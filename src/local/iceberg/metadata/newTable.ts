import { randomUUID } from 'node:crypto';
import type { Type } from '../../../sql/types/types';
import { FIRST_PARTITION_ID, newSpec, type Partitioning } from '../partition/spec';
import { type Field, lastColumnId, type Schema } from '../schema/schema';
import { icebergType } from '../schema/sqlType';
import type { TableMetadata } from './tableMetadata';

export interface NewColumn {
  name: string;
  type: Type;
  comment?: string;
  required?: boolean;
}

export interface NewTable {
  /** The table's folder, such as `s3://bucket/db/table`; a slash at its end is dropped. */
  location: string;
  columns: NewColumn[];
  partitioning?: Partitioning[];
  properties?: Record<string, string>;
  now: Date;
  uuid?: string;
}

/**
 * The first metadata of an empty table, format version 2. Field ids are fresh: columns get 1, 2, 3, …, nested fields
 * the numbers after them.
 * @throws SqlError NOT_SUPPORTED for types that Iceberg has not; IcebergError for a bad partitioning
 */
export function newTable(table: NewTable): TableMetadata {
  const schema = newSchema(table.columns);
  const spec = newSpec(schema, table.partitioning ?? []);
  return {
    'format-version': 2,
    'table-uuid': table.uuid ?? randomUUID(),
    location: table.location.replace(/\/+$/, ''),
    'last-sequence-number': 0,
    'last-updated-ms': table.now.getTime(),
    'last-column-id': lastColumnId(schema),
    'current-schema-id': 0,
    schemas: [schema],
    'default-spec-id': 0,
    'partition-specs': [spec],
    'last-partition-id': FIRST_PARTITION_ID - 1 + spec.fields.length,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: { ...table.properties },
    snapshots: [],
    'snapshot-log': [],
    'metadata-log': [],
    refs: {},
  };
}

function newSchema(columns: NewColumn[]): Schema {
  let last = columns.length;
  const nextId = () => ++last;
  const fields = columns.map(
    (c, i): Field => ({
      id: i + 1,
      name: c.name,
      required: c.required ?? false,
      type: icebergType(c.type, nextId),
      ...(c.comment === undefined ? {} : { doc: c.comment }),
    }),
  );
  return { type: 'struct', 'schema-id': 0, fields };
}
