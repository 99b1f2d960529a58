import { identifier, literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { asDecimal, duckType, fieldKey, isFloating, isInteger, isNumber, isText } from '../types/typeRules';
import { formatType, sameType, type Type } from '../types/types';
import type { Typed } from './typed';

const NAME: Record<string, string> = {
  integer: 'INT',
  bigint: 'BIGINT',
  smallint: 'SMALLINT',
  tinyint: 'TINYINT',
};

/** What no text is cast to. */
const OF_PARTS = new Set<Type['kind']>([
  'array',
  'map',
  'row',
  'function',
  'interval day to second',
  'interval year to month',
]);
/** What no JSON document is cast to. */
const NOT_IN_JSON = new Set<Type['kind']>([
  'date',
  'time',
  'timestamp',
  'varbinary',
  'uuid',
  'ipaddress',
  'char',
  'function',
  'interval day to second',
  'interval year to month',
]);

/** Whether Trino has a CAST between two types at all. */
function castable(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || sameType(from, to) || isText(to) || to.kind === 'json') return true;
  if (isText(from)) return !OF_PARTS.has(to.kind);
  if (from.kind === 'json') return !NOT_IN_JSON.has(to.kind);
  if (isNumber(from) || from.kind === 'boolean') return isNumber(to) || to.kind === 'boolean';
  if (from.kind === 'date' || from.kind === 'timestamp')
    return to.kind === 'date' || to.kind === 'timestamp' || (from.kind === 'timestamp' && to.kind === 'time');
  if (from.kind === 'time') return to.kind === 'time' || to.kind === 'timestamp';
  if (from.kind === 'array') return to.kind === 'array' && castable(from.element, to.element);
  if (from.kind === 'map')
    return to.kind === 'map' && castable(from.key, to.key) && castable(from.value, to.value);
  if (from.kind === 'row') return to.kind === 'row' && from.fields.length === to.fields.length;
  return from.kind === to.kind;
}

/** CAST and TRY_CAST by Trino's rules. @throws SqlError TYPE_MISMATCH when there is no such cast */
export function castTo(value: Typed, type: Type, safe: boolean): Typed {
  if (!castable(value.type, type))
    throw new SqlError(
      'TYPE_MISMATCH',
      `Cannot cast ${formatType(value.type)} to ${formatType(type)}`,
      value.at,
    );
  return {
    type,
    sql: castSql(value, type, safe),
    at: value.at,
    ...(isText(type) || sameType(value.type, type) ? { constant: value.constant } : {}),
  };
}

function castSql(value: Typed, type: Type, safe: boolean): string {
  const { type: from, sql } = value;
  const cast = safe ? 'TRY_CAST' : 'CAST';
  const plain = `${cast}(${sql} AS ${duckType(type)})`;
  if (isText(type)) {
    const text = isFloating(from)
      ? `t_double_text(CAST(${sql} AS DOUBLE))`
      : from.kind === 'boolean' || !isText(from)
        ? `CAST(${sql} AS VARCHAR)`
        : sql;
    if (!('length' in type) || type.length === undefined) return text;
    // Text is cut to its length; of other values nothing may be lost.
    return isText(from)
      ? `left(${text}, ${type.length})`
      : `${safe ? 't_try_fit' : 't_fit'}(${text}, ${type.length}, ${literal(formatType(type))})`;
  }
  if (isInteger(type) && isText(from)) {
    // DuckDB would round '1.9'; Trino refuses it.
    const checked = safe
      ? `t_try_to_integer(${sql}, '')`
      : `t_to_integer(${sql}, ${literal(NAME[type.kind]!)})`;
    return `${cast}(${checked} AS ${duckType(type)})`;
  }
  if (type.kind === 'time' && from.kind === 'timestamp' && from.withTimeZone)
    return `${cast}(CAST(${sql} AS TIMESTAMP) AS ${duckType(type)})`;
  if (type.kind === 'timestamp' && from.kind === 'time')
    return `CAST(DATE '1970-01-01' + CAST(${sql} AS TIME) AS ${duckType(type)})`;
  if (type.kind === 'varbinary' && isText(from)) return `encode(${sql})`;
  if (isInteger(type) && isFloating(from)) return `${cast}(round(${sql}) AS ${duckType(type)})`;
  if (type.kind === 'row' && from.kind === 'row') {
    // Fields go over by their place, whatever their names.
    const fields = type.fields.map((field, i) => {
      const part: Typed = {
        type: from.fields[i]!.type,
        sql: `struct_extract(${sql}, ${literal(fieldKey(from.fields[i]!.name, i))})`,
        at: value.at,
      };
      return `${identifier(fieldKey(field.name, i))} := ${castSql(part, field.type, safe)}`;
    });
    return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
  }
  if (type.kind === 'json' && from.kind === 'row' && value.parts)
    return `CAST('{' || ${value.parts.map((part) => `'"":' || to_json(${part.sql})`).join(" || ',' || ")} || '}' AS JSON)`;
  if (type.kind === 'json' && from.kind !== 'json')
    return isText(from) ? `to_json(${sql})` : `CAST(to_json(${sql}) AS JSON)`;
  if (from.kind === 'json' && isText(type)) return `json_extract_string(${sql}, '$')`;
  return plain;
}

/** An expression as a wider type, where one is asked: nothing where DuckDB does the same by itself. */
export function coerced(value: Typed, type: Type): string {
  if (sameType(value.type, type)) return value.sql;
  // Of what has no type there is no value: an empty array or map holds none.
  if (type.kind === 'unknown') return 'NULL';
  if (isText(value.type) && isText(type))
    return 'length' in type &&
      type.length !== undefined &&
      value.type.kind === 'varchar' &&
      (value.type.length === undefined || value.type.length > type.length)
      ? `left(${value.sql}, ${type.length})`
      : value.sql;
  if (value.type.kind === 'unknown') return `CAST(NULL AS ${duckType(type)})`;
  return duckType(value.type) === duckType(type) ? value.sql : `CAST(${value.sql} AS ${duckType(type)})`;
}

export const asExact = (value: Typed): { sql: string; precision: number; scale: number } => {
  const { precision, scale } = asDecimal(value.type)!;
  return {
    sql: value.type.kind === 'decimal' ? value.sql : `CAST(${value.sql} AS DECIMAL(${precision}, 0))`,
    precision,
    scale,
  };
};
