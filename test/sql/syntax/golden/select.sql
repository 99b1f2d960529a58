-- names, aliases, stars, literals
SELECT DISTINCT c.id, "Full Name" AS name, o.*, ROW(1, 'x').* AS (a, b), count(*) n
FROM lakehouse.customers AS c
  LEFT JOIN orders o USING (customer_id)
WHERE c.country IN ('FR', 'DE') AND NOT c.age BETWEEN 18 AND 30 OR c.email IS NULL
GROUP BY c.id, ROLLUP (country, city), GROUPING SETS ((), (a, b))
HAVING sum(o.total) > DECIMAL '10.5'
ORDER BY n DESC NULLS LAST, 1
OFFSET 5 ROWS
LIMIT 10;
