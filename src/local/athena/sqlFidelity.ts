import { AGGREGATES, WINDOWS } from '../../sql/functions/aggregates';
import { SCALARS } from '../../sql/functions/scalars';
import known from '../../sql/knownDifferences.json';
import type { Statement } from '../../sql/syntax/ast/statement';
import { assumed, assumedUnchecked, documented, fidelity, measured } from '../behaviour';

const GUIDE = 'Athena user guide';
const TRINO = 'Trino documentation';
/** Athena's engine is built on Trino, AWS says; the answers are recorded from Trino itself. */
const RECORDED = 'Athena’s engine is Trino (user guide); answers recorded from Trino';
const OBSERVED = 'observed on real accounts, in public reports';
const NOT_HERE = 'AWS runs it.';

/** Each kind of statement by the words with which it begins. */
const WORDS = {
  query: 'SELECT',
  insert: 'INSERT INTO',
  delete: 'DELETE',
  update: 'UPDATE',
  merge: 'MERGE INTO',
  createTable: 'CREATE TABLE',
  createTableAs: 'CREATE TABLE AS',
  createDatabase: 'CREATE DATABASE',
  createView: 'CREATE VIEW',
  dropTable: 'DROP TABLE',
  dropDatabase: 'DROP DATABASE',
  dropView: 'DROP VIEW',
  alterTable: 'ALTER TABLE',
  msckRepair: 'MSCK REPAIR TABLE',
  optimize: 'OPTIMIZE',
  vacuum: 'VACUUM',
  unload: 'UNLOAD',
  explain: 'EXPLAIN',
  describe: 'DESCRIBE',
  showDatabases: 'SHOW DATABASES',
  showTables: 'SHOW TABLES',
  showViews: 'SHOW VIEWS',
  showColumns: 'SHOW COLUMNS',
  showPartitions: 'SHOW PARTITIONS',
  showTableProperties: 'SHOW TBLPROPERTIES',
  showCreateTable: 'SHOW CREATE TABLE',
  showCreateView: 'SHOW CREATE VIEW',
  showFunctions: 'SHOW FUNCTIONS',
  prepare: 'PREPARE',
  execute: 'EXECUTE',
  deallocate: 'DEALLOCATE PREPARE',
} as const satisfies Record<Statement['type'], string>;

const functions = new Set([...SCALARS.names(), ...AGGREGATES.names(), ...WINDOWS.names()]);

/** What belongs to no statement alone. */
const TOPICS = ['Types and values', 'Functions', 'Errors', 'Hidden columns'] as const;

