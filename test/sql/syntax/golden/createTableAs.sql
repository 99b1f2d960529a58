CREATE TABLE IF NOT EXISTS "db".t
WITH (table_type = 'ICEBERG', location = 's3://b/t/', is_external = false, partitioning = ARRAY['day(ts)'])
AS SELECT 1 AS a WITH NO DATA
