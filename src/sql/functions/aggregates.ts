import { coerced } from '../bind/cast';
import { quotient } from '../bind/decimalSql';
import type { Typed } from '../bind/typed';
import { SqlError } from '../errors';
import { array, asDecimal, commonType, decimal, duckType, isInteger, map, T } from '../types/typeRules';
import { checked } from './check';
import { MOST_ENTRIES } from './limits';
import { type Aggregate, type AggregateRule, type Parameter, Signatures } from './signature';

/** The engine takes a constant only. @throws SqlError */
function assertPercentile(p: Typed): void {
  if (p.constant === undefined && p.type.kind !== 'unknown')
    throw new SqlError('NOT_SUPPORTED', 'The percentile must be a constant', p.at);
  const percentile = p.type.kind === 'unknown' ? Number.NaN : Number(p.constant);
  if (!(percentile >= 0 && percentile <= 1))
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', 'Percentile must be between 0 and 1');
}

/** Aggregate functions; each may also stand over a window. Source: Trino, "Aggregate functions". */
export const AGGREGATES = new Signatures<AggregateRule>();

const called = (name: string, args: string, how: Aggregate): string =>
  `${name}(${how.distinct}${args}${how.order})${how.tail}`;
const over = (args: Typed[]): string => args.map((x) => x.sql).join(', ');
const simple = (
  name: string,
  parameters: Parameter[],
  type: (args: Typed[]) => ReturnType<AggregateRule>['type'],
  duck = name,
): void =>
  AGGREGATES.add(name, parameters, (args, how) => {
    const result = type(args);
    return { type: result, sql: `CAST(${called(duck, over(args), how)} AS ${duckType(result)})` };
  });

AGGREGATES.add('count', ['any'], (a, how) => ({ type: T.bigint, sql: called('count', over(a), how) }));
AGGREGATES.add('count_if', ['boolean'], (a, how) => ({
  type: T.bigint,
  sql: `CAST(${called('countif', over(a), how)} AS BIGINT)`,
}));
AGGREGATES.add('sum', ['number'], ([x], how) => {
  const type = isInteger(x!.type)
    ? T.bigint
    : x!.type.kind === 'decimal'
      ? decimal(38, x!.type.scale)
      : x!.type.kind === 'real'
        ? T.real
        : T.double;
  const sum = called('sum', x!.sql, how);
  return {
    type,
    sql: type.kind === 'decimal' || type.kind === 'double' ? sum : `CAST(${sum} AS ${duckType(type)})`,
  };
});
AGGREGATES.add('avg', ['number'], ([x], how) => {
  if (x!.type.kind !== 'decimal')
    return {
      type: x!.type.kind === 'real' ? T.real : T.double,
      sql: called('avg', `CAST(${x!.sql} AS DOUBLE)`, how),
    };
  const { precision, scale } = asDecimal(x!.type)!;
  const count = called('count', x!.sql, how);
  // The exact sum over the count, rounded half up, at the scale of the values.
  const mean = quotient(
    { sql: called('sum', x!.sql, how), precision: 38, scale },
    { sql: count, precision: 19, scale: 0 },
    precision,
    scale,
  );
  return { type: x!.type, sql: `CASE WHEN ${count} = 0 THEN NULL ELSE ${mean} END` };
});
/** How many values are kept. */
const most = (n: Typed, argument: string): string =>
  checked(
    `${n.sql} <= 0`,
    argument.startsWith('third') ? `${argument} must be a positive integer` : `${argument} must be positive`,
    checked(
      `${n.sql} > ${MOST_ENTRIES}`,
      { sql: `'${argument} must be less than or equal to ${MOST_ENTRIES}; found ' || ${n.sql}` },
      `coalesce(least(greatest(CAST(${n.sql} AS BIGINT), 1), ${MOST_ENTRIES}), 1)`,
    ),
  );
for (const name of ['min', 'max']) {
  AGGREGATES.add(name, ['any'], ([x], how) => ({ type: x!.type, sql: called(name, x!.sql, how) }));
  AGGREGATES.add(name, ['any', 'integer'], ([x, n], how) => ({
    type: array(x!.type),
    sql: called(
      name,
      `${x!.sql}, ${most(n!, name === 'max' ? 'second argument of max_n' : 'second argument of min_n')}`,
      how,
    ),
  }));
  AGGREGATES.add(`${name}_by`, ['any', 'any'], (a, how) => ({
    type: a[0]!.type,
    sql: called(`${name}_by`, over(a), how),
  }));
  AGGREGATES.add(`${name}_by`, ['any', 'any', 'integer'], ([x, y, n], how) => ({
    type: array(x!.type),
    sql: called(`${name}_by`, `${x!.sql}, ${y!.sql}, ${most(n!, `third argument of ${name}_by`)}`, how),
  }));
}
for (const name of ['any_value', 'arbitrary'])
  AGGREGATES.add(name, ['any'], ([x], how) => ({ type: x!.type, sql: called('any_value', x!.sql, how) }));
for (const [name, duck] of Object.entries({ bool_and: 'bool_and', every: 'bool_and', bool_or: 'bool_or' }))
  AGGREGATES.add(name, ['boolean'], ([x], how) => ({ type: T.boolean, sql: called(duck, x!.sql, how) }));
