SELECT
  -a + b * 2 || 'x',
  ts AT TIME ZONE 'Europe/Paris' - INTERVAL - '1-2' YEAR TO MONTH,
  CASE kind WHEN 1 THEN 'one' ELSE U&'tw\006f' END,
  TRY_CAST(x AS row(a decimal(10, 2), timestamp(3) with time zone)),
  filter(ARRAY[1, 2], (v) -> v > ?)[1].f,
  (a, b) = ALL (SELECT 1, 2),
  x LIKE 'a!%' ESCAPE '!',
  d IS NOT DISTINCT FROM DATE '2020-01-01',
  extract(dow FROM ts),
  trim(LEADING 'x' FROM s), substring(s FROM 2 FOR 3), position('a' IN s),
  current_timestamp(6), X'ca fe', 1.5, 1e3
