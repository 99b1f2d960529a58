import type { Predicate } from '../../../sql/scope';
import type { Type } from '../../../sql/types';
import { columnByName, decimalOf, isPrimitive, type PrimitiveType, type Schema } from '../schema/schema';
import { parseValue } from '../value/text';
import type { Value } from '../value/value';

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** A filter in terms of fields and stored values. `unknown`: may be true of any row. */
export type Condition =
  | { op: 'and' | 'or'; operands: Condition[] }
  | { op: Comparison; fieldId: number; type: PrimitiveType; value: Value }
  | { op: 'is null' | 'is not null'; fieldId: number }
  | { op: 'unknown' };

const UNKNOWN: Condition = { op: 'unknown' };
const FLIP = { '<': '<=', '>': '>=' } as const;

/**
 * Binds a filter to a schema. What cannot be said exactly in stored values (other types, digits that are lost, NaN)
 * becomes `unknown`, so that pruning keeps too much rather than too little.
 */
export function bindPredicate(predicate: Predicate, schema: Schema): Condition {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return {
        op: predicate.op,
        operands: predicate.operands.map((operand) => bindPredicate(operand, schema)),
      };
    case 'is null':
    case 'is not null': {
      const field = columnByName(schema, predicate.column);
      return field ? { op: predicate.op, fieldId: field.id } : UNKNOWN;
    }
    case 'in':
      return {
        op: 'or',
        operands: predicate.values.map((value) =>
          compare('=', predicate.column, value, predicate.type, schema),
        ),
      };
    // True of NaN, and of all but one value: bounds say nothing.
    case '<>':
      return UNKNOWN;
    default:
      return compare(predicate.op, predicate.column, predicate.value, predicate.type, schema);
  }
}

function compare(
  op: Comparison,
  column: string,
  literal: string | number | bigint | boolean,
  type: Type,
  schema: Schema,
): Condition {
  const field = columnByName(schema, column);
  if (!field || !isPrimitive(field.type)) return UNKNOWN;
  const value = storedValue(literal, type, field.type);
  if (value === undefined) return UNKNOWN;
  const condition = { fieldId: field.id, type: field.type };
  // Of whole numbers, `< 5` is `<= 4`: tighter after a partition transform.
  if ((op === '<' || op === '>') && typeof value !== 'string' && isWhole(field.type)) {
    const step = op === '<' ? -1 : 1;
    return {
      op: FLIP[op],
      ...condition,
      value: typeof value === 'bigint' ? value + BigInt(step) : (value as number) + step,
    };
  }
  return { op, ...condition, value };
}

const isWhole = (type: PrimitiveType): boolean =>
  ['int', 'long', 'date', 'time', 'timestamp', 'timestamptz'].includes(type) || decimalOf(type) !== undefined;

const INTEGERS = ['tinyint', 'smallint', 'integer', 'bigint'];

/** A literal as the column stores it, when both compare as the column's own type does. */
function storedValue(
  literal: string | number | bigint | boolean,
  type: Type,
  column: PrimitiveType,
): Value | undefined {
  const kind = type.kind;
  const exact = INTEGERS.includes(kind) || kind === 'decimal';
  if (column === 'int' || column === 'long') {
    const whole = exact ? parseValue('decimal(38, 0)', String(literal)) : undefined;
    if (typeof whole !== 'bigint') return undefined;
    if (column === 'long') return whole;
    return whole >= -(2n ** 31n) && whole < 2n ** 31n ? Number(whole) : undefined;
  }
  if (column === 'float' || column === 'double') {
    const number = exact || kind === 'double' || kind === 'real' ? Number(literal) : Number.NaN;
    if (Number.isNaN(number) || (exact && Math.abs(number) > Number.MAX_SAFE_INTEGER)) return undefined;
    return number;
  }
  if (decimalOf(column)) return exact ? parseValue(column, String(literal)) : undefined;
  switch (column) {
    case 'boolean':
      return kind === 'boolean' && typeof literal === 'boolean' ? literal : undefined;
    case 'string':
      return kind === 'varchar' && typeof literal === 'string' ? literal : undefined;
    case 'timestamp':
      return (kind === 'timestamp' && !type.withTimeZone) || kind === 'date'
        ? parseValue(column, String(literal))
        : undefined;
    case 'timestamptz':
      return kind === 'timestamp' && type.withTimeZone ? parseValue(column, String(literal)) : undefined;
    case 'time':
      return kind === 'time' && !type.withTimeZone ? parseValue(column, String(literal)) : undefined;
    case 'date':
    case 'uuid':
      return kind === column ? parseValue(column, String(literal)) : undefined;
    default:
      return undefined;
  }
}
