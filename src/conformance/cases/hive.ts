import { steps } from '../attempt';
import type { ConformanceCase } from '../case';
import { statements } from './sql';

const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

/** Databases and tables of files: what Hive's part of Athena answers. */
export const hive: readonly ConformanceCase[] = [
  {
    id: 'hive-ddl-refusals',
    title: 'Databases and tables that are there already, or are not',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const database = await scratch.inDatabase();
      const location = await scratch.at('there_already/');
      await scratch.must(`CREATE EXTERNAL TABLE ${database}.there_already (id int) LOCATION '${location}'`);
      return statements(scratch, [
        `CREATE DATABASE ${database}`,
        `DROP DATABASE ${database}`,
        `DROP DATABASE ${database}_missing`,
        `CREATE EXTERNAL TABLE there_already (id int) LOCATION '${location}'`,
        `CREATE EXTERNAL TABLE IF NOT EXISTS there_already (id int) LOCATION '${location}'`,
        `CREATE TABLE there_already (id int) LOCATION '${location}' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
        `CREATE EXTERNAL TABLE ${database}_missing.t (id int) LOCATION '${location}'`,
        'CREATE EXTERNAL TABLE nowhere (id int)',
        `CREATE EXTERNAL TABLE typed (id stone) LOCATION '${location}'`,
        `CREATE EXTERNAL TABLE quoted ("id" int) LOCATION '${location}'`,
        'DROP TABLE no_table',
        'DROP TABLE IF EXISTS no_table',
        `DROP TABLE ${database}_missing.no_table`,
        'CREATE TABLE copied LIKE there_already',
        'TRUNCATE TABLE there_already',
      ]);
    },
  },
  {
    id: 'show-missing',
    title: 'SHOW and DESCRIBE of what is not there, or has no partitions',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const database = await scratch.inDatabase();
      await scratch.icebergTable('unparted', 'id int');
      await scratch.must(
        `CREATE EXTERNAL TABLE ${database}.flat (id int) LOCATION '${await scratch.at('flat/')}'`,
      );
      return statements(scratch, [
        'DESCRIBE no_table',
        `DESCRIBE ${database}_missing.no_table`,
        'SHOW COLUMNS IN no_table',
        'SHOW CREATE TABLE no_table',
        'SHOW CREATE VIEW no_view',
        'SHOW TBLPROPERTIES no_table',
        `SHOW TABLES IN ${database}_missing`,
        'SHOW PARTITIONS no_table',
        'SHOW PARTITIONS flat',
        'SHOW PARTITIONS unparted',
        `SHOW TABLES LIKE 'unp*'`,
      ]);
    },
  },
  {
    id: 'hive-bad-values',
    title: 'Texts that are no numbers, dates or booleans, by both SerDes',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const database = await scratch.inDatabase();
      await scratch.put(
        'lazy/rows.csv',
        '1,true,2024-01-31,a\nx,y,z,\n,,,\n2\n3,false,2024-02-01,b,too much\n',
      );
      await scratch.put('open_csv/rows.csv', '"1","a"\n"x","b"\n');
      await scratch.put('empty_csv/rows.csv', '"1","a"\n"","b"\n');
      const columns = '(n int, flag boolean, day date, name string)';
      await scratch.must(
        `CREATE EXTERNAL TABLE ${database}.lazy ${columns} ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION '${await scratch.at('lazy/')}'`,
      );
      for (const name of ['open_csv', 'empty_csv'])
        await scratch.must(
          `CREATE EXTERNAL TABLE ${database}.${name} (n int, name string) ROW FORMAT SERDE '${OPEN_CSV}' LOCATION '${await scratch.at(`${name}/`)}'`,
        );
      const read =
        (table: string, what = '*') =>
        () =>
          scratch.sql(`SELECT ${what} FROM ${table}`, { wanted: 'rows' });
      return steps({
        LazySimpleSerDe: read('lazy'),
        'OpenCSVSerDe, a word': read('open_csv'),
        'OpenCSVSerDe, an empty text': read('empty_csv'),
        'OpenCSVSerDe, without the column': read('open_csv', 'name'),
      });
    },
  },
];
