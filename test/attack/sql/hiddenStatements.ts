import { LAKE, type Lakehouse, RESULTS, run } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import {
  ALL_GOVERNED,
  analystOf,
  answer,
  athenaOf,
  CSV,
  CUSTOMERS,
  engineerOf,
  type Governed,
  MEMBERS,
  PARQUET,
  type Suite,
  sameAsMissing,
  showsMark,
  textOf,
  VISITS,
  viewOf,
} from './world';

/** Statements other than a query that could carry a hidden column away, and what other people's queries leave behind. */

let made = 0;
const fresh = (): string => `sandbox.made${++made}`;
const icebergAt = (name: string) =>
  `WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/${name.replace('.', '/')}/')`;

/** A statement over a column and a table; `own` is a name in the sandbox that is free. */
const STATEMENTS: [name: string, sql: (column: string, table: string, own: string) => string][] = [
  ['CTAS', (c, t, own) => `CREATE TABLE ${own} ${icebergAt(own)} AS SELECT ${c} FROM ${t}`],
  [
    'CTAS by an alias',
    (c, t, own) => `CREATE TABLE ${own} ${icebergAt(own)} AS SELECT ${c} AS name FROM ${t}`,
  ],
  [
    'CTAS WITH NO DATA',
    (c, t, own) => `CREATE TABLE ${own} ${icebergAt(own)} AS SELECT ${c} FROM ${t} WITH NO DATA`,
  ],
  [
    'CTAS with a condition',
    (c, t, own) => `CREATE TABLE ${own} ${icebergAt(own)} AS SELECT id FROM ${t} WHERE ${c} > '9'`,
  ],
  [
    'CTAS partitioned by it',
    (c, t, own) =>
      `CREATE TABLE ${own} WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/${own.replace('.', '/')}/', partitioning = ARRAY['${c}']) AS SELECT * FROM ${t}`,
  ],
  ['CREATE VIEW', (c, t, own) => `CREATE VIEW ${own} AS SELECT ${c} FROM ${t}`],
  [
    'CREATE VIEW with a condition',
    (c, t, own) => `CREATE VIEW ${own} AS SELECT id FROM ${t} WHERE ${c} > '9'`,
  ],
  [
    'CREATE OR REPLACE VIEW',
    (c, t, own) => `CREATE OR REPLACE VIEW ${own} AS SELECT max(${c}) AS m FROM ${t}`,
  ],
  [
    'UNLOAD',
    (c, t, own) =>
      `UNLOAD (SELECT ${c} FROM ${t}) TO 's3://${LAKE}/sandbox/unload/${own}/' WITH (format = 'PARQUET')`,
  ],
  [
    'UNLOAD with a condition',
    (c, t, own) =>
      `UNLOAD (SELECT id FROM ${t} WHERE ${c} > '9') TO 's3://${LAKE}/sandbox/unload/${own}/' WITH (format = 'PARQUET')`,
  ],
  ['EXPLAIN', (c, t) => `EXPLAIN SELECT ${c} FROM ${t}`],
  ['EXPLAIN of a condition', (c, t) => `EXPLAIN SELECT id FROM ${t} WHERE ${c} = 'x'`],
  ['EXPLAIN ANALYZE', (c, t) => `EXPLAIN ANALYZE SELECT ${c} FROM ${t}`],
  ['EXPLAIN (TYPE VALIDATE)', (c, t) => `EXPLAIN (TYPE VALIDATE) SELECT ${c} FROM ${t}`],
  ['INSERT into its own table', (c, t) => `INSERT INTO sandbox.own SELECT ${c} FROM ${t}`],
  ['INSERT with a condition', (c, t) => `INSERT INTO sandbox.own SELECT name FROM ${t} WHERE ${c} > '9'`],
  ['INSERT into the table', (c, t) => `INSERT INTO ${t} (id, ${c}) SELECT 1, 'x'`],
  ['UPDATE its own table', (c, t) => `UPDATE sandbox.own SET x = (SELECT max(${c}) FROM ${t})`],
  ['DELETE from its own table', (c, t) => `DELETE FROM sandbox.own WHERE x IN (SELECT ${c} FROM ${t})`],
  [
    'MERGE into its own table',
    (c, t) =>
      `MERGE INTO sandbox.own o USING ${t} s ON o.x = s.${c} WHEN NOT MATCHED THEN INSERT VALUES (s.name)`,
  ],
  [
    'MERGE that inserts it',
    (c, t) =>
      `MERGE INTO sandbox.own o USING ${t} s ON o.x = s.name WHEN NOT MATCHED THEN INSERT VALUES (s.${c})`,
  ],
  [
    'MERGE of a subquery',
    (c, t) =>
      `MERGE INTO sandbox.own o USING (SELECT ${c} AS y FROM ${t}) s ON o.x = s.y WHEN MATCHED THEN DELETE`,
  ],
  ['UPDATE it', (c, t) => `UPDATE ${t} SET ${c} = 'x'`],
  ['UPDATE by it', (c, t) => `UPDATE ${t} SET name = ${c}`],
  ['UPDATE where', (c, t) => `UPDATE ${t} SET name = 'x' WHERE ${c} > '9'`],
  ['DELETE where', (c, t) => `DELETE FROM ${t} WHERE ${c} > '9'`],
  ['DELETE where a subquery', (c, t) => `DELETE FROM ${t} WHERE name = (SELECT max(${c}) FROM ${t})`],
  ['MERGE on it', (c, t) => `MERGE INTO ${t} o USING sandbox.own s ON o.${c} = s.x WHEN MATCHED THEN DELETE`],
  ['OPTIMIZE', (c, t) => `OPTIMIZE ${t} REWRITE DATA USING BIN_PACK WHERE ${c} = 'x'`],
  ['ALTER TABLE DROP COLUMN', (c, t) => `ALTER TABLE ${t} DROP COLUMN ${c}`],
  ['ALTER TABLE CHANGE COLUMN', (c, t) => `ALTER TABLE ${t} CHANGE COLUMN ${c} other string`],
  ['PREPARE and EXECUTE', (c, t, own) => `PREPARE ${own.replace('.', '_')} FROM SELECT ${c} FROM ${t}`],
  ['SHOW PARTITIONS', (c, t) => `SHOW PARTITIONS ${t} PARTITION (${c} = 'x')`],
];

