import { steps } from '../attempt';
import type { ConformanceCase } from '../case';

/** OPTIMIZE and VACUUM. */
export const icebergMaintenance: readonly ConformanceCase[] = [
  {
    id: 'iceberg-maintenance',
    title: 'OPTIMIZE and VACUUM: what they answer, what is left, what they refuse',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const database = await scratch.inDatabase();
      await scratch.must(
        `CREATE TABLE ${database}.kept (id int, region string) PARTITIONED BY (region)
        LOCATION '${await scratch.at('kept/')}' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
      );
      for (let id = 1; id <= 6; id++)
        await scratch.must(`INSERT INTO kept VALUES (${id}, 'eu'), (${id}, 'us')`);
      await scratch.must('DELETE FROM kept WHERE id = 6');
      await scratch.must(
        `CREATE EXTERNAL TABLE ${database}.kept_by_hive (id int) LOCATION '${await scratch.at('kept_by_hive/')}'`,
      );
      const run = (text: string) => () => scratch.sql(text, { wanted: 'rows and columns' });
      const optimize = (where = '', table = 'kept') =>
        run(`OPTIMIZE ${table} REWRITE DATA USING BIN_PACK ${where}`.trim());
      const files = run(
        `SELECT content, count(*) AS files FROM "kept$files" GROUP BY content ORDER BY content`,
      );
      const snapshots = run(
        `SELECT operation, count(*) AS n FROM "kept$snapshots" GROUP BY operation ORDER BY operation`,
      );
      return steps({
        'files before': files,
        'by another column': optimize('WHERE id > 3'),
        'by an unknown column': optimize('WHERE nothing = 1'),
        'one partition': optimize(`WHERE region = 'eu'`),
        'files after one partition': files,
        'the whole table': optimize(),
        'files after the whole table': files,
        'nothing to do': optimize(),
        snapshots,
        vacuum: run('VACUUM kept'),
        'snapshots after VACUUM': snapshots,
        rows: run('SELECT count(*) AS n FROM kept'),
        'OPTIMIZE of a Hive table': optimize('', 'kept_by_hive'),
        'VACUUM of a Hive table': run('VACUUM kept_by_hive'),
        'OPTIMIZE of a missing table': optimize('', 'no_table'),
        'VACUUM of a missing table': run('VACUUM no_table'),
        'OPTIMIZE without its words': run('OPTIMIZE kept'),
      });
    },
  },
];
