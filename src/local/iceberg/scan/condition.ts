import type { Predicate } from '../../../sql/catalog/catalogResolver';
import type { Type } from '../../../sql/types/types';
import { decimalOf, type Field, isPrimitive, type PrimitiveType } from '../schema/schema';
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

/** The field that a column of a filter is; undefined for one that the table does not have. */
export type FieldOf = (column: string) => Field | undefined;

/**
 * Binds a filter to fields. What cannot be said exactly in stored values (other types, digits that are lost, NaN)
 * becomes `unknown`, so that pruning keeps too much rather than too little.
 */
export function bindPredicate(predicate: Predicate, fieldOf: FieldOf): Condition {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return {
        op: predicate.op,
        operands: predicate.operands.map((operand) => bindPredicate(operand, fieldOf)),
      };
    case 'is null':
    case 'is not null': {
      const field = fieldOf(predicate.column);
      return field ? { op: predicate.op, fieldId: field.id } : UNKNOWN;
    }
    case 'in':
      return {
        op: 'or',
        operands: predicate.values.map((value) =>
          compare('=', predicate.column, value, predicate.type, fieldOf),
        ),
      };
    // True of NaN, and of all but one value: bounds say nothing.
    case '<>':
      return UNKNOWN;
    default:
      return compare(predicate.op, predicate.column, predicate.value, predicate.type, fieldOf);
  }
}

function compare(
  op: Comparison,
  column: string,
  literal: string | number | bigint | boolean,
  type: Type,
  fieldOf: FieldOf,
): Condition {
  const field = fieldOf(column);
  if (!field || !isPrimitive(field.type)) return UNKNOWN;
  const value = storedValue(literal, type, field.type);
  if (value === undefined) return UNKNOWN;
  const condition = { fieldId: field.id, type: field.type };
  // Of whole numbers, `< 5` is `<= 4`: tighter after a partition transform.
  if ((op === '<' || op === '>') && typeof value !== 'string' && isWhole(field.type)) {
    const next = BigInt(value as number | bigint) + (op === '<' ? -1n : 1n);
    if (isOfType(next, field.type))
      return { op: FLIP[op], ...condition, value: typeof value === 'bigint' ? next : Number(next) };
  }
  return { op, ...condition, value };
}

/** Beyond the ends of its type a number cannot be transformed, or stored. */
function isOfType(value: bigint, type: PrimitiveType): boolean {
  if (decimalOf(type)) return true;
  const bits = type === 'int' || type === 'date' ? 32 : 64;
  return BigInt.asIntN(bits, value) === value;
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
    if (!isOfType(whole, column)) return undefined;
    return column === 'long' ? whole : Number(whole);
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
