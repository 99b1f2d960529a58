import { describe, expect, it } from 'vitest';
import { parse } from '../../src/sql/syntax/parse';
import { statementType } from '../../src/sql/syntax/statementType';

describe('statement types', () => {
  it.each([
    ['SELECT 1', 'DML', 'SELECT'],
    ['-- c\nSELECT 1', 'DML', 'SELECT'],
    ['( SELECT 1 )', 'DML', 'SELECT'],
    ['WITH a AS (SELECT 1) TABLE a', 'DML', 'SELECT'],
    ['VALUES 1', 'DML', 'SELECT'],
    ['TABLE t', 'DML', 'SELECT'],
    ['EXPLAIN ANALYZE SELECT 1', 'DML', 'EXPLAIN'],
    ['INSERT INTO t SELECT 1', 'DML', 'INSERT'],
    ['UPDATE t SET a = 1', 'DML', 'UPDATE'],
    ['DELETE FROM t', 'DML', 'DELETE'],
    ['MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE', 'DML', 'MERGE'],
    ['VACUUM t', 'DML', 'VACUUM_TABLE'],
    ['OPTIMIZE t REWRITE DATA USING BIN_PACK', 'DDL', 'CREATE_TABLE_AS_SELECT'],
    ['CREATE TABLE t AS SELECT 1 AS a', 'DDL', 'CREATE_TABLE_AS_SELECT'],
    ["CREATE /* AS */ EXTERNAL TABLE t (a int) STORED AS ORC LOCATION 's3://b/'", 'DDL', 'CREATE_TABLE'],
    ["CREATE TABLE t (a int) ROW FORMAT DELIMITED NULL DEFINED AS 'x' STORED AS ORC", 'DDL', 'CREATE_TABLE'],
    ['CREATE SCHEMA d', 'DDL', 'CREATE_DATABASE'],
    ['CREATE OR REPLACE VIEW v AS SELECT 1 AS n', 'DDL', 'CREATE_VIEW'],
    ['DROP TABLE t', 'DDL', 'DROP_TABLE'],
    ['DROP VIEW v', 'DDL', 'DROP_VIEW'],
    ['DROP DATABASE d', 'DDL', 'DROP_DATABASE'],
    ['ALTER TABLE t ADD COLUMNS (a int)', 'DDL', 'ALTER_TABLE_ADD_COLUMN'],
    ['ALTER TABLE t REPLACE COLUMNS (a int)', 'DDL', 'ALTER_TABLE_REPLACE_COLUMN'],
    ['ALTER TABLE t CHANGE COLUMN a b int', 'DDL', 'ALTER_TABLE_CHANGE_COLUMN'],
    ['ALTER TABLE t DROP COLUMN a', 'DDL', 'ALTER_TABLE_DROP_COLUMN'],
    ['ALTER TABLE t ADD PARTITION (a = 1)', 'DDL', 'ALTER_TABLE_ADD_PARTITION'],
    ['ALTER TABLE t DROP PARTITION (a = 1)', 'DDL', 'ALTER_TABLE_DROP_PARTITION'],
    ['ALTER TABLE t RENAME TO u', 'DDL', 'ALTER_TABLE_RENAME'],
    ["ALTER TABLE t SET LOCATION 's3://b/'", 'DDL', 'ALTER_TABLE_SET_LOCATION'],
    ["ALTER TABLE t SET TBLPROPERTIES ('comment'='add column')", 'DDL', 'ALTER_TABLE_PROPERTIES'],
    ['MSCK REPAIR TABLE t', 'DDL', 'MSCK_REPAIR'],
    ['SHOW TABLES', 'UTILITY', 'SHOW_TABLES'],
    ['SHOW SCHEMAS', 'UTILITY', 'SHOW_DATABASES'],
    ['SHOW COLUMNS IN t', 'UTILITY', 'SHOW_COLUMNS'],
    ['SHOW PARTITIONS t', 'UTILITY', 'SHOW_PARTITIONS'],
    ['SHOW TBLPROPERTIES t', 'UTILITY', 'SHOW_TABLE_PROPERTIES'],
    ['SHOW -- c\nCREATE TABLE t', 'UTILITY', 'SHOW_CREATE_TABLE'],
    ['SHOW CREATE VIEW"v"', 'UTILITY', 'SHOW_CREATE_VIEW'],
    ['SHOW FUNCTIONS', 'UTILITY', 'SHOW_FUNCTIONS'],
    ['DESC t', 'UTILITY', 'DESCRIBE_TABLE'],
  ])('%s: %s %s', (text, type, substatement) => {
    expect(statementType(parse(text))).toEqual({ type, substatement });
  });
});
