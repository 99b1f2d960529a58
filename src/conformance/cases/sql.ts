import { steps } from '../attempt';
import type { ConformanceCase } from '../case';
import type { Scratch } from '../scratch';

/** Runs each statement and keeps how it ended under its own text; one that comes again is told as such. */
export const statements = (scratch: Scratch, texts: readonly string[]): Promise<unknown> =>
  steps(
    Object.fromEntries(
      texts.map((text, i) => [texts.indexOf(text) < i ? `${text} (again)` : text, () => scratch.sql(text)]),
    ),
  );

/** The language: types, values, errors, classification. */
export const sql: readonly ConformanceCase[] = [
  {
    id: 'sql-types',
    verbatim: true,
    title: 'One value of each type: how the column is described, how the value is printed',
    needs: ['athena', 's3'],
    run: (scratch) =>
      steps({
        scalars: () =>
          scratch.sql(
            `SELECT true AS b, TINYINT '1' AS t, SMALLINT '2' AS s, 3 AS i, BIGINT '4' AS l, REAL '1.5' AS r, 1e20 AS d,
            DECIMAL '12.50' AS c, 0.1 + 0.2 AS p, 'text' AS v, CAST('ab' AS char(4)) AS f, X'0aff' AS x, NULL AS n`,
            { wanted: 'rows and columns' },
          ),
        times: () =>
          scratch.sql(
            `SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 12:34:56.789' AS t, TIME '12:34:56.789' AS c,
            INTERVAL '1' DAY AS i, INTERVAL '14' MONTH AS m, date_diff('day', DATE '2024-02-01', DATE '2024-03-01') AS n`,
            { wanted: 'rows and columns' },
          ),
        nested: () =>
          scratch.sql(
            `SELECT ARRAY[1, NULL] AS a, MAP(ARRAY['k'], ARRAY[1.5]) AS m, ROW(1, 'x') AS r,
            CAST(ROW(1, 'x') AS ROW(id integer, name varchar)) AS n, JSON '{"a": [1, 2]}' AS j`,
            { wanted: 'rows and columns' },
          ),
        'unnamed columns': () => scratch.sql('SELECT 1, 2 AS "B", count(*)', { wanted: 'rows and columns' }),
      }),
  },
  {
    id: 'sql-arithmetic',
    verbatim: true,
    title: 'Quotients, sums of decimals, casts and NULL',
    needs: ['athena', 's3'],
    run: (scratch) =>
      scratch.sql(
        `SELECT 7 / 2 AS i, -7 % 3 AS m, 7 / 2.0 AS d, DECIMAL '10.00' / DECIMAL '3.0' AS q, DECIMAL '9.99' * DECIMAL '9.9' AS p,
        avg(x) AS a, sum(x) AS s, TRY(1 / 0) AS t, greatest(1, NULL) AS g, CAST(2.5 AS integer) AS r, CAST(1.0 AS varchar) AS c,
        round(2.5) AS h, 'a' || NULL AS n FROM (VALUES DECIMAL '1.10', DECIMAL '2.25') AS v(x)`,
        { wanted: 'rows and columns' },
      ),
  },
  {
    id: 'sql-errors',
    title: 'The usual failures: name, place, text, category and type',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.icebergTable('errors', 'id int, name string', `(1, 'a')`);
      return statements(scratch, [
        'SELECT nothing FROM errors',
        'SELECT * FROM no_table',
        `SELECT * FROM no_schema.no_table`,
        'SELECT * FROM no_catalog.no_schema.no_table',
        'SELECT no_function(1)',
        'SELECT length(1, 2)',
        `SELECT id + name FROM errors`,
        'SELECT 1 / 0',
        `SELECT CAST('abc' AS integer)`,
        `SELECT CAST(3000000000 AS integer)`,
        'SELECT id FROM errors GROUP BY name',
        'SELECT count(*) FROM errors WHERE count(*) > 1',
        'SELECT id FROM errors UNION SELECT name FROM errors',
        'SELECT (SELECT n FROM (VALUES 1, 2) AS t(n))',
        `SELECT element_at(ARRAY[1], 0)`,
        `INSERT INTO errors VALUES ('a', 1)`,
        'INSERT INTO errors VALUES (1)',
        'SELECT id FROM errors a, errors b',
        'SELECT ?',
        'SELECT',
        'SELEC 1',
        'SELECT 1; SELECT 2',
        'SELECT `id` FROM errors',
      ]);
    },
  },
  {
    id: 'statement-types',
    title: 'How rarer statements are classified: views, prepared statements, functions',
    needs: ['athena', 'glue', 's3'],
    run: (scratch) =>
      statements(scratch, [
        'SHOW VIEWS',
        'SHOW VIEWS IN no_such_database',
        `SHOW FUNCTIONS LIKE 'no_function_is_named_so'`,
        'PREPARE told FROM SELECT ? + 1',
        'EXECUTE told USING 1',
        'EXECUTE told',
        'EXECUTE told USING 1, 2',
        'EXECUTE not_there USING 1',
        'PREPARE shown FROM SHOW TABLES',
        'DEALLOCATE PREPARE told',
        'DEALLOCATE PREPARE told',
        'EXPLAIN SELECT 1',
      ]),
  },
  {
    id: 'views',
    title: 'Views: made twice, shown, stale, dropped in the wrong way',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      await scratch.icebergTable('base', 'id int, name string');
      const show = (text: string) => () => scratch.sql(text, { wanted: 'rows' });
      return steps({
        create: () => scratch.sql('CREATE VIEW v AS SELECT id, upper(name) AS loud FROM base'),
        'create again': () => scratch.sql('CREATE VIEW v AS SELECT 1 AS one'),
        'create over a table': () => scratch.sql('CREATE VIEW base AS SELECT 1 AS one'),
        'unnamed column': () => scratch.sql('CREATE VIEW u AS SELECT 1'),
        show: show('SHOW CREATE VIEW v'),
        describe: show('DESCRIBE v'),
        'drop as a table': () => scratch.sql('DROP TABLE v'),
        'drop a table as a view': () => scratch.sql('DROP VIEW base'),
        'show create table': () => scratch.sql('SHOW CREATE TABLE v'),
        stale: async () => {
          await scratch.must('DROP TABLE base');
          return scratch.sql('SELECT * FROM v');
        },
        drop: () => scratch.sql('DROP VIEW v'),
        'drop again': () => scratch.sql('DROP VIEW v'),
      });
    },
  },
  {
    id: 'unload-refusals',
    title: 'UNLOAD to a place that is not empty, and in a format that is none',
    needs: ['athena', 's3'],
    async run(scratch) {
      await scratch.put('taken/here.txt', 'here');
      const unload = async (path: string, format: string) =>
        scratch.sql(`UNLOAD (SELECT 1 AS one) TO '${await scratch.at(path)}' WITH (format = '${format}')`);
      return steps({
        'an empty place': () => unload('unloaded/', 'PARQUET'),
        'a place that is not empty': () => unload('taken/', 'PARQUET'),
        'a format that is none': () => unload('unloaded_as_stone/', 'STONE'),
        'no format': async () =>
          scratch.sql(`UNLOAD (SELECT 1 AS one) TO '${await scratch.at('unloaded_bare/')}'`),
      });
    },
  },
];
