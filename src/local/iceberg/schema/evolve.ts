/** Changes of a schema (Iceberg spec, "Schema Evolution"), with the reference implementation's texts. */
import type { Type } from '../../../sql/types/types';
import { IcebergError } from '../files';
import type { NewColumn } from '../metadata/newTable';
import { promoted, typeText } from './promote';
import { columnByName, type Field, type Schema } from './schema';
import { icebergType } from './sqlType';

/** A schema cannot be changed like that. Nothing was changed. */
export class InvalidSchemaChange extends IcebergError {
  constructor(text: string) {
    super(text);
    this.name = 'InvalidSchemaChange';
  }
}

export interface ColumnChange {
  column: string;
  name: string;
  type: Type;
  /** The comment that there was stays when none is given. */
  comment?: string;
  position?: 'first' | { after: string };
}

/** Gives ids that no field of the table, of any of its schemas, has ever had. */
export type NextId = () => number;

/** A schema with new columns at its end. @throws InvalidSchemaChange; SqlError for types that Iceberg has not */
export function withColumns(schema: Schema, columns: NewColumn[], nextId: NextId): Field[] {
  const fields = [...schema.fields];
  for (const column of columns) {
    if (columnByName({ type: 'struct', fields }, column.name))
      throw new InvalidSchemaChange(`Cannot add column, name already exists: ${column.name}`);
    fields.push({
      id: nextId(),
      name: column.name,
      required: false,
      type: icebergType(column.type, nextId),
      ...(column.comment === undefined ? {} : { doc: column.comment }),
    });
  }
  return fields;
}

/** A schema without a column. @throws InvalidSchemaChange */
export function withoutColumn(schema: Schema, name: string): Field[] {
  const field = found(schema, name, `Cannot delete missing column: ${name}`);
  if (schema['identifier-field-ids']?.includes(field.id))
    throw new InvalidSchemaChange(`Cannot delete identifier field ${field.name}`);
  if (schema.fields.length === 1) throw new InvalidSchemaChange('Cannot drop the only column in a table');
  return schema.fields.filter(({ id }) => id !== field.id);
}

/** A schema with one column renamed, promoted, described anew or moved. @throws InvalidSchemaChange */
export function withChangedColumn(schema: Schema, change: ColumnChange, nextId: NextId): Field[] {
  const field = found(schema, change.column, `Cannot rename missing column: ${change.column}`);
  const name = field.name.toLowerCase() === change.name ? field.name : change.name;
  const other = columnByName(schema, name);
  if (other && other.id !== field.id)
    throw new InvalidSchemaChange(
      `Invalid schema: multiple fields for name ${name}: ${field.id} and ${other.id}`,
    );
  const type = promoted(field.type, change.type, nextId);
  if (type === undefined)
    throw new InvalidSchemaChange(
      `Cannot change column type: ${field.name}: ${typeText(field.type)} -> ${typeText(icebergType(change.type, () => 0))}`,
    );
  const doc = change.comment ?? field.doc;
  const changed: Field = { ...field, name, type, ...(doc === undefined ? {} : { doc }) };
  const fields = schema.fields.map((candidate) => (candidate.id === field.id ? changed : candidate));
  return change.position === undefined ? fields : moved(fields, changed, change.position);
}

function moved(fields: Field[], field: Field, position: 'first' | { after: string }): Field[] {
  const others = fields.filter(({ id }) => id !== field.id);
  if (position === 'first') return [field, ...others];
  const after = columnByName({ type: 'struct', fields }, position.after);
  if (!after)
    throw new InvalidSchemaChange(`Cannot move ${field.name} after missing column: ${position.after}`);
  if (after.id === field.id) throw new InvalidSchemaChange(`Cannot move ${field.name} after itself`);
  return others.flatMap((candidate) => (candidate.id === after.id ? [candidate, field] : [candidate]));
}

function found(schema: Schema, name: string, missing: string): Field {
  const field = columnByName(schema, name);
  if (!field) throw new InvalidSchemaChange(missing);
  return field;
}
