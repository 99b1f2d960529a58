/** Trino's rules about types: which are numbers, what two have in common, what is coerced to what. Source: Trino's TypeCoercion. */

import { identifier, nameText } from '../duckdb/text';
import { SqlError } from '../errors';
import type { TypeName } from '../syntax/ast/node';
import { type SimpleTypeName, sameType, type Type } from './types';

export const T = {
  unknown: { kind: 'unknown' },
  boolean: { kind: 'boolean' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  double: { kind: 'double' },
  real: { kind: 'real' },
  varchar: { kind: 'varchar' },
  varbinary: { kind: 'varbinary' },
  date: { kind: 'date' },
  json: { kind: 'json' },
  dayInterval: { kind: 'interval day to second' },
  yearInterval: { kind: 'interval year to month' },
} as const satisfies Record<string, Type>;

export const varchar = (length?: number): Type =>
  length === undefined ? { kind: 'varchar' } : { kind: 'varchar', length };
export const decimal = (precision: number, scale: number): Type => ({
  kind: 'decimal',
  precision: Math.min(38, precision),
  scale,
});
export const array = (element: Type): Type => ({ kind: 'array', element });
export const map = (key: Type, value: Type): Type => ({ kind: 'map', key, value });
export const timestamp = (precision: number, withTimeZone = false): Type => ({
  kind: 'timestamp',
  precision,
  withTimeZone,
});

/** Decimal digits that every value of an integer type fits into. */
const DIGITS: Partial<Record<Type['kind'], number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

export const isInteger = (type: Type): boolean => DIGITS[type.kind] !== undefined;
export const isText = (type: Type): boolean => type.kind === 'varchar' || type.kind === 'char';
export const isFloating = (type: Type): boolean => type.kind === 'double' || type.kind === 'real';
export const isNumber = (type: Type): boolean =>
  isInteger(type) || isFloating(type) || type.kind === 'decimal';
export const isInterval = (type: Type): boolean =>
  type.kind === 'interval day to second' || type.kind === 'interval year to month';

/** An integer or decimal type as a decimal one; undefined for all others. */
export function asDecimal(type: Type): { precision: number; scale: number } | undefined {
  if (type.kind === 'decimal') return type;
  const digits = DIGITS[type.kind];
  return digits === undefined ? undefined : { precision: digits, scale: 0 };
}

const INTEGERS: Type['kind'][] = ['tinyint', 'smallint', 'integer', 'bigint'];

/** The type that values of both are compared and united in; undefined where there is none. */
export function commonType(a: Type, b: Type): Type | undefined {
  if (sameType(a, b)) return a;
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (isInteger(a) && isInteger(b)) return INTEGERS.indexOf(a.kind) > INTEGERS.indexOf(b.kind) ? a : b;
  if (isNumber(a) && isNumber(b)) {
    if (a.kind === 'double' || b.kind === 'double') return T.double;
    if (isFloating(a) || isFloating(b)) return T.real;
    const [x, y] = [asDecimal(a)!, asDecimal(b)!];
    const scale = Math.max(x.scale, y.scale);
    return decimal(Math.max(x.precision - x.scale, y.precision - y.scale) + scale, scale);
  }
  if (a.kind === 'varchar' && b.kind === 'varchar')
    return a.length === undefined || b.length === undefined
      ? T.varchar
      : varchar(Math.max(a.length, b.length));
  if (a.kind === 'char' && b.kind === 'char') return { kind: 'char', length: Math.max(a.length, b.length) };
  if (isText(a) && isText(b)) {
    const length = Math.max(
      ...[a, b].map((t) => ('length' in t && t.length !== undefined ? t.length : Number.POSITIVE_INFINITY)),
    );
    return length === Number.POSITIVE_INFINITY ? T.varchar : { kind: 'char', length };
  }
  const times = [a, b].filter((t) => t.kind === 'timestamp');
  if (times.length === 2) {
    const [x, y] = times as Extract<Type, { kind: 'timestamp' }>[];
    return timestamp(Math.max(x!.precision, y!.precision), x!.withTimeZone || y!.withTimeZone);
  }
  if (times.length === 1 && (a.kind === 'date' || b.kind === 'date')) return times[0];
  if (a.kind === 'time' && b.kind === 'time')
    return {
      kind: 'time',
      precision: Math.max(a.precision, b.precision),
      withTimeZone: a.withTimeZone || b.withTimeZone,
    };
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonType(a.element, b.element);
    return element && array(element);
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const [key, value] = [commonType(a.key, b.key), commonType(a.value, b.value)];
    return key && value && map(key, value);
  }
  if (a.kind === 'row' && b.kind === 'row' && a.fields.length === b.fields.length) {
    const fields = a.fields.map((field, i) => ({
      name: field.name === b.fields[i]!.name ? field.name : undefined,
      type: commonType(field.type, b.fields[i]!.type),
    }));
    return fields.every((field) => field.type)
      ? { kind: 'row', fields: fields as { name?: string; type: Type }[] }
      : undefined;
  }
  return undefined;
}

