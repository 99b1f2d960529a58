UNLOAD (SELECT * FROM t) TO 's3://b/out/' WITH (format = 'PARQUET', partitioned_by = ARRAY['d'])
