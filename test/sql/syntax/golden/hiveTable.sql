CREATE EXTERNAL TABLE IF NOT EXISTS raw.`orders` (
  id bigint COMMENT 'the key',
  `order date` date,
  price decimal,
  tags array<struct<name:string,weights:map<string,float>>>
)
COMMENT 'as it came'
PARTITIONED BY (region string, year int)
CLUSTERED BY (id) INTO 8 BUCKETS
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' NULL DEFINED AS '\\N'
STORED AS TEXTFILE
LOCATION 's3://bucket/orders/'
TBLPROPERTIES ('skip.header.line.count'='1', "classification"="csv")
