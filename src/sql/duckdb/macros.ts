/**
 * What DuckDB lacks of Trino's functions and can say in SQL. All names begin with `t_`: a macro named like a builtin
 * would shadow it. Errors are raised with Trino's names in front, so that they can be told apart.
 */
const raise = (text: string): string => `error(${text})`;

export const MACROS: readonly string[] = [
  // Division half up on unscaled integers: a * m / b.
  `CREATE MACRO t_half_up(a, b, m) AS CASE WHEN b = 0 THEN ${raise("'DIVISION_BY_ZERO: Division by zero'")} ELSE (CASE WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END) * ((2 * abs(a) * m + abs(b)) // (2 * abs(b))) END`,
  `CREATE MACRO t_divide(a, b) AS CASE WHEN b = 0 THEN ${raise("'DIVISION_BY_ZERO: Division by zero'")} ELSE a // b END`,
  `CREATE MACRO t_modulo(a, b) AS CASE WHEN b = 0 THEN ${raise("'DIVISION_BY_ZERO: Division by zero'")} ELSE a % b END`,
  `CREATE MACRO t_subscript(a, i) AS CASE WHEN i < 1 THEN ${raise("CASE WHEN i = 0 THEN 'INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1' ELSE 'INVALID_FUNCTION_ARGUMENT: Array subscript is negative: ' || i END")} WHEN i > len(a) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ' || i || ' > ' || len(a)")} ELSE a[i] END`,
  `CREATE MACRO t_element_at(a, i) AS CASE WHEN i = 0 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1'")} ELSE a[i] END`,
  `CREATE MACRO t_key(m, k) AS CASE WHEN m IS NOT NULL AND NOT map_contains(m, k) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Key not present in map: ' || k")} ELSE m[k] END`,
  `CREATE MACRO t_to_integer(s, kind) AS CASE WHEN s IS NULL OR regexp_full_match(s, '[+-]?[0-9]+') THEN s ELSE ${raise("'INVALID_CAST_ARGUMENT: Cannot cast ''' || s || ''' to ' || kind")} END`,
  `CREATE MACRO t_whole_days(i, refusal) AS CASE WHEN epoch(i) % 86400 <> 0 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Cannot ' || refusal || ' a date'")} ELSE i END`,
  `CREATE MACRO t_fit(s, n, kind) AS CASE WHEN length(s) > n THEN ${raise("'INVALID_CAST_ARGUMENT: Value ' || s || ' cannot be represented as ' || kind")} ELSE s END`,
  // The same inside of TRY, where what would raise an error is NULL.
  `CREATE MACRO t_try_half_up(a, b, m) AS CASE WHEN b = 0 THEN NULL ELSE (CASE WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END) * ((2 * abs(a) * m + abs(b)) // (2 * abs(b))) END`,
  `CREATE MACRO t_try_divide(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a // b END`,
  `CREATE MACRO t_try_modulo(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a % b END`,
  `CREATE MACRO t_try_whole_days(i, refusal) AS CASE WHEN epoch(i) % 86400 = 0 THEN i END`,
  `CREATE MACRO t_try_fit(s, n, kind) AS CASE WHEN length(s) <= n THEN s END`,
  `CREATE MACRO t_try_subscript(a, i) AS CASE WHEN i < 1 OR i > len(a) THEN NULL ELSE a[i] END`,
  `CREATE MACRO t_try_element_at(a, i) AS a[i]`,
  `CREATE MACRO t_try_key(m, k) AS m[k]`,
  `CREATE MACRO t_try_to_integer(s, kind) AS CASE WHEN regexp_full_match(s, '[+-]?[0-9]+') THEN s END`,
  `CREATE MACRO t_width_bucket(x, lo, hi, n) AS CAST(CASE WHEN lo < hi THEN CASE WHEN x < lo THEN 0 WHEN x >= hi THEN n + 1 ELSE floor(n * (x - lo) / (hi - lo)) + 1 END ELSE CASE WHEN x > lo THEN 0 WHEN x <= hi THEN n + 1 ELSE floor(n * (lo - x) / (lo - hi)) + 1 END END AS BIGINT)`,
  `CREATE MACRO t_from_base(s, r) AS CAST(list_reduce(list_transform(string_split(lower(s), ''), lambda c: CAST(strpos('0123456789abcdefghijklmnopqrstuvwxyz', c) - 1 AS BIGINT)), lambda a, d: a * r + d) AS BIGINT)`,
  `CREATE MACRO t_split_part(s, d, i) AS CASE WHEN i < 1 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Index must be greater than zero'")} WHEN i > len(string_split(s, d)) THEN NULL ELSE string_split(s, d)[i] END`,
  `CREATE MACRO t_array_join(a, d) AS array_to_string(list_filter(list_transform(a, lambda e: CAST(e AS VARCHAR)), lambda e: e IS NOT NULL), d)`,
  `CREATE MACRO t_array_join_null(a, d, n) AS array_to_string(list_transform(a, lambda e: coalesce(CAST(e AS VARCHAR), n)), d)`,
  `CREATE MACRO t_slice(a, st, n) AS CASE WHEN st > 0 THEN a[st : st + n - 1] ELSE a[len(a) + st + 1 : least(len(a), len(a) + st + n)] END`,
  `CREATE MACRO t_array_except(a, b) AS list_filter(list_distinct(a), lambda e: NOT list_contains(b, e))`,
  `CREATE MACRO t_ngrams(a, n) AS CASE WHEN len(a) <= n THEN [a] ELSE list_transform(range(1, len(a) - n + 2), lambda i: a[i : i + n - 1]) END`,
  `CREATE MACRO t_shuffle(a) AS list_transform(list_sort(list_transform(a, lambda e: {r: random(), e: e})), lambda x: x.e)`,
  `CREATE MACRO t_json_size(j, p) AS CAST(CASE json_type(j, p) WHEN 'ARRAY' THEN json_array_length(j, p) WHEN 'OBJECT' THEN len(json_keys(j, p)) ELSE 0 END AS BIGINT)`,
  `CREATE MACRO t_double_text(x) AS CASE WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE t_java_double(x) END`,
];
