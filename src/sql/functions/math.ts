import { asDecimal, decimal, duckType, isFloating, T } from '../types/typeRules';
import type { Type } from '../types/types';
import { checked } from './check';
import type { Rule, Signatures } from './signature';

const double = (sql: string): string => `CAST(${sql} AS DOUBLE)`;
const radix = (r: string, value: string): string =>
  checked(`${r} NOT BETWEEN 2 AND 36`, 'Radix must be between 2 and 36', value);

/** Functions that DuckDB refuses for some numbers, where Java gives NaN or an infinity. */
const SAFE = new Set(['sqrt', 'ln', 'log10', 'log2', 'sin', 'cos', 'tan', 'asin', 'acos']);

/** Mathematical functions. Source: Trino, "Mathematical functions and operators". */
export function addMath(to: Signatures<Rule>): void {
  for (const name of [
    'sqrt',
    'cbrt',
    'exp',
    'ln',
    'log10',
    'log2',
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'sinh',
    'cosh',
    'tanh',
    'degrees',
    'radians',
  ]) {
    to.add(name, ['number'], ([x]) => ({
      type: T.double,
      sql: `${SAFE.has(name) ? 't_' : ''}${name}(${double(x!.sql)})`,
    }));
  }
  for (const name of ['power', 'pow'])
    to.add(name, ['number', 'number'], ([x, y]) => ({
      type: T.double,
      sql: `power(${double(x!.sql)}, ${double(y!.sql)})`,
    }));
  to.add('atan2', ['number', 'number'], ([x, y]) => ({
    type: T.double,
    sql: `atan2(${double(x!.sql)}, ${double(y!.sql)})`,
  }));
  to.add('log', ['number', 'number'], ([b, x]) => ({
    type: T.double,
    sql: `(t_ln(${double(x!.sql)}) / t_ln(${double(b!.sql)}))`,
  }));
  to.add('pi', [], () => ({ type: T.double, sql: 'pi()' }));
  to.add('e', [], () => ({ type: T.double, sql: 'exp(1.0::DOUBLE)' }));
  to.add('nan', [], () => ({ type: T.double, sql: "CAST('NaN' AS DOUBLE)" }));
  to.add('infinity', [], () => ({ type: T.double, sql: "CAST('Infinity' AS DOUBLE)" }));
  to.add('is_finite', ['number'], ([x]) => ({ type: T.boolean, sql: `isfinite(${double(x!.sql)})` }));
  to.add('is_infinite', ['number'], ([x]) => ({ type: T.boolean, sql: `isinf(${double(x!.sql)})` }));
  to.add('abs', ['number'], ([x]) => ({ type: x!.type, sql: `abs(${x!.sql})` }));
  to.add('sign', ['number'], ([x]) => ({
    type: x!.type.kind === 'decimal' ? decimal(1, 0) : x!.type,
    sql: `CAST(sign(${x!.sql}) AS ${duckType(x!.type.kind === 'decimal' ? decimal(1, 0) : x!.type)})`,
  }));
  to.add('mod', ['number', 'number'], ([x, y]) => ({ type: x!.type, sql: `t_modulo(${x!.sql}, ${y!.sql})` }));
  for (const name of ['ceil', 'ceiling', 'floor']) {
    to.add(name, ['number'], ([x]) => {
      const d = x!.type.kind === 'decimal' ? x!.type : undefined;
      const type: Type = d ? decimal(d.precision - d.scale + Math.min(d.scale, 1), 0) : x!.type;
      return {
        type,
        sql: isFloating(type) ? `${name}(${x!.sql})` : `CAST(${name}(${x!.sql}) AS ${duckType(type)})`,
      };
    });
  }
  to.add('round', ['number', 'integer?'], ([x, digits]) => {
    const d = x!.type.kind === 'decimal' ? x!.type : undefined;
    const type: Type = !d
      ? x!.type
      : digits
        ? decimal(d.precision + 1, d.scale)
        : decimal(d.precision - d.scale + Math.min(1, d.scale), 0);
    const sql = `round(${x!.sql}${digits ? `, CAST(greatest(least(${digits.sql}, 400), -400) AS INTEGER)` : ''})`;
    return { type, sql: `CAST(${sql} AS ${duckType(type)})` };
  });
  to.add('truncate', ['number'], ([x]) => {
    const d = asDecimal(x!.type);
    const type: Type =
      x!.type.kind === 'decimal' ? decimal(Math.max(1, d!.precision - d!.scale), 0) : x!.type;
    return { type, sql: `CAST(trunc(${x!.sql}) AS ${duckType(type)})` };
  });
  for (const name of ['rand', 'random']) {
    to.add(name, [], () => ({ type: T.double, sql: 'random()' }));
    to.add(name, ['integer'], ([n]) => ({
      type: n!.type,
      sql: checked(
        `${n!.sql} <= 0`,
        'bound must be positive',
        `CAST(floor(random() * ${n!.sql}) AS ${duckType(n!.type)})`,
      ),
    }));
  }
  to.add('width_bucket', ['number', 'number', 'number', 'integer'], (a) => ({
    type: T.bigint,
    sql: checked(
      `${a[3]!.sql} <= 0`,
      'bucketCount must be greater than 0',
      checked(
        `isnan(${double(a[0]!.sql)})`,
        'operand must not be NaN',
        checked(
          `NOT isfinite(${double(a[1]!.sql)})`,
          'first bound must be finite',
          checked(
            `NOT isfinite(${double(a[2]!.sql)})`,
            'second bound must be finite',
            checked(
              `${double(a[1]!.sql)} = ${double(a[2]!.sql)}`,
              'bounds cannot equal each other',
              `t_width_bucket(${a
                .slice(0, 3)
                .map((x) => double(x.sql))
                .join(', ')}, ${a[3]!.sql})`,
            ),
          ),
        ),
      ),
    ),
  }));
  to.add('from_base', ['text', 'integer'], ([s, r]) => ({
    type: T.bigint,
    sql: radix(
      r!.sql,
      checked(
        `len(list_filter(string_split(lower(ltrim(${s!.sql}, '+-')), ''), lambda c: strpos(left('0123456789abcdefghijklmnopqrstuvwxyz', CAST(least(greatest(${r!.sql}, 0), 36) AS BIGINT)), c) = 0)) > 0 OR ltrim(${s!.sql}, '+-') = '' OR length(${s!.sql}) > 65`,
        { sql: `'Not a valid base-' || ${r!.sql} || ' number: ' || ${s!.sql}` },
        `t_from_base(${s!.sql}, ${r!.sql})`,
      ),
    ),
  }));
  to.add('to_base', ['integer', 'integer'], ([n, r]) => ({
    type: T.varchar,
    sql: radix(
      r!.sql,
      `CASE WHEN ${n!.sql} < 0 THEN '-' ELSE '' END || lower(to_base(abs(greatest(CAST(${n!.sql} AS BIGINT), -9223372036854775807)), CAST(least(greatest(${r!.sql}, 2), 36) AS INTEGER)))`,
    ),
  }));
  const bits: Record<string, string> = {
    bitwise_and: '&',
    bitwise_or: '|',
  };
  for (const [name, operator] of Object.entries(bits))
    to.add(name, ['integer', 'integer'], ([x, y]) => ({
      type: T.bigint,
      sql: `(CAST(${x!.sql} AS BIGINT) ${operator} CAST(${y!.sql} AS BIGINT))`,
    }));
  for (const [name, macro] of [
    ['bitwise_left_shift', 't_shift_left'],
    ['bitwise_right_shift', 't_shift_right'],
  ] as const)
    to.add(name, ['integer', 'integer'], ([x, y]) => ({
      type: T.bigint,
      sql: `${macro}(CAST(${x!.sql} AS BIGINT), CAST(${y!.sql} AS BIGINT))`,
    }));
  to.add('bitwise_xor', ['integer', 'integer'], ([x, y]) => ({
    type: T.bigint,
    sql: `xor(CAST(${x!.sql} AS BIGINT), CAST(${y!.sql} AS BIGINT))`,
  }));
  to.add('bitwise_not', ['integer'], ([x]) => ({ type: T.bigint, sql: `(~CAST(${x!.sql} AS BIGINT))` }));
}
