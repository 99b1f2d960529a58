/** Which type may become which other (Iceberg spec, "Schema Evolution": type promotion). */
import type { Type } from '../../../sql/types/types';
import { decimalOf, type Field, type IcebergType, isPrimitive, type PrimitiveType } from './schema';
import { icebergType, sqlType } from './sqlType';

/**
 * A stored type as it is wanted: the same, or a wider one that reads all older files. Nested fields keep their ids;
 * those of a struct may come, go and change their order. Undefined when the one cannot become the other.
 */
export function promoted(stored: IcebergType, wanted: Type, nextId: () => number): IcebergType | undefined {
  if (isPrimitive(stored)) return promotedPrimitive(stored, wanted);
  if (stored.type === 'list' && wanted.kind === 'array') {
    const element = promoted(stored.element, wanted.element, nextId);
    return element && { ...stored, element };
  }
  if (stored.type === 'map' && wanted.kind === 'map') {
    // A struct as a key must stay what it is: other fields would make other keys equal.
    const key = isPrimitive(stored.key)
      ? promotedPrimitive(stored.key, wanted.key)
      : typeText(stored.key) === typeText(icebergType(wanted.key, () => 0))
        ? stored.key
        : undefined;
    const value = promoted(stored.value, wanted.value, nextId);
    return key && value && { ...stored, key, value };
  }
  if (stored.type !== 'struct' || wanted.kind !== 'row') return undefined;
  const fields: Field[] = [];
  for (const { name = '', type } of wanted.fields) {
    const field = stored.fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (!field) {
      fields.push({ id: nextId(), name, required: false, type: icebergType(type, nextId) });
      continue;
    }
    const inner = promoted(field.type, type, nextId);
    if (!inner) return undefined;
    fields.push({ ...field, type: inner });
  }
  return { ...stored, fields };
}

function promotedPrimitive(stored: PrimitiveType, wanted: Type): PrimitiveType | undefined {
  const target = icebergType(wanted, () => 0);
  if (!isPrimitive(target)) return undefined;
  // SQL has one type for some stored ones, such as `fixed[16]` and `binary`: written down again, it stays.
  if (typeText(icebergType(sqlType(stored), () => 0)) === typeText(target)) return stored;
  if (stored === 'int' && target === 'long') return target;
  if (stored === 'float' && target === 'double') return target;
  const [from, to] = [decimalOf(stored), decimalOf(target)];
  if (from && to && from.scale === to.scale && from.precision < to.precision) return target;
  return undefined;
}

/** A type as the reference implementation prints it, without the ids. */
export function typeText(type: IcebergType): string {
  if (isPrimitive(type)) return type;
  switch (type.type) {
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}: ${typeText(field.type)}`).join(', ')}>`;
    case 'list':
      return `list<${typeText(type.element)}>`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
  }
}
