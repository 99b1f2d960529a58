/** Types of columns: what DDL writes, and what Glue keeps as text. */

import { SqlError } from '../../../sql/errors';
import type { TypeName } from '../../../sql/syntax/ast/node';
import { parseHiveType, parseType } from '../../../sql/syntax/parse';
import { formatType, type Type } from '../../../sql/types/types';
import { failure, QueryFailure } from './failure';

const SIMPLE = new Set([
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'varbinary',
  'date',
  'json',
  'uuid',
  'ipaddress',
]);

/** The type of a column in DDL. @throws QueryFailure for what is no type of a column */
export function columnTypeOf(name: TypeName): Type {
  // Hive's `string` is a varchar without a length; a `varchar` must have one.
  const bare = [name, ...name.arguments].some(
    (type) => typeof type === 'object' && /^varchar$/i.test(type.text.trim()),
  );
  if (bare) throw new QueryFailure('varchar type is specified without length', 2, 1200);
  return typeOf(name);
}

function typeOf(name: TypeName): Type {
  const [first, second] = name.arguments;
  if (SIMPLE.has(name.base)) return { kind: name.base } as Type;
  switch (name.base) {
    case 'varchar':
      return typeof first === 'number' ? { kind: 'varchar', length: first } : { kind: 'varchar' };
    case 'char':
      return { kind: 'char', length: typeof first === 'number' ? first : 1 };
    case 'decimal':
      return { kind: 'decimal', precision: numberOr(first, 38), scale: numberOr(second, 0) };
    case 'timestamp':
    case 'time':
      return { kind: name.base, precision: numberOr(first, 3), withTimeZone: false };
    case 'timestamp with time zone':
    case 'time with time zone':
      return {
        kind: name.base.startsWith('timestamp') ? 'timestamp' : 'time',
        precision: numberOr(first, 3),
        withTimeZone: true,
      };
    case 'array':
      return { kind: 'array', element: typeOf(first as TypeName) };
    case 'map':
      return { kind: 'map', key: typeOf(first as TypeName), value: typeOf(second as TypeName) };
    case 'row':
      return {
        kind: 'row',
        fields: name.arguments.map((type, i) => ({
          name: name.fieldNames?.[i]?.name,
          type: typeOf(type as TypeName),
        })),
      };
    default:
      throw failure('NOT_SUPPORTED', `Unsupported Hive type: ${name.text}`);
  }
}

const numberOr = (argument: TypeName | number | undefined, preset: number): number =>
  typeof argument === 'number' ? argument : preset;

const byHiveText = new Map<string, Type>();

/** The type of a column in Glue: `struct<a:int,b:string>`. @throws QueryFailure for texts that are no type */
export function hiveColumnType(text: string): Type {
  let type = byHiveText.get(text);
  if (!type) {
    type = parsed(text, () => typeOf(parseHiveType(text)));
    byHiveText.set(text, type);
  }
  return type;
}

/** The type of a view's column: `row(a integer, b varchar)`. @throws QueryFailure for texts that are no type */
export function trinoColumnType(text: string): Type {
  return parsed(text, () => typeOf(parseType(text)));
}

function parsed(text: string, read: () => Type): Type {
  try {
    return read();
  } catch (error) {
    if (error instanceof SqlError) throw failure('HIVE_INVALID_METADATA', `Unsupported column type: ${text}`);
    throw error;
  }
}

/** Hive's spelling of a type, as Glue keeps it. @throws QueryFailure for types that Hive has not */
export function hiveTypeText(type: Type): string {
  switch (type.kind) {
    case 'integer':
      return 'int';
    case 'real':
      return 'float';
    case 'varbinary':
      return 'binary';
    case 'varchar':
      return type.length === undefined ? 'string' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'array':
      return `array<${hiveTypeText(type.element)}>`;
    case 'map':
      return `map<${hiveTypeText(type.key)},${hiveTypeText(type.value)}>`;
    case 'row':
      return `struct<${type.fields.map((field, i) => `${field.name ?? `field${i}`}:${hiveTypeText(field.type)}`).join(',')}>`;
    case 'timestamp':
      if (!type.withTimeZone) return 'timestamp';
      break;
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'bigint':
    case 'double':
    case 'date':
      return type.kind;
  }
  throw failure('NOT_SUPPORTED', `Unsupported Hive type: ${formatType(type)}`);
}