/** The CTAS, view or prepared statement that came of a statement is read, too. */
const statements = (of: Governed): Attack<Lakehouse>[] =>
  STATEMENTS.map(([name, sql]) => ({
    name: `${name}, ${of.table}`,
    run: async (world) => {
      const own = fresh();
      const wrong = await sameAsMissing(analystOf(world), of, (c, t) => sql(c, t, own));
      if (wrong && !name.startsWith('PREPARE')) return wrong;
      const reads = name.startsWith('PREPARE') ? `EXECUTE ${own.replace('.', '_')}` : `SELECT * FROM ${own}`;
      return showsMark(textOf(await answer(analystOf(world), reads)));
    },
  }));

/** Statements over whole rows; what they make is read back. */
const copies = (of: Governed): Attack<Lakehouse>[] => {
  const COPIES: [name: string, sql: (own: string) => string][] = [
    ['CTAS *', (own) => `CREATE TABLE ${own} ${icebergAt(own)} AS SELECT * FROM ${of.table}`],
    ['CTAS of the view', (own) => `CREATE TABLE ${own} ${icebergAt(own)} AS SELECT * FROM ${viewOf(of)}`],
    ['CREATE VIEW *', (own) => `CREATE VIEW ${own} AS SELECT * FROM ${of.table}`],
    ['CREATE VIEW of the view', (own) => `CREATE VIEW ${own} AS SELECT * FROM ${viewOf(of)}`],
  ];
  return COPIES.map(([name, sql]) => ({
    name: `${name}, ${of.table}`,
    run: async (world) => {
      const own = fresh();
      const copied = await answer(analystOf(world), sql(own));
      const read = await answer(analystOf(world), `SELECT * FROM ${own}`);
      const described = await answer(analystOf(world), `DESCRIBE ${own}`);
      return showsMark([textOf(copied), textOf(read), textOf(described)]);
    },
  }));
};

const parameters: Attack<Lakehouse>[] = [
  ['EXECUTE what the engineer prepared', 'EXECUTE all_of_them', undefined],
  ['EXECUTE USING', "EXECUTE one_of_them USING '1'", undefined],
  ['a parameter as a column', 'SELECT ? FROM lakehouse.customers', ['ssn']],
  ['a quoted parameter as a column', 'SELECT ? FROM lakehouse.customers', ['"ssn"']],
  ['a parameter that is a subquery', 'SELECT ?', ['(SELECT max(ssn) FROM lakehouse.customers)']],
  ['a parameter in a condition', 'SELECT id FROM lakehouse.customers WHERE ? > 1', ['ssn']],
  ['a parameter after the engineer’s statement', 'EXECUTE one_of_them', ['1']],
].map(([name, sql, ExecutionParameters]) => ({
  name: name as string,
  run: async (world: Lakehouse) => {
    for (const [statement, query] of [
      ['all_of_them', 'SELECT * FROM lakehouse.customers'],
      ['one_of_them', 'SELECT ssn FROM lakehouse.customers WHERE id = ?'],
    ])
      await answer(engineerOf(world), `PREPARE ${statement} FROM ${query}`);
    const found = await answer(analystOf(world), sql as string, { ExecutionParameters });
    return showsMark(textOf(found)) ?? (found.columns.includes('ssn') ? 'it has the column ssn' : undefined);
  },
}));