for (const [name, duck] of Object.entries({
  stddev: 'stddev_samp',
  stddev_samp: 'stddev_samp',
  stddev_pop: 'stddev_pop',
  variance: 'var_samp',
  var_samp: 'var_samp',
  var_pop: 'var_pop',
}))
  simple(name, ['number'], () => T.double, duck);
// The engine's own refuses what is not positive, where Java's logarithm gives NaN.
AGGREGATES.add('geometric_mean', ['number'], ([x], how) => ({
  type: T.double,
  sql: `exp(${called('avg', `t_ln(CAST(${x!.sql} AS DOUBLE))`, how)})`,
}));
for (const name of ['corr', 'covar_pop', 'covar_samp', 'regr_slope', 'regr_intercept'])
  simple(name, ['number', 'number'], () => T.double);
simple('approx_distinct', ['any'], () => T.bigint, 'approx_count_distinct');
AGGREGATES.add('approx_percentile', ['number', 'number'], ([x, p], how) => {
  assertPercentile(p!);
  const type = isInteger(x!.type) ? T.bigint : x!.type.kind === 'real' ? T.real : T.double;
  return { type, sql: `CAST(${called('quantile_disc', `${x!.sql}, ${p!.sql}`, how)} AS ${duckType(type)})` };
});
AGGREGATES.add('array_agg', ['any'], ([x], how) => ({
  type: array(x!.type),
  sql: called('list', x!.sql, how),
}));
AGGREGATES.add('set_agg', ['any'], ([x], how) => ({
  type: array(x!.type),
  sql: called('list', x!.sql, { ...how, distinct: 'DISTINCT ' }),
}));
AGGREGATES.add('listagg', ['text', 'text?'], ([x, by], how) => ({
  type: T.varchar,
  sql: called('string_agg', `${x!.sql}, ${by?.sql ?? "''"}`, how),
}));
AGGREGATES.add('histogram', ['any'], ([x], how) => ({
  type: map(x!.type, T.bigint),
  sql: `CAST(${called('histogram', x!.sql, how)} AS MAP(${duckType(x!.type)}, BIGINT))`,
}));
AGGREGATES.add('map_agg', ['any', 'any'], ([k, v], how) => ({
  type: map(k!.type, v!.type),
  sql: `t_map_agg(${called('list', `struct_pack(k := ${k!.sql}, v := ${v!.sql})`, how)})`,
}));
AGGREGATES.add('bitwise_and_agg', ['integer'], ([x], how) => ({
  type: T.bigint,
  sql: `CAST(${called('bit_and', x!.sql, how)} AS BIGINT)`,
}));
AGGREGATES.add('bitwise_or_agg', ['integer'], ([x], how) => ({
  type: T.bigint,
  sql: `CAST(${called('bit_or', x!.sql, how)} AS BIGINT)`,
}));
// Trino's skewness is of the population; DuckDB's is corrected for the sample.
AGGREGATES.add('skewness', ['number'], ([value], how) => {
  const x = `CAST(${value!.sql} AS DOUBLE)`;
  const [n, mean, sum2, sum3] = [
    called('count', x, how),
    called('avg', x, how),
    called('sum', `power(${x}, 2)`, how),
    called('sum', `power(${x}, 3)`, how),
  ];
  return {
    type: T.double,
    sql: `(sqrt(${n}) * (${sum3} - 3 * ${mean} * ${sum2} + 2 * ${n} * power(${mean}, 3)) / power(${sum2} - ${n} * power(${mean}, 2), 1.5))`,
  };
});

/** Functions that only stand over a window: their result, from their arguments. Source: Trino, "Window functions". */
export const WINDOWS = new Signatures<AggregateRule>();
for (const name of ['row_number', 'rank', 'dense_rank'])
  WINDOWS.add(name, [], (_, how) => ({ type: T.bigint, sql: `${name}()${how.tail}` }));
WINDOWS.add('ntile', ['integer'], ([n], how) => ({
  type: T.bigint,
  sql: `ntile(${checked(`${n!.sql} <= 0`, 'Buckets must be greater than 0', n!.sql)})${how.tail}`,
}));
for (const name of ['percent_rank', 'cume_dist'])
  WINDOWS.add(name, [], (_, how) => ({ type: T.double, sql: `${name}()${how.tail}` }));
for (const name of ['first_value', 'last_value'])
  WINDOWS.add(name, ['any'], ([x], how) => ({
    type: x!.type,
    sql: `${name}(${x!.sql}${how.order})${how.tail}`,
  }));
WINDOWS.add('nth_value', ['any', 'integer'], ([x, n], how) => ({
  type: x!.type,
  sql: `nth_value(${x!.sql}, ${checked(`${n!.sql} < 1`, 'Offset must be at least 1', n!.sql)}${how.order})${how.tail}`,
}));
for (const name of ['lag', 'lead'])
  WINDOWS.add(name, ['any', 'integer?', 'same?'], ([x, n, otherwise], how) => {
    const type = commonType(x!.type, otherwise?.type ?? x!.type) ?? x!.type;
    const args = [coerced(x!, type)];
    if (n) args.push(checked(`${n.sql} < 0`, 'Offset must be at least 0', n.sql));
    if (otherwise) args.push(coerced(otherwise, type));
    return { type, sql: `${name}(${args.join(', ')}${how.order})${how.tail}` };
  });
