CREATE TABLE lakehouse.events (id bigint, ts timestamp, name string, region string)
PARTITIONED BY (day(ts), bucket(16, id), truncate(name, 4), region)
LOCATION 's3://bucket/events/'
TBLPROPERTIES ('table_type'='ICEBERG', 'format'='parquet')
