import { steps } from '../attempt';
import type { ConformanceCase } from '../case';
import { statements } from './sql';

/** Iceberg tables: their definitions, their changes, their past. */
export const iceberg: readonly ConformanceCase[] = [
  {
    id: 'iceberg-describe',
    title: 'An Iceberg table with transforms, as DESCRIBE and SHOW tell it',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.must(
        `CREATE TABLE ${await scratch.inDatabase()}.described (id bigint COMMENT 'the key', name string, price decimal(10,2), at timestamp,
        tags map<string,int>, place struct<city:string,zip:array<int>>)
        PARTITIONED BY (bucket(16, id), day(at), truncate(3, name))
        LOCATION '${await scratch.at('described/')}'
        TBLPROPERTIES ('table_type' = 'ICEBERG', 'write_compression' = 'zstd', 'vacuum_min_snapshots_to_keep' = '2')`,
      );
      const show = (text: string) => () => scratch.sql(text, { wanted: 'rows' });
      return steps({
        describe: show('DESCRIBE described'),
        columns: show('SHOW COLUMNS IN described'),
        create: show('SHOW CREATE TABLE described'),
        properties: show('SHOW TBLPROPERTIES described'),
      });
    },
  },
  {
    id: 'iceberg-create-refusals',
    title: 'Iceberg tables that cannot be made',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const location = await scratch.at('refused/');
      const create =
        (name: string, more: string, columns = 'id int, name string') =>
        () =>
          scratch.sql(`CREATE TABLE ${name} (${columns}) ${more}`);
      const end = `LOCATION '${location}' TBLPROPERTIES ('table_type' = 'ICEBERG'`;
      return steps({
        external: () => scratch.sql(`CREATE EXTERNAL TABLE bad_e (id int) ${end})`),
        'no location': create('bad_n', `TBLPROPERTIES ('table_type' = 'ICEBERG')`),
        'another table type': create(
          'bad_o',
          `LOCATION '${location}' TBLPROPERTIES ('table_type' = 'STONE')`,
        ),
        'no table type': create('bad_h', `LOCATION '${location}'`),
        'unknown property': create('bad_u', `${end}, 'format_version' = '3')`),
        'value that is none': create('bad_v', `${end}, 'write_compression' = 'stone')`),
        'number that is none': create('bad_w', `${end}, 'vacuum_min_snapshots_to_keep' = 'few')`),
        'format that is none': create('bad_f', `${end}, 'format' = 'stone')`),
        'a column twice': create('bad_d', `${end})`, 'id int, ID string'),
        'varchar without length': create('bad_c', `${end})`, 'id varchar'),
        'unknown partition column': create('bad_p', `PARTITIONED BY (nothing) ${end})`),
        'hour of a date': create('bad_t', `PARTITIONED BY (hour(d)) ${end})`, 'd date'),
        'truncate, length last': create('bad_l', `PARTITIONED BY (truncate(name, 3)) ${end})`),
        'row format': create('bad_r', `ROW FORMAT DELIMITED ${end})`),
        'not null': create('bad_z', `${end})`, 'id int NOT NULL'),
      });
    },
  },
  {
    id: 'iceberg-alter-refusals',
    title: 'Changes of an Iceberg table that are taken, and that are not',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.must(
        `CREATE TABLE ${await scratch.inDatabase()}.altered (id int, name string, price decimal(10,2), region string)
        PARTITIONED BY (region) LOCATION '${await scratch.at('altered/')}' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
      );
      return statements(scratch, [
        'ALTER TABLE altered ADD COLUMNS (id string)',
        'ALTER TABLE altered ADD COLUMNS (more string, more int)',
        'ALTER TABLE altered DROP COLUMN nothing',
        'ALTER TABLE altered DROP COLUMN region',
        'ALTER TABLE altered CHANGE COLUMN nothing other string',
        'ALTER TABLE altered CHANGE COLUMN id name int',
        'ALTER TABLE altered CHANGE COLUMN name name int',
        'ALTER TABLE altered CHANGE COLUMN price price decimal(8,2)',
        'ALTER TABLE altered CHANGE COLUMN id id bigint AFTER nothing',
        'ALTER TABLE altered CHANGE COLUMN id id bigint',
        `ALTER TABLE altered SET TBLPROPERTIES ('nothing' = '1')`,
        `ALTER TABLE altered UNSET TBLPROPERTIES ('nothing')`,
        'ALTER TABLE altered REPLACE COLUMNS (id int)',
        `ALTER TABLE altered ADD PARTITION (region = 'eu')`,
        `ALTER TABLE altered DROP PARTITION (region = 'eu')`,
        `ALTER TABLE altered SET LOCATION 's3://elsewhere/'`,
        'ALTER TABLE no_table ADD COLUMNS (a int)',
        'MSCK REPAIR TABLE altered',
      ]);
    },
  },
  {
    id: 'iceberg-row-changes',
    title: 'UPDATE, DELETE and MERGE: counts, and what is refused',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.icebergTable('rows_changed', 'id int, name string', `(1, 'a'), (2, 'b'), (3, 'c')`);
      await scratch.must(
        `CREATE EXTERNAL TABLE ${await scratch.inDatabase()}.rows_of_hive (id int) LOCATION '${await scratch.at('rows_of_hive/')}'`,
      );
      const change = (text: string) => () => scratch.sql(text, { wanted: 'rows and columns' });
      return steps({
        update: change(`UPDATE rows_changed SET name = 'z' WHERE id > 1`),
        'update of nothing': change(`UPDATE rows_changed SET name = 'z' WHERE id > 9`),
        delete: change('DELETE FROM rows_changed WHERE id = 3'),
        merge: change(
          `MERGE INTO rows_changed t USING (VALUES (1, 'm'), (7, 'n')) AS s(id, name) ON t.id = s.id
          WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name)`,
        ),
        'a row matches twice': change(
          `MERGE INTO rows_changed t USING (VALUES (1, 'm'), (1, 'n')) AS s(id, name) ON t.id = s.id
          WHEN MATCHED THEN UPDATE SET name = s.name`,
        ),
        'unknown column': change(`UPDATE rows_changed SET nothing = 1`),
        'type that does not fit': change(`UPDATE rows_changed SET id = 'a'`),
        'update of a Hive table': change('UPDATE rows_of_hive SET id = 1'),
        'delete from a Hive table': change('DELETE FROM rows_of_hive'),
        'delete from a missing table': change('DELETE FROM no_table'),
        rows: change('SELECT * FROM rows_changed ORDER BY id'),
      });
    },
  },
  {
    id: 'iceberg-time-travel',
    title: 'A table as it was: snapshots and times that are not there',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.icebergTable('past', 'id int', '(1)');
      const ask = (text: string) => () => scratch.sql(text, { wanted: 'rows' });
      return steps({
        'unknown snapshot': ask('SELECT * FROM past FOR VERSION AS OF 42'),
        'unknown name': ask(`SELECT * FROM past FOR VERSION AS OF 'no_such_tag'`),
        'before the table': ask(`SELECT * FROM past FOR TIMESTAMP AS OF TIMESTAMP '2001-01-01 00:00:00 UTC'`),
        'a day': ask(`SELECT * FROM past FOR TIMESTAMP AS OF DATE '2999-01-01'`),
        'a time to come': ask(`SELECT * FROM past FOR TIMESTAMP AS OF TIMESTAMP '2999-01-01 00:00:00 UTC'`),
        'a text for a time': ask(`SELECT * FROM past FOR TIMESTAMP AS OF '2001-01-01'`),
        'the old words': ask('SELECT * FROM past FOR SYSTEM_VERSION AS OF 42'),
        'of a view': async () => {
          await scratch.must('CREATE VIEW past_seen AS SELECT * FROM past');
          return scratch.sql('SELECT * FROM past_seen FOR VERSION AS OF 42');
        },
      });
    },
  },
  {
    id: 'iceberg-metadata-tables',
    title: 'Columns of the metadata tables',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.icebergTable('told_of', 'id int, name string');
      const columns = (table: string) => () =>
        scratch.sql(`SELECT * FROM "told_of$${table}" LIMIT 0`, { wanted: 'rows and columns' });
      return steps({
        snapshots: columns('snapshots'),
        history: columns('history'),
        files: columns('files'),
        manifests: columns('manifests'),
        partitions: columns('partitions'),
        refs: columns('refs'),
        unknown: columns('nothing'),
      });
    },
  },
  {
    id: 'create-table-as-refusals',
    title: 'Tables that cannot be made from a query',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.icebergTable('there', 'id int');
      await scratch.put('full/here.txt', 'here');
      const enforced = await scratch.workGroup('enforced', { EnforceWorkGroupConfiguration: true });
      const make =
        (name: string, options: string, query = 'SELECT 1 AS one') =>
        () =>
          scratch.sql(`CREATE TABLE ${name} WITH (${options}) AS ${query}`);
      const iceberg = "table_type = 'ICEBERG', is_external = false";
      const at = async (path: string) => `${iceberg}, location = '${await scratch.at(path)}'`;
      return steps({
        'there already': make('there', await at('there2/')),
        'no location': make('made_a', iceberg),
        'no is_external': make('made_b', `table_type = 'ICEBERG', location = '${await scratch.at('b/')}'`),
        'location is not empty': make('made_c', await at('full/')),
        'unnamed column': make('made_d', await at('d/'), 'SELECT 1'),
        'a type that tables have not': make('made_e', await at('e/'), `SELECT TIME '12:00:00' AS t`),
        'unknown property': make('made_f', `${await at('f/')}, nothing = 1`),
        'unknown partition column': make('made_g', `${await at('g/')}, partitioning = ARRAY['nothing']`),
        'unknown table': make('made_h', await at('h/'), 'SELECT * FROM no_table'),
        'enforced location': async () =>
          scratch.sql(
            `CREATE TABLE made_i WITH (external_location = '${await scratch.at('i/')}') AS SELECT 1 AS one`,
            { workGroup: enforced },
          ),
        made: make('made', await at('made/')),
      });
    },
  },
];