/** What is known of the SQL that Athena runs. */
export const sqlFidelity = fidelity(
  'SQL of Athena',
  `A statement is parsed, typed by Trino’s rules and run by DuckDB on the tables’ own files. ${functions.size} functions are there; all else is refused by its name. TPC-H’s 22 queries answer as recorded from Trino.`,
  [...Object.values(WORDS), ...TOPICS],
  {
    SELECT: [
      documented(
        'Joins, windows, grouping sets, UNNEST, WITH, set operations answer as in Trino.',
        RECORDED,
        {
          differs: 'MATCH_RECOGNIZE and user-defined functions are refused here.',
        },
      ),
      documented('FOR TIMESTAMP AS OF and FOR VERSION AS OF on Iceberg tables.', `${GUIDE}, Iceberg`),
      measured('SYSTEM_TIME and SYSTEM_VERSION are refused.'),
      assumed('A snapshot that is not there, and a time before the first.', 'iceberg-time-travel'),
      documented(
        '`"t$snapshots"`, `$history`, `$files`, `$manifests`, `$partitions` and `$refs`, for who sees the whole table.',
        `${GUIDE}, Iceberg`,
      ),
      assumed('Their columns.', 'iceberg-metadata-tables'),
      documented('Tables of text, CSV and Parquet; Iceberg version 2.', GUIDE, {
        differs: 'AWS also reads ORC, Avro, JSON, Hudi, Delta and more.',
      }),
      documented('Numbers in text that are none, with LazySimpleSerDe and with OpenCSVSerDe.', GUIDE),
      assumed('What they read as, and the error’s text.', 'hive-bad-values'),
    ],
    'INSERT INTO': [
      measured('The update count is the number of rows; types must fit, and the text when they do not.'),
      documented('Into Iceberg tables only.', GUIDE, { differs: 'AWS also inserts into Hive tables.' }),
      assumed('Who sees a table through a filter cannot write into it.', 'hidden-column'),
      assumedUnchecked(
        'Small manifests are merged as Iceberg’s reference implementation does, a hundred at a time.',
        'AWS writes with the reference implementation, and it takes a hundred commits to see.',
      ),
      assumedUnchecked(
        'A hundred former metadata files are kept; older ones go a minute after the commit that no longer lists them.',
        'It takes a hundred commits to see.',
        { differs: 'AWS documents that VACUUM removes them (vacuum_max_metadata_files_to_keep).' },
      ),
    ],
    DELETE: [
      documented('Position deletes, version 2, one commit.', `${GUIDE}, Iceberg`),
      assumed('The update count, and the text for a table of Hive.', 'iceberg-row-changes'),
    ],
    UPDATE: [
      documented('Position deletes and new rows in one commit.', `${GUIDE}, Iceberg`),
      measured('An unknown target column: its own text.'),
    ],
    'MERGE INTO': [
      documented('Several WHEN clauses; the first that fits wins.', `${GUIDE}, Iceberg`),
      measured('A row that matches twice: `MERGE_TARGET_ROW_MULTIPLE_MATCHES`.', { source: OBSERVED }),
      assumed('Its category and type, and the update count.', 'iceberg-row-changes'),
    ],
    'CREATE TABLE': [
      measured('Texts for EXTERNAL with Iceberg, without EXTERNAL for Hive, and without LOCATION.'),
      measured('A property that is none: `Unsupported table property key: <key>`.'),
      assumed('Values of properties that are none.', 'iceberg-create-refusals'),
      documented('truncate takes its length first or last.', GUIDE),
      assumed('Which of both orders works.', 'iceberg-create-refusals'),
      assumed('A table that is there already.', 'hive-ddl-refusals'),
    ],
    'CREATE TABLE AS': [
      documented('Iceberg tables only.', GUIDE, { differs: 'AWS makes Hive tables by default.' }),
      measured('A target that is there: TABLE_ALREADY_EXISTS with its text.'),
      assumed(
        'Texts without location, without is_external, with unnamed columns.',
        'create-table-as-refusals',
      ),
      measured('external_location in an enforced work group: the whole text.'),
      documented('Any number of partitions in one statement.', `${GUIDE}, limits`, {
        differs: 'AWS writes at most 100.',
      }),
    ],
    'CREATE DATABASE': [measured('A database that is there, in Hive’s words.')],
    'CREATE VIEW': [
      measured('The view is kept as Athena keeps it, so that Trino’s clients read it.', {
        source: 'recorded from clients that work with AWS',
      }),
      assumed('A view or a table that is there already.', 'views'),
    ],
    'DROP TABLE': [
      documented('Of Iceberg tables the data goes too, of external tables the entry only.', GUIDE),
      measured('A missing table, in Hive’s words.'),
      assumed('A view with DROP TABLE.', 'views'),
      assumedUnchecked(
        'Files that another table of the catalog needs stay when an Iceberg table is dropped.',
        'It would risk a table’s data to find out.',
        { differs: 'AWS may remove everything below the location.' },
      ),
      assumedUnchecked(
        'Files that cannot be removed with the table do not fail the statement: they are removed later.',
        'The storage of AWS cannot be made to fail.',
      ),
    ],
    'DROP DATABASE': [
      documented('CASCADE drops tables as DROP TABLE does.', GUIDE),
      assumed('A database that is not empty.', 'hive-ddl-refusals'),
    ],
    'DROP VIEW': [assumed('A missing view.', 'views')],
    'ALTER TABLE': [
      documented(
        'Iceberg: ADD COLUMNS, DROP COLUMN, CHANGE COLUMN; int to bigint, float to double, wider decimals.',
        GUIDE,
      ),
      assumed('Texts for a change that the schema does not take.', 'iceberg-alter-refusals'),
      measured(
        'REPLACE COLUMNS, ADD and DROP PARTITION, SET LOCATION of Iceberg: not supported, with its text.',
      ),
      documented('Hive: SET TBLPROPERTIES only.', GUIDE, {
        differs: 'AWS also changes columns, partitions and locations of Hive tables.',
      }),
      documented('RENAME TO is refused.', GUIDE, { differs: 'AWS renames Iceberg tables.' }),
    ],
    'MSCK REPAIR TABLE': [documented('Refused.', GUIDE, { differs: NOT_HERE })],
    OPTIMIZE: [
      measured('It is classified as DDL.'),
      documented(
        'Small files become large ones, and deletes are applied; the condition is of partition columns.',
        `${GUIDE}, Iceberg`,
      ),
      assumed('Which files it takes, and the texts of refusals.', 'iceberg-maintenance'),
      documented('It runs to its end.', `${GUIDE}, Iceberg`, {
        differs: 'AWS may stop with ICEBERG_OPTIMIZE_MORE_RUNS_NEEDED.',
      }),
    ],
    VACUUM: [
      measured('It is classified as DML, VACUUM_TABLE.'),
      documented(
        'Snapshots older than the table’s properties say are forgotten, orphan files are removed.',
        `${GUIDE}, Iceberg`,
      ),
      assumed('What it answers, and the texts of refusals.', 'iceberg-maintenance'),
      documented('It runs to its end.', `${GUIDE}, Iceberg`, {
        differs: 'AWS may stop with ICEBERG_VACUUM_MORE_RUNS_NEEDED.',
      }),
    ],
    UNLOAD: [
      documented('The destination must be empty; rows never come back by GetQueryResults.', GUIDE),
      assumed('The text for a destination that is not empty.', 'unload-refusals'),
      documented('Parquet only, without partitions.', GUIDE, {
        differs: 'AWS also writes ORC, Avro, JSON and text, by partitions.',
      }),
    ],
    EXPLAIN: [
      documented('Output columns and what is read.', GUIDE, {
        differs: 'AWS shows Trino’s distributed plan; there is none here.',
      }),
      documented('EXPLAIN ANALYZE and options are refused.', GUIDE, { differs: NOT_HERE }),
    ],
    DESCRIBE: [
      measured('The layouts of Hive tables, Iceberg tables and views, to the blank.'),
      measured('A missing table is refused before it becomes a query.'),
      assumed('An Iceberg table with transforms, whole.', 'iceberg-describe'),
    ],
    'SHOW DATABASES': [measured('LIKE is a pattern of whole names.')],
    'SHOW TABLES': [
      measured('One column, tables and views.'),
      assumed('A missing database.', 'show-missing'),
    ],
    'SHOW VIEWS': [assumed('Its classification, and a missing database.', 'statement-types')],
    'SHOW COLUMNS': [measured('Hive’s names are padded to 20, Iceberg’s are not.')],
    'SHOW PARTITIONS': [
      measured('`key=value/key=value`.'),
      assumed('Of an Iceberg table, and of a table without partitions.', 'show-missing'),
    ],
    'SHOW TBLPROPERTIES': [assumed('Which properties an Iceberg table shows.', 'iceberg-describe')],
    'SHOW CREATE TABLE': [
      measured('A row for each line.'),
      assumed('The whole text of an Iceberg table.', 'iceberg-describe'),
    ],
    'SHOW CREATE VIEW': [assumed('The whole text.', 'views')],
    'SHOW FUNCTIONS': [
      assumed('Its columns.', 'statement-types', {
        differs: 'AWS also tells types, arguments and a description of each.',
      }),
    ],
    PREPARE: [
      documented('SELECT, INSERT, CTAS and UNLOAD.', GUIDE),
      assumed('Its classification, and a body that is none of those.', 'statement-types'),
    ],
    EXECUTE: [
      measured('Too few parameters: INVALID_PARAMETER_USAGE.'),
      assumed('Its text; too many are ignored; a statement that is not there.', 'statement-types'),
    ],
    'DEALLOCATE PREPARE': [assumed('A statement that is not there.', 'statement-types')],
    'Types and values': [
      measured('Types, precision and scale of result columns; values as texts, in API and CSV.'),
      assumed('All types in one row.', 'sql-types'),
      measured('A bare decimal literal is a double.'),
      documented('Integer division, decimals’ scale, overflow and NULL follow Trino’s rules.', TRINO),
      assumed('A row of sums, quotients and casts.', 'sql-arithmetic'),
      documented('Values with a time zone keep their instant and are told in UTC.', TRINO, {
        differs: 'AWS tells them in their own zone.',
      }),
    ],
    Functions: [
      documented(`${functions.size} functions answer as in Trino, over recorded snippets.`, RECORDED),
      ...Object.entries(known).map(([snippet, why]) =>
        documented(`\`${snippet}\` does not answer as recorded.`, RECORDED, { differs: `${why}.` }),
      ),
      assumed('A function that is not there, and arguments that do not fit.', 'sql-errors'),
    ],
    Errors: [
      measured('Names, texts, positions and types of the usual failures.'),
      assumed('The same, one after the other.', 'sql-errors'),
      measured('Syntax errors: line, column and what stands there.', {
        differs: 'The list of what was expected is shorter or longer here and there.',
      }),
    ],
    'Hidden columns': [
      measured('SELECT * leaves them out; naming one says the same as for a column that is not there.', {
        source: OBSERVED,
      }),
      documented('DESCRIBE, SHOW COLUMNS, GetTable and information_schema leave them out too.', GUIDE),
      assumed('All of it for one role, and for a role without any grant.', 'hidden-column'),
      measured('A table with DESCRIBE only: `Relation contains no accessible columns`.', {
        source: OBSERVED,
      }),
      documented('DDL on Iceberg tables in registered locations is refused.', GUIDE),
      assumed('The text of that refusal.', 'hidden-column'),
      documented('The caller needs lakeformation:GetDataAccess.', 'Lake Formation developer guide'),
    ],
  },
);