/** What the engineer's queries leave behind. */
const QUERY = 'SELECT id, ssn FROM lakehouse.customers';
const remains: Attack<Lakehouse>[] = [
  {
    name: 'results of the engineer’s query by its id',
    run: async (world) => {
      const { id } = await answer(engineerOf(world), QUERY);
      const shown = await athenaOf(analystOf(world))('GetQueryResults', { QueryExecutionId: id }).catch(
        String,
      );
      return showsMark(shown);
    },
  },
  {
    name: 'result reuse of the engineer’s query',
    run: async (world) => {
      await answer(engineerOf(world), QUERY);
      const found = await answer(analystOf(world), QUERY, {
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } },
      });
      return showsMark(textOf(found));
    },
  },
  {
    name: 'the engineer’s request token',
    run: async (world) => {
      const ClientRequestToken = `the-token-of-the-engineer-${++made}-0123456789`;
      await answer(engineerOf(world), QUERY, { ClientRequestToken });
      const found = await answer(analystOf(world), QUERY, {
        ClientRequestToken,
        ResultConfiguration: { OutputLocation: `s3://${RESULTS}/engineer/` },
      }).catch(String);
      return showsMark(found);
    },
  },
  {
    name: 'history and statistics of the engineer’s query',
    run: async (world) => {
      await answer(engineerOf(world), QUERY);
      const athena = athenaOf(analystOf(world));
      const { QueryExecutionIds } = await athena('ListQueryExecutions');
      const batch = await athena('BatchGetQueryExecution', {
        QueryExecutionIds: QueryExecutionIds.slice(0, 50),
      });
      const statistics: unknown[] = [];
      for (const QueryExecutionId of QueryExecutionIds.slice(0, 20))
        statistics.push(await athena('GetQueryRuntimeStatistics', { QueryExecutionId }).catch(String));
      return showsMark([batch, statistics]);
    },
  },
  {
    name: 'the name of the engineer’s query result as a table of its own',
    run: async (world) => {
      const as = analystOf(world);
      await answer(engineerOf(world), QUERY);
      const own = fresh();
      await answer(
        as,
        `CREATE EXTERNAL TABLE ${own} (a string, b string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${RESULTS}/engineer/'`,
      );
      return showsMark(textOf(await answer(as, `SELECT * FROM ${own}`)));
    },
  },
  {
    name: 'a named query of the engineer, run by the analyst',
    run: async (world) => {
      const { NamedQueryId } = await athenaOf(engineerOf(world))('CreateNamedQuery', {
        Name: `all${++made}`,
        Database: 'lakehouse',
        QueryString: QUERY,
        ClientRequestToken: `named-query-of-the-engineer-${made}-0123456789`,
      });
      const { NamedQuery } = await athenaOf(analystOf(world))('GetNamedQuery', { NamedQueryId });
      return showsMark([NamedQuery, textOf(await answer(analystOf(world), NamedQuery.QueryString))]);
    },
  },
  {
    name: 'everything that the analyst’s statements left in S3',
    always: true,
    run: async (world) => {
      const { objects } = world.account;
      await answer(analystOf(world), 'SELECT * FROM lakehouse.customers');
      for (const [bucket, prefix] of [
        [RESULTS, 'others/'],
        [LAKE, 'sandbox/made'],
        [LAKE, 'sandbox/own'],
        [LAKE, 'sandbox/unload'],
      ] as const)
        for await (const { key } of objects.list(bucket, prefix)) {
          const shown = showsMark((await objects.read(bucket, key)).toString('latin1'));
          if (shown) return `${key}: ${shown}`;
        }
      return undefined;
    },
  },
];

/** The analyst's own table, into which statements write. */
export const prepareStatements = (world: Lakehouse): Promise<unknown> =>
  run(
    analystOf(world),
    `CREATE TABLE sandbox.own (x string) LOCATION 's3://${LAKE}/sandbox/own' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );

export const hiddenStatements: Suite[] = [
  {
    title: 'statements over a hidden column',
    groups: Object.fromEntries(
      [CUSTOMERS, MEMBERS, VISITS, CSV, PARQUET].map((of) => [of.table, statements(of)]),
    ),
    every: 15,
  },
  { title: 'copies', groups: { 'are made of what is seen': ALL_GOVERNED.flatMap(copies) }, every: 12 },
  {
    title: 'prepared statements',
    groups: { 'run with the rights of who executes them': parameters },
    every: 2,
  },
  { title: 'other people’s queries', groups: { 'leave nothing behind': remains }, every: 2 },
];
