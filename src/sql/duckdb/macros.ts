/**
 * What DuckDB lacks of Trino's functions and can say in SQL. All names begin with `t_`: a macro named like a builtin
 * would shadow it. Errors are raised with Trino's names in front, so that they can be told apart.
 */
const raise = (text: string): string => `error(${text})`;

export const MACROS: readonly string[] = [
  // A value, unless its arguments are wrong.
  `CREATE MACRO t_check(wrong, message, x) AS CASE WHEN wrong THEN ${raise('message')} ELSE x END`,
  `CREATE MACRO t_try_check(wrong, message, x) AS CASE WHEN wrong THEN NULL ELSE x END`,
  // Where Java's mathematics gives NaN or an infinity, and DuckDB's an error.
  `CREATE MACRO t_sqrt(x) AS CASE WHEN x < 0 THEN 'NaN'::DOUBLE ELSE sqrt(x) END`,
  ...['ln', 'log10', 'log2'].map(
    (name) =>
      `CREATE MACRO t_${name}(x) AS CASE WHEN x = 0 THEN '-Infinity'::DOUBLE WHEN x < 0 THEN 'NaN'::DOUBLE ELSE ${name}(x) END`,
  ),
  ...['asin', 'acos'].map(
    (name) => `CREATE MACRO t_${name}(x) AS CASE WHEN abs(x) > 1 THEN 'NaN'::DOUBLE ELSE ${name}(x) END`,
  ),
  ...['sin', 'cos', 'tan'].map(
    (name) => `CREATE MACRO t_${name}(x) AS CASE WHEN isinf(x) THEN 'NaN'::DOUBLE ELSE ${name}(x) END`,
  ),
  // Shifts of 64 bits, as Java's: what leaves at one end is lost.
  `CREATE MACRO t_wrap(x) AS CAST(CASE WHEN x >= 9223372036854775808::HUGEINT THEN x - 18446744073709551616::HUGEINT ELSE x END AS BIGINT)`,
  `CREATE MACRO t_unsigned(x) AS CASE WHEN x < 0 THEN x::HUGEINT + 18446744073709551616::HUGEINT ELSE x::HUGEINT END`,
  `CREATE MACRO t_shift_left(x, n) AS CASE WHEN n < 0 OR n > 63 THEN 0 ELSE t_wrap((t_unsigned(x) & ((1::HUGEINT << (64 - n)::HUGEINT) - 1)) << n::HUGEINT) END`,
  `CREATE MACRO t_shift_right(x, n) AS CASE WHEN n < 0 OR n > 63 THEN 0 ELSE t_wrap(t_unsigned(x) >> n::HUGEINT) END`,
  // How many groups a regular expression has: opening parentheses that are neither escaped, nor in a class, nor special.
  `CREATE MACRO t_groups(p) AS len(regexp_extract_all(regexp_replace(regexp_replace(p, '\\\\.', '', 'gs'), '\\[[^\\]]*\\]', '', 'gs'), '\\((?:[^?]|$|[?]P?<[^=!])'))`,
  // The text of a date, a JSON document, and bytes that are none.
  `CREATE MACRO t_json(j) AS CASE WHEN json_valid(j) THEN j END`,
  `CREATE MACRO t_json_scalar(j) AS CASE WHEN NOT json_valid(j) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Invalid JSON value: ' || j")} ELSE json_type(j) NOT IN ('OBJECT', 'ARRAY') END`,
  `CREATE MACRO t_try_json_scalar(j) AS CASE WHEN json_valid(j) THEN json_type(j) NOT IN ('OBJECT', 'ARRAY') END`,
  `CREATE MACRO t_iso_date(s) AS CASE WHEN s IS NOT NULL AND TRY_CAST(s AS DATE) IS NULL THEN ${raise(`'INVALID_FUNCTION_ARGUMENT: Invalid format: "' || s || '"'`)} ELSE CAST(s AS DATE) END`,
  `CREATE MACRO t_try_iso_date(s) AS TRY_CAST(s AS DATE)`,
  `CREATE MACRO t_iso_timestamp(s) AS CASE WHEN s IS NOT NULL AND TRY_CAST(s AS TIMESTAMPTZ) IS NULL THEN ${raise(`'INVALID_FUNCTION_ARGUMENT: Invalid format: "' || s || '"'`)} ELSE CAST(s AS TIMESTAMPTZ) END`,
  `CREATE MACRO t_try_iso_timestamp(s) AS TRY_CAST(s AS TIMESTAMPTZ)`,
  `CREATE MACRO t_json_parse(s) AS CASE WHEN s IS NOT NULL AND NOT json_valid(s) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON: ''' || s || ''''")} ELSE CAST(s AS JSON) END`,
  `CREATE MACRO t_try_json_parse(s) AS CASE WHEN json_valid(s) THEN CAST(s AS JSON) END`,
  // A map of distinct keys that are no NULLs; what is told of a key that is twice there is its text.
  `CREATE MACRO t_twice(k) AS list_filter(k, lambda e_, i_: list_position(k, e_) < i_)[1]`,
  `CREATE MACRO t_map(k, v) AS CASE WHEN len(k) <> len(v) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Key and value arrays must be the same length'")} WHEN len(list_filter(k, lambda e_: e_ IS NULL)) > 0 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: map key cannot be null'")} WHEN len(list_distinct(k)) < len(k) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Duplicate map keys (' || CAST(t_twice(k) AS VARCHAR) || ') are not allowed'")} ELSE map(k, v) END`,
  `CREATE MACRO t_try_map(k, v) AS CASE WHEN len(k) = len(v) AND len(list_distinct(k)) = len(k) THEN map(k, v) END`,
  `CREATE MACRO t_map_of(k, v) AS CASE WHEN len(list_filter(k, lambda e_: e_ IS NULL)) > 0 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: map key cannot be null'")} WHEN len(list_distinct(k)) < len(k) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Duplicate keys (' || CAST(t_twice(k) AS VARCHAR) || ') are not allowed'")} ELSE map(k, v) END`,
  `CREATE MACRO t_try_map_of(k, v) AS t_try_map(k, v)`,
  `CREATE MACRO t_map_from_entries(a) AS CASE WHEN len(list_filter(a, lambda e_: e_ IS NULL)) > 0 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: map entry cannot be null'")} ELSE t_map_of(list_transform(a, lambda e_: struct_extract_at(e_, 1)), list_transform(a, lambda e_: struct_extract_at(e_, 2))) END`,
  `CREATE MACRO t_try_map_from_entries(a) AS t_try_map(list_transform(a, lambda e_: struct_extract_at(e_, 1)), list_transform(a, lambda e_: struct_extract_at(e_, 2)))`,
  // Of keys that come again the first value stays, as in Trino's map_agg.
  `CREATE MACRO t_first_entries(a) AS list_filter(a, lambda e_, i_: list_position(list_transform(a, lambda f_: f_.k), e_.k) = i_)`,
  `CREATE MACRO t_map_agg(a) AS CASE WHEN len(list_distinct(list_transform(a, lambda e_: e_.k))) = len(a) THEN map_from_entries(a) ELSE map_from_entries(t_first_entries(list_filter(a, lambda e_: e_.k IS NOT NULL))) END`,
  // The character that escapes in a LIKE pattern: one, and before nothing but the signs and itself.
  `CREATE MACRO t_escape(p, e) AS CASE WHEN length(e) <> 1 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Escape string must be a single character'")} WHEN contains(replace(replace(replace(p, e || e, ''), e || '%', ''), e || '_', ''), e) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Escape character must be followed by ''%'', ''_'' or the escape character itself'")} ELSE e END`,
  `CREATE MACRO t_try_escape(p, e) AS CASE WHEN length(e) = 1 THEN e END`,
  // Division half up on unscaled integers: a * m / b.
  `CREATE MACRO t_half_up(a, b, m) AS CASE WHEN b = 0 THEN ${raise("'DIVISION_BY_ZERO: Division by zero'")} ELSE (CASE WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END) * ((2 * abs(a) * m + abs(b)) // (2 * abs(b))) END`,
  `CREATE MACRO t_divide(a, b) AS CASE WHEN b = 0 THEN ${raise("'DIVISION_BY_ZERO: Division by zero'")} ELSE a // b END`,
  `CREATE MACRO t_modulo(a, b) AS CASE WHEN b = 0 THEN ${raise("'DIVISION_BY_ZERO: Division by zero'")} ELSE a % b END`,
  `CREATE MACRO t_subscript(a, i) AS CASE WHEN i < 1 THEN ${raise("CASE WHEN i = 0 THEN 'INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1' ELSE 'INVALID_FUNCTION_ARGUMENT: Array subscript is negative: ' || i END")} WHEN i > len(a) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ' || i || ' > ' || len(a)")} ELSE a[i] END`,
  `CREATE MACRO t_element_at(a, i) AS CASE WHEN i = 0 THEN ${raise("'INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1'")} ELSE a[i] END`,
  `CREATE MACRO t_key(m, k, told) AS CASE WHEN m IS NOT NULL AND NOT map_contains(m, k) THEN ${raise("'INVALID_FUNCTION_ARGUMENT: Key not present in map' || told")} ELSE m[k] END`,
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
  `CREATE MACRO t_try_key(m, k, told) AS m[k]`,
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
