/** Schemas as table metadata holds them (Iceberg spec, "Schemas and Data Types" and Appendix C). */

export type PrimitiveType =
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'string'
  | 'uuid'
  | 'binary'
  | `fixed[${number}]`
  | `decimal(${number}, ${number})`;

export interface StructType {
  type: 'struct';
  fields: Field[];
}

interface ListType {
  type: 'list';
  'element-id': number;
  element: IcebergType;
  'element-required': boolean;
}

interface MapType {
  type: 'map';
  'key-id': number;
  key: IcebergType;
  'value-id': number;
  value: IcebergType;
  'value-required': boolean;
}

export type IcebergType = PrimitiveType | StructType | ListType | MapType;

export interface Field {
  id: number;
  name: string;
  required: boolean;
  type: IcebergType;
  doc?: string;
}

export interface Schema extends StructType {
  'schema-id': number;
  'identifier-field-ids'?: number[];
}

export const isPrimitive = (type: IcebergType): type is PrimitiveType => typeof type === 'string';

/** The field of an id anywhere in a schema, nested ones too. */
export function fieldById(struct: StructType, id: number): Field | undefined {
  for (const field of allFields(struct)) if (field.id === id) return field;
  return undefined;
}

/** The newest schema first: a field keeps its id, and its newest type holds all of its older values. */
export const newestFirst = (schemas: Schema[]): Schema[] =>
  [...schemas].sort((a, b) => b['schema-id'] - a['schema-id']);

/** A top-level column by its name, in any case: Athena's names are lower case, other writers' need not be. */
export function columnByName(schema: StructType, name: string): Field | undefined {
  return (
    schema.fields.find((f) => f.name === name) ??
    schema.fields.find((f) => f.name.toLowerCase() === name.toLowerCase())
  );
}

/** Every field in depth-first order; elements, keys and values of lists and maps count as fields of their own. */
function* allFields(struct: StructType): Generator<Field> {
  for (const field of struct.fields) yield* withNested(field);
}

function* withNested(field: Field): Generator<Field> {
  yield field;
  for (const child of children(field.type)) yield* withNested(child);
}

/** The fields directly below a type. */
export function children(type: IcebergType): Field[] {
  if (isPrimitive(type)) return [];
  switch (type.type) {
    case 'struct':
      return type.fields;
    case 'list':
      return [
        { id: type['element-id'], name: 'element', required: type['element-required'], type: type.element },
      ];
    case 'map':
      return [
        { id: type['key-id'], name: 'key', required: true, type: type.key },
        { id: type['value-id'], name: 'value', required: type['value-required'], type: type.value },
      ];
  }
}

/** Types of all primitive fields by id: of columns, and of what is nested in them. */
export function primitiveFields(struct: StructType): ReadonlyMap<number, PrimitiveType> {
  const types = new Map<number, PrimitiveType>();
  for (const { id, type } of allFields(struct)) if (isPrimitive(type)) types.set(id, type);
  return types;
}

/** The highest field id in use (`last-column-id`). */
export function lastColumnId(struct: StructType): number {
  let last = 0;
  for (const field of allFields(struct)) last = Math.max(last, field.id);
  return last;
}

/** Precision and scale of a decimal type, or undefined for any other. Other writers leave out the blank. */
export function decimalOf(type: IcebergType): { precision: number; scale: number } | undefined {
  const match = typeof type === 'string' ? /^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(type) : null;
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}

/** Length in bytes of a fixed type, or undefined for any other. */
export function fixedLength(type: IcebergType): number | undefined {
  const match = typeof type === 'string' ? /^fixed\[(\d+)\]$/.exec(type) : null;
  return match ? Number(match[1]) : undefined;
}
