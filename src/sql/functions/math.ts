import { asDecimal, decimal, duckType, isFloating, T } from '../types/typeRules';
import type { Type } from '../types/types';
import type { Rule, Signatures } from './signature';

const double = (sql: string): string => `CAST(${sql} AS DOUBLE)`;

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
    to.add(name, ['number'], ([x]) => ({ type: T.double, sql: `${name}(${double(x!.sql)})` }));
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
    sql: `(ln(${double(x!.sql)}) / ln(${double(b!.sql)}))`,
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
    const sql = `round(${x!.sql}${digits ? `, ${digits.sql}` : ''})`;
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
      sql: `CAST(floor(random() * ${n!.sql}) AS ${duckType(n!.type)})`,
    }));
  }
  to.add('width_bucket', ['number', 'number', 'number', 'integer'], (a) => ({
    type: T.bigint,
    sql: `t_width_bucket(${a
      .slice(0, 3)
      .map((x) => double(x.sql))
      .join(', ')}, ${a[3]!.sql})`,
  }));
  to.add('from_base', ['text', 'integer'], ([s, r]) => ({
    type: T.bigint,
    sql: `t_from_base(${s!.sql}, ${r!.sql})`,
  }));
  to.add('to_base', ['integer', 'integer'], ([n, r]) => ({
    type: T.varchar,
    sql: `lower(to_base(${n!.sql}, ${r!.sql}))`,
  }));
  const bits: Record<string, string> = {
    bitwise_and: '&',
    bitwise_or: '|',
    bitwise_left_shift: '<<',
    bitwise_right_shift: '>>',
  };
  for (const [name, operator] of Object.entries(bits))
    to.add(name, ['integer', 'integer'], ([x, y]) => ({
      type: T.bigint,
      sql: `(CAST(${x!.sql} AS BIGINT) ${operator} CAST(${y!.sql} AS BIGINT))`,
    }));
  to.add('bitwise_xor', ['integer', 'integer'], ([x, y]) => ({
    type: T.bigint,
    sql: `xor(CAST(${x!.sql} AS BIGINT), CAST(${y!.sql} AS BIGINT))`,
  }));
  to.add('bitwise_not', ['integer'], ([x]) => ({ type: T.bigint, sql: `(~CAST(${x!.sql} AS BIGINT))` }));
}