/** Whether a value may stand where the other type is asked, without a CAST. */
export function coercible(from: Type, to: Type): boolean {
  const common = commonType(from, to);
  if (common === undefined) return false;
  if (sameType(common, to)) return true;
  // INSERT may cut text to a column's length and put numbers into a narrower decimal of the same kind.
  return from.kind === 'varchar' && to.kind === 'varchar';
}

/** DuckDB's spelling of a type, for casts. */
export function duckType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'varchar':
    case 'char':
    case 'ipaddress':
      return 'VARCHAR';
    case 'varbinary':
      return 'BLOB';
    case 'real':
      return 'FLOAT';
    case 'timestamp':
      return type.withTimeZone ? 'TIMESTAMPTZ' : 'TIMESTAMP';
    case 'time':
      return type.withTimeZone ? 'TIMETZ' : 'TIME';
    case 'interval day to second':
    case 'interval year to month':
      return 'INTERVAL';
    case 'array':
      return `${duckType(type.element)}[]`;
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map((field, i) => `${identifier(fieldKey(field.name, i))} ${duckType(field.type)}`).join(', ')})`;
    case 'unknown':
      return 'INTEGER';
    case 'function':
      throw new Error('a lambda is no value');
    default:
      return type.kind.toUpperCase();
  }
}

/** The key of a row's field in DuckDB's struct; anonymous fields are numbered. */
export const fieldKey = (name: string | undefined, index: number): string =>
  name === undefined ? `field${index}` : nameText(name);

const SIMPLE: ReadonlySet<string> = new Set<SimpleTypeName>([
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
  'interval day to second',
  'interval year to month',
]);

/** A type as written in a query. @throws SqlError TYPE_NOT_FOUND */
export function typeOfName(name: TypeName): Type {
  const numbers = name.arguments.filter((argument) => typeof argument === 'number');
  const types = () => name.arguments.filter((argument) => typeof argument === 'object').map(typeOfName);
  switch (name.base) {
    case 'varchar':
      return varchar(numbers[0]);
    case 'char':
      return { kind: 'char', length: numbers[0] ?? 1 };
    case 'decimal': {
      const [precision = 38, scale = 0] = numbers;
      if (precision < 1 || precision > 38)
        throw new SqlError(
          'INVALID_FUNCTION_ARGUMENT',
          'DECIMAL precision must be in range [1, 38]',
          name.at,
        );
      if (scale > precision)
        throw new SqlError(
          'INVALID_FUNCTION_ARGUMENT',
          `DECIMAL scale must be in range [0, precision (${precision})]`,
          name.at,
        );
      return decimal(precision, scale);
    }
    case 'timestamp':
      return timestamp(numbers[0] ?? 3);
    case 'timestamp with time zone':
      return timestamp(numbers[0] ?? 3, true);
    case 'time':
      return { kind: 'time', precision: numbers[0] ?? 3, withTimeZone: false };
    case 'time with time zone':
      return { kind: 'time', precision: numbers[0] ?? 3, withTimeZone: true };
    case 'array': {
      const [element] = types();
      if (element) return array(element);
      break;
    }
    case 'map': {
      const [key, value] = types();
      if (key && value) return map(key, value);
      break;
    }
    case 'row':
      return { kind: 'row', fields: types().map((type, i) => ({ name: name.fieldNames?.[i]?.name, type })) };
  }
  if (SIMPLE.has(name.base)) return { kind: name.base as SimpleTypeName };
  throw new SqlError('TYPE_NOT_FOUND', `Unknown type: ${name.text}`, name.at);
}
