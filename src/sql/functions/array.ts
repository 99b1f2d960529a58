import type { Typed } from '../bind/typed';
import { array, commonType, duckType, T } from '../types/typeRules';
import type { Type } from '../types/types';
import { checked } from './check';
import type { Rule, Signatures } from './signature';

const elementOf = (value: Typed | undefined): Type =>
  value?.type.kind === 'array' ? value.type.element : T.unknown;
const resultOf = (lambda: Typed | undefined): Type =>
  lambda?.type.kind === 'function' ? lambda.type.result : T.unknown;

/** A place in an array, or a count of elements: no array has more. */
const limited = (n: string): string => `CAST(least(greatest(${n}, -4294967295), 4294967295) AS BIGINT)`;

/** Array functions. Source: Trino, "Array functions and operators". */
export function addArrays(to: Signatures<Rule>): void {
  to.add('cardinality', ['array'], ([a]) => ({ type: T.bigint, sql: `CAST(len(${a!.sql}) AS BIGINT)` }));
  to.add('contains', ['array', 'element'], ([a, x]) => ({
    type: T.boolean,
    sql: `CASE WHEN ${x!.sql} IS NULL THEN NULL WHEN list_contains(${a!.sql}, ${x!.sql}) THEN true WHEN len(list_filter(${a!.sql}, lambda e_: e_ IS NULL)) > 0 THEN NULL WHEN ${a!.sql} IS NULL THEN NULL ELSE false END`,
  }));
  to.add('element_at', ['array', 'integer'], ([a, i]) => ({
    type: elementOf(a),
    sql: `t_element_at(${a!.sql}, ${i!.sql})`,
  }));
  to.add('array_join', ['array', 'text'], ([a, by]) => ({
    type: T.varchar,
    sql: `t_array_join(${a!.sql}, ${by!.sql})`,
  }));
  to.add('array_join', ['array', 'text', 'text'], ([a, by, nil]) => ({
    type: T.varchar,
    sql: `t_array_join_null(${a!.sql}, ${by!.sql}, ${nil!.sql})`,
  }));
  to.add('array_sort', ['array'], ([a]) => ({
    type: a!.type,
    sql: `list_sort(${a!.sql}, 'ASC', 'NULLS LAST')`,
  }));
  to.add('array_distinct', ['array'], ([a]) => ({ type: a!.type, sql: `list_distinct(${a!.sql})` }));
  to.add('array_position', ['array', 'element'], ([a, x]) => ({
    type: T.bigint,
    sql: `CAST(coalesce(list_position(${a!.sql}, ${x!.sql}), 0) AS BIGINT)`,
  }));
  to.add('array_remove', ['array', 'element'], ([a, x]) => ({
    type: a!.type,
    sql: `list_filter(${a!.sql}, lambda e_: e_ IS DISTINCT FROM ${x!.sql})`,
  }));
  to.add('array_except', ['array', 'sameArray'], ([a, b]) => ({
    type: a!.type,
    sql: `t_array_except(${a!.sql}, ${b!.sql})`,
  }));
  to.add('array_intersect', ['array', 'sameArray'], ([a, b]) => ({
    type: a!.type,
    sql: `list_distinct(list_intersect(${a!.sql}, ${b!.sql}))`,
  }));
  to.add('array_union', ['array', 'sameArray'], ([a, b]) => ({
    type: a!.type,
    sql: `list_distinct(${a!.sql} || ${b!.sql})`,
  }));
  to.add('arrays_overlap', ['array', 'sameArray'], ([a, b]) => ({
    type: T.boolean,
    sql: `list_has_any(${a!.sql}, ${b!.sql})`,
  }));
  for (const name of ['array_max', 'array_min'])
    to.add(name, ['array'], ([a]) => ({ type: elementOf(a), sql: `list_${name.slice(6)}(${a!.sql})` }));
  to.add('array_sum', ['numbers'], ([a]) => ({
    type: elementOf(a),
    sql: `CAST(list_sum(${a!.sql}) AS ${duckType(elementOf(a))})`,
  }));
  to.add('array_average', ['numbers'], ([a]) => ({ type: T.double, sql: `list_avg(${a!.sql})` }));
  to.add('flatten', ['arrays'], ([a]) => ({ type: elementOf(a), sql: `flatten(${a!.sql})` }));
  to.add('slice', ['array', 'integer', 'integer'], ([a, from, n]) => ({
    type: a!.type,
    sql: checked(
      `${from!.sql} = 0`,
      'SQL array indices start at 1',
      checked(
        `${n!.sql} < 0`,
        'length must be greater than or equal to 0',
        `t_slice(${a!.sql}, ${limited(from!.sql)}, ${limited(n!.sql)})`,
      ),
    ),
  }));
  to.add('reverse', ['array'], ([a]) => ({ type: a!.type, sql: `list_reverse(${a!.sql})` }));
  to.add('shuffle', ['array'], ([a]) => ({ type: a!.type, sql: `t_shuffle(${a!.sql})` }));
  to.add('ngrams', ['array', 'integer'], ([a, n]) => ({
    type: array(a!.type),
    sql: checked(`${n!.sql} <= 0`, 'N must be positive', `t_ngrams(${a!.sql}, ${limited(n!.sql)})`),
  }));
  to.add('zip', ['array', 'array', 'array*'], (a) => ({
    type: array({ kind: 'row', fields: a.map((x) => ({ type: elementOf(x) })) }),
    sql: `CAST(list_zip(${a.map((x) => x.sql).join(', ')}) AS ${duckType(array({ kind: 'row', fields: a.map((x) => ({ type: elementOf(x) })) }))})`,
  }));
  to.add('transform', ['array', 'lambda'], ([a, f]) => ({
    type: array(resultOf(f)),
    sql: `list_transform(${a!.sql}, ${f!.sql})`,
  }));
  to.add('filter', ['array', 'predicate'], ([a, f]) => ({
    type: a!.type,
    sql: `list_filter(${a!.sql}, ${f!.sql})`,
  }));
  to.add('any_match', ['array', 'predicate'], ([a, f]) => ({
    type: T.boolean,
    sql: `(len(list_filter(${a!.sql}, ${f!.sql})) > 0)`,
  }));
  to.add('all_match', ['array', 'predicate'], ([a, f]) => ({
    type: T.boolean,
    sql: `(len(list_filter(${a!.sql}, ${f!.sql})) = len(${a!.sql}))`,
  }));
  to.add('none_match', ['array', 'predicate'], ([a, f]) => ({
    type: T.boolean,
    sql: `(len(list_filter(${a!.sql}, ${f!.sql})) = 0)`,
  }));
  to.add('reduce', ['array', 'any', 'lambda', 'lambda'], ([a, start, step, end]) => {
    const state = commonType(start!.type, resultOf(step)) ?? start!.type;
    const folded = `list_reduce(${a!.sql}, ${step!.sql}, CAST(${start!.sql} AS ${duckType(state)}))`;
    // The last step is a function of one value: a list of one, transformed.
    return { type: resultOf(end), sql: `list_transform([${folded}], ${end!.sql})[1]` };
  });
}
