import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import type { ComparisonOperator } from '../syntax/ast/expression';
import {
  array,
  commonType,
  duckType,
  fieldKey,
  isFloating,
  isInteger,
  isInterval,
  isNumber,
  isText,
  T,
  varchar,
} from '../types/typeRules';
import { formatType, type RowField, type Type } from '../types/types';
import { asExact, coerced } from './cast';
import { combine, divide } from './decimalSql';
import type { Typed } from './typed';

const noOperator = (operator: string, a: Typed, b: Typed, at: Typed['at']): SqlError =>
  new SqlError(
    'TYPE_MISMATCH',
    `Cannot apply operator: ${formatType(a.type)} ${operator} ${formatType(b.type)}`,
    at,
  );

/** `+ - * / %` by Trino's rules. @throws SqlError TYPE_MISMATCH */
export function arithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  a: Typed,
  b: Typed,
  at: Typed['at'],
): Typed {
  const timed = temporal(operator, a, b);
  if (timed) return { ...timed, at };
  const numeric = (t: Type) => isNumber(t) || t.kind === 'unknown';
  if (!numeric(a.type) || !numeric(b.type)) throw noOperator(operator, a, b, at);
  const type = commonType(a.type, b.type)!;
  if (type.kind === 'unknown') return { type: T.integer, sql: 'CAST(NULL AS INTEGER)', at };
  if (isFloating(type))
    return {
      type,
      sql:
        operator === '%'
          ? `fmod(${coerced(a, type)}, ${coerced(b, type)})`
          : `(${coerced(a, type)} ${operator} ${coerced(b, type)})`,
      at,
    };
  if (type.kind === 'decimal' && a.type.kind !== 'unknown' && b.type.kind !== 'unknown') {
    const exact =
      operator === '/' ? divide(asExact(a), asExact(b)) : combine(operator, asExact(a), asExact(b));
    return { ...exact, at };
  }
  const [x, y] = [coerced(a, type), coerced(b, type)];
  if (operator === '/') return { type, sql: nonZero(b) ? `(${x} // ${y})` : `t_divide(${x}, ${y})`, at };
  if (operator === '%') return { type, sql: nonZero(b) ? `(${x} % ${y})` : `t_modulo(${x}, ${y})`, at };
  return { type, sql: `(${x} ${operator} ${y})`, at };
}

const nonZero = (value: Typed): boolean => typeof value.constant === 'number' && value.constant !== 0;

/** Dates, times and intervals; undefined for other types. */
function temporal(operator: string, a: Typed, b: Typed): Pick<Typed, 'type' | 'sql'> | undefined {
  const isTime = (t: Type) => t.kind === 'date' || t.kind === 'timestamp' || t.kind === 'time';
  const whole = (interval: Typed, refusal: string): string =>
    interval.type.kind === 'interval day to second'
      ? `t_whole_days(${interval.sql}, ${literal(refusal)})`
      : interval.sql;
  if (a.type.kind === 'date' && isInterval(b.type) && (operator === '+' || operator === '-')) {
    const refusal =
      operator === '+' ? 'add hour, minutes or seconds to' : 'subtract hour, minutes or seconds from';
    return { type: a.type, sql: `CAST(${a.sql} ${operator} ${whole(b, refusal)} AS DATE)` };
  }
  if (isInterval(a.type) && b.type.kind === 'date' && operator === '+')
    return { type: b.type, sql: `CAST(${b.sql} + ${whole(a, 'add hour, minutes or seconds to')} AS DATE)` };
  if (isTime(a.type) && isInterval(b.type) && (operator === '+' || operator === '-'))
    return { type: a.type, sql: `CAST(${a.sql} ${operator} ${b.sql} AS ${duckType(a.type)})` };
  if (isInterval(a.type) && isTime(b.type) && operator === '+')
    return { type: b.type, sql: `CAST(${b.sql} + ${a.sql} AS ${duckType(b.type)})` };
  if (
    isInterval(a.type) &&
    isInterval(b.type) &&
    a.type.kind === b.type.kind &&
    (operator === '+' || operator === '-')
  )
    return { type: a.type, sql: `(${a.sql} ${operator} ${b.sql})` };
  if (isInterval(a.type) && isNumber(b.type) && operator === '*')
    return { type: a.type, sql: `(${a.sql} * ${b.sql})` };
  if (isNumber(a.type) && isInterval(b.type) && operator === '*')
    return { type: b.type, sql: `(${b.sql} * ${a.sql})` };
  if (operator === '-' && a.type.kind === 'date' && b.type.kind === 'date')
    return { type: T.dayInterval, sql: `to_days(CAST(${a.sql} - ${b.sql} AS INTEGER))` };
  if (
    operator === '-' &&
    isTime(a.type) &&
    isTime(b.type) &&
    a.type.kind !== 'time' &&
    b.type.kind !== 'time'
  )
    return { type: T.dayInterval, sql: `(CAST(${a.sql} AS TIMESTAMP) - CAST(${b.sql} AS TIMESTAMP))` };
  return undefined;
}

const SMALLEST: Partial<Record<Type['kind'], string>> = {
  tinyint: '-128',
  smallint: '-32768',
  integer: '-2147483648',
  bigint: '(-9223372036854775807 - 1)',
};

