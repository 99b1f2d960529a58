import type { Column } from '@aws-sdk/client-glue';
import { currentSchema, type TableMetadata } from '../metadata/tableMetadata';
import { decimalOf, type Field, fixedLength, type IcebergType, isPrimitive } from './schema';

/**
 * The columns of Glue's storage descriptor: those of the current schema, then dropped ones marked as not current.
 * Same as the reference implementation's Glue catalog writes them.
 */
export function glueColumns(metadata: TableMetadata): Column[] {
  const current = currentSchema(metadata);
  const seen = new Set(current.fields.map((f) => f.name));
  const columns = current.fields.map((f) => column(f, true));
  for (const schema of metadata.schemas) {
    if (schema['schema-id'] === current['schema-id']) continue;
    for (const field of schema.fields) {
      if (seen.has(field.name)) continue;
      seen.add(field.name);
      columns.push(column(field, false));
    }
  }
  return columns;
}

function column(field: Field, current: boolean): Column {
  return {
    Name: field.name,
    Type: hiveType(field.type),
    ...(field.doc === undefined ? {} : { Comment: field.doc }),
    Parameters: {
      'iceberg.field.id': String(field.id),
      'iceberg.field.optional': String(!field.required),
      'iceberg.field.current': String(current),
    },
  };
}

/** Hive's spelling of a stored type, as the reference implementation's Glue catalog maps it. */
function hiveType(type: IcebergType): string {
  if (isPrimitive(type)) {
    const decimal = decimalOf(type);
    if (decimal) return `decimal(${decimal.precision},${decimal.scale})`;
    if (fixedLength(type) !== undefined) return 'binary';
    return HIVE_NAMES[type] ?? type;
  }
  switch (type.type) {
    case 'struct':
      return `struct<${type.fields.map((f) => `${f.name}:${hiveType(f.type)}`).join(',')}>`;
    case 'list':
      return `array<${hiveType(type.element)}>`;
    case 'map':
      return `map<${hiveType(type.key)},${hiveType(type.value)}>`;
  }
}

const HIVE_NAMES: Record<string, string> = {
  long: 'bigint',
  time: 'string',
  timestamptz: 'timestamp',
  uuid: 'string',
};
