import { SqlError } from '../../sql/errors';
import {
  children,
  type Field,
  fixedLength,
  type IcebergType,
  isPrimitive,
  type Schema,
} from '../iceberg/schema/schema';
import type { FieldIds } from './engine';

/**
 * The field ids that a file of a schema is written with. The query that is written must give exactly the schema's
 * columns, by name.
 * @throws SqlError NOT_SUPPORTED for columns of fixed length, which DuckDB cannot write
 */
export function fieldIds(schema: Schema): FieldIds {
  return idsOf(schema.fields);
}

function idsOf(fields: Field[]): FieldIds {
  return Object.fromEntries(fields.map((field) => [field.name, idOf(field)]));
}

function idOf(field: Field): FieldIds[string] {
  if (isPrimitive(field.type)) {
    checkWritable(field.type);
    return field.id;
  }
  return { ...idsOf(children(field.type)), __duckdb_field_id: field.id };
}

function checkWritable(type: IcebergType): void {
  if (fixedLength(type) !== undefined)
    throw new SqlError('NOT_SUPPORTED', `Type not supported for writing: ${String(type)}`);
}