/** `-x` of an integer: the smallest one has no opposite. */
export function negated({ sql, type }: Typed): string {
  const message = `'NUMERIC_VALUE_OUT_OF_RANGE: ${type.kind} negation overflow: ' || ${sql}`;
  return `t_check(${sql} = ${SMALLEST[type.kind]}, ${message}, - ${sql})`;
}

/** `||`. */
export function concatenation(a: Typed, b: Typed, at: Typed['at']): Typed {
  if (a.type.kind === 'array' || b.type.kind === 'array') {
    const list = (x: Typed): Typed =>
      x.type.kind === 'array' ? x : { ...x, type: array(x.type), sql: `[${x.sql}]` };
    const type = commonType(list(a).type, list(b).type);
    if (!type) throw noOperator('||', a, b, at);
    return { type, sql: `(${coerced(list(a), type)} || ${coerced(list(b), type)})`, at };
  }
  const ok = (t: Type) => isText(t) || t.kind === 'unknown' || t.kind === 'varbinary';
  if (!ok(a.type) || !ok(b.type)) throw noOperator('||', a, b, at);
  const binary = a.type.kind === 'varbinary';
  const chars = [a.type, b.type].map((t) =>
    t.kind === 'char' ? t.length : t.kind === 'varchar' ? t.length : undefined,
  );
  const type: Type = binary
    ? T.varbinary
    : (a.type.kind === 'char' || b.type.kind === 'char') && chars.every((n) => n !== undefined)
      ? { kind: 'char', length: chars[0]! + chars[1]! }
      : varchar();
  return { type, sql: `(${a.sql} || ${b.sql})`, at };
}

/** A comparison. NaN is equal to nothing and neither smaller nor larger, which DuckDB sees otherwise. @throws SqlError TYPE_MISMATCH */
export function comparison(operator: ComparisonOperator, a: Typed, b: Typed, at: Typed['at']): Typed {
  const type = commonType(a.type, b.type);
  if (!type || (type.kind === 'map' && operator !== '=' && operator !== '<>') || type.kind === 'json')
    throw noOperator(operator, a, b, at);
  const [x, y] =
    a.type.kind === 'row' || a.type.kind === 'array' ? [coerced(a, type), coerced(b, type)] : [a.sql, b.sql];
  const sql = `(${x} ${operator} ${y})`;
  if (!isFloating(type)) return { type: T.boolean, sql, at };
  const mayBeNan = (value: Typed) => isFloating(value.type) && value.constant === undefined;
  const guard = (value: Typed) => (mayBeNan(value) ? `NOT isnan(${value.sql})` : undefined);
  const guards: Record<ComparisonOperator, (string | undefined)[]> = {
    '=': [guard(a) && guard(b)],
    '<': [guard(b)],
    '<=': [guard(b)],
    '>': [guard(a)],
    '>=': [guard(a)],
    '<>': [],
  };
  const needed = guards[operator].filter((g) => g !== undefined);
  if (operator === '<>' && mayBeNan(a) && mayBeNan(b))
    return { type: T.boolean, sql: `(${sql} OR isnan(${a.sql}))`, at };
  return { type: T.boolean, sql: needed.length === 0 ? sql : `(${[sql, ...needed].join(' AND ')})`, at };
}

/** `a[i]` of an array (from 1, checked), a map (the key must be there) or a row. */
export function subscript(base: Typed, index: Typed, at: Typed['at']): Typed {
  if (base.type.kind === 'array' && (isInteger(index.type) || index.type.kind === 'unknown'))
    return { type: base.type.element, sql: `t_subscript(${base.sql}, ${index.sql})`, at };
  if (base.type.kind === 'map' && commonType(base.type.key, index.type)) {
    const key = coerced(index, base.type.key);
    return {
      type: base.type.value,
      sql: `t_key(${base.sql}, ${key}, ${keyText(key, base.type.key)})`,
      at,
    };
  }
  if (base.type.kind === 'row') return rowSubscript(base.sql, base.type.fields, index, at);
  throw new SqlError(
    'TYPE_MISMATCH',
    `Cannot use ${formatType(index.type)} for subscript of ${formatType(base.type)}`,
    at,
  );
}

/** How Trino tells a key that is missing: not at all when it has parts, or is made of bytes. */
function keyText(key: string, type: Type): string {
  if (['array', 'map', 'row', 'varbinary', 'json', 'unknown'].includes(type.kind)) return literal('');
  return isFloating(type)
    ? `': ' || t_double_text(CAST(${key} AS DOUBLE))`
    : `': ' || CAST(${key} AS VARCHAR)`;
}

/** `r[2]`: the second field, by a constant. */
function rowSubscript(sql: string, fields: RowField[], index: Typed, at: Typed['at']): Typed {
  const place = index.constant;
  if (index.type.kind !== 'integer' || typeof place !== 'number')
    throw new SqlError(
      'EXPRESSION_NOT_CONSTANT',
      'Subscript expression on ROW requires a constant index',
      index.at,
    );
  if (place < 1)
    throw new SqlError(
      'INVALID_FUNCTION_ARGUMENT',
      `Invalid subscript index: ${place}. ROW indices start at 1`,
      index.at,
    );
  const field = fields[place - 1];
  if (!field)
    throw new SqlError(
      'INVALID_FUNCTION_ARGUMENT',
      `Subscript index out of bounds: ${place}, max value is ${fields.length}`,
      index.at,
    );
  return { type: field.type, sql: `struct_extract(${sql}, ${literal(fieldKey(field.name, place - 1))})`, at };
}
