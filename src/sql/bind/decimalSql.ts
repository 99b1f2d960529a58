/** Exact decimal arithmetic by Trino's rules, as DuckDB SQL. Source: Trino, "Decimal functions and operators". */
import { decimal, duckType } from '../types/typeRules';
import type { Type } from '../types/types';

interface Exact {
  sql: string;
  precision: number;
  scale: number;
}

const power = (k: number): string => `1${'0'.repeat(k)}`;

/** The value times ten to its scale, as a whole number; BIGINT where it surely fits. */
function unscaled({ sql, precision, scale }: Exact): { sql: string; wide: boolean } {
  const wide = precision > 18;
  const type = wide ? 'HUGEINT' : 'BIGINT';
  if (scale === 0) return { sql: `CAST(${sql} AS ${type})`, wide };
  if (precision + scale + 1 <= 38)
    return { sql: `CAST(${sql} * CAST(${power(scale)} AS DECIMAL(${scale + 1}, 0)) AS ${type})`, wide };
  const factor = `CAST(${power(scale)} AS DECIMAL(${scale + 1}, 0))`;
  return {
    sql: `(CAST(trunc(${sql}) AS HUGEINT) * ${power(scale)}::HUGEINT + CAST(CAST(${sql} - trunc(${sql}) AS DECIMAL(${scale + 1}, ${scale})) * ${factor} AS HUGEINT))`,
    wide: true,
  };
}

/** A whole number that stands for a decimal of the scale, as that decimal. */
function rescaled(sql: string, precision: number, scale: number): string {
  const target = `DECIMAL(${precision}, ${scale})`;
  if (scale === 0) return `CAST(${sql} AS ${target})`;
  const unit = `CAST('0.${'0'.repeat(scale - 1)}1' AS DECIMAL(${scale}, ${scale}))`;
  if (precision + scale <= 38) return `CAST(CAST(${sql} AS DECIMAL(${precision}, 0)) * ${unit} AS ${target})`;
  return `CAST(CAST((${sql}) // ${power(scale)}::HUGEINT AS DECIMAL(38, ${scale})) + CAST((${sql}) % ${power(scale)}::HUGEINT AS DECIMAL(${scale}, 0)) * ${unit} AS ${target})`;
}

/** Division half up: scale max(s1, s2), precision min(38, p1 + s2 + max(0, s2 - s1)). */
export function divide(a: Exact, b: Exact): { sql: string; type: Type } {
  const scale = Math.max(a.scale, b.scale);
  const precision = Math.min(38, a.precision + b.scale + Math.max(0, b.scale - a.scale));
  return { sql: quotient(a, b, precision, scale), type: decimal(precision, scale) };
}

/** a / b as a decimal of the precision and scale, rounded half up. */
export function quotient(a: Exact, b: Exact, precision: number, scale: number): string {
  const shift = scale - a.scale + b.scale;
  const [x, y] = [unscaled(a), unscaled(b)];
  // Twice the shifted dividend must fit: 18 digits do in a BIGINT.
  const small = a.precision + shift + 1 <= 18 && b.precision <= 18;
  const type = small ? 'BIGINT' : 'HUGEINT';
  const wide = (value: { sql: string; wide: boolean }) =>
    small || value.wide ? value.sql : `CAST(${value.sql} AS HUGEINT)`;
  return rescaled(`t_half_up(${wide(x)}, ${wide(y)}, ${power(shift)}::${type})`, precision, scale);
}

/** A sum, difference, product or remainder of two decimals. */
export function combine(operator: '+' | '-' | '*' | '%', a: Exact, b: Exact): { sql: string; type: Type } {
  if (operator === '*') {
    const type = decimal(a.precision + b.precision, a.scale + b.scale);
    return { sql: `CAST(${a.sql} * ${b.sql} AS ${duckType(type)})`, type };
  }
  const scale = Math.max(a.scale, b.scale);
  if (operator === '%') {
    const type = decimal(Math.min(b.precision - b.scale, a.precision - a.scale) + scale, scale);
    return { sql: `CAST(t_modulo(${a.sql}, ${b.sql}) AS ${duckType(type)})`, type };
  }
  const type = decimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
  return { sql: `CAST(${a.sql} ${operator} ${b.sql} AS ${duckType(type)})`, type };
}
