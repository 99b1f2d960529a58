import { afterAll, beforeAll } from 'vitest';
import { LAKE, type Lakehouse, run } from '../../local/athena/lakehouse';
import { type Attack, attackSuite } from '../suite';
import {
  adminOf,
  analystOf,
  answer,
  athenaOf,
  BY_SSN,
  CSV,
  CUSTOMERS,
  columnsOf,
  grant,
  type Hidden,
  linesOf,
  MEMBERS,
  NESTED,
  openWorld,
  PARQUET,
  put,
  QUOTED,
  SSNS,
  VISITS,
  viewOf,
} from './world';

/**
 * Two accounts that differ in nothing but the values of hidden columns: whatever the analyst asks, both must answer the
 * same, in rows, errors, bytes and numbers of rows.
 */

/** As long as the others, in another order, without a number in it; the middle one is NULL where the format has it. */
const OTHERS: Hidden = ['zzz-zz-zzzz', null, 'aaa-aa-aaaa'];
interface Twins {
  worlds: [Lakehouse, Lakehouse];
}
let twins: Twins;

/** Hidden columns with types that the values do not all fit: a reader that looks at them fails. */
const TYPED: [name: string, columns: string, format: string][] = [
  [
    'typed_number',
    'id bigint, name string, ssn bigint, since date',
    "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','",
  ],
  [
    'typed_date',
    'id bigint, name string, ssn date, since date',
    "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','",
  ],
  [
    'typed_quoted',
    'id string, name string, ssn bigint, since string',
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'",
  ],
  [
    'typed_boolean',
    'id string, name string, ssn boolean, since string',
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'",
  ],
];

async function openTwin(hidden: Hidden, numbers: boolean): Promise<Lakehouse> {
  const world = await openWorld(hidden);
  for (const [name, columns, format] of TYPED) {
    await run(
      adminOf(world),
      `CREATE EXTERNAL TABLE lakehouse.${name} (${columns}) ${format} LOCATION 's3://${LAKE}/lakehouse/${name}'`,
    );
    const values = numbers ? ['12345678901', '12345678902', '12345678903'] : hidden;
    await put(world, `lakehouse/${name}/people.csv`, linesOf(values));
    await grant(world, 'lakehouse-analyst', columnsOf(`lakehouse.${name}`, { exclude: ['ssn'] }), ['SELECT']);
  }
  return world;
}

beforeAll(async () => {
  twins = { worlds: [await openTwin(SSNS, true), await openTwin(OTHERS, false)] };
});
afterAll(async () => {
  for (const world of twins.worlds) await world.close();
});

const TABLES = [
  ...[CUSTOMERS, MEMBERS, VISITS, CSV, QUOTED, PARQUET, BY_SSN].map(({ table }) => table),
  ...TYPED.map(([name]) => `lakehouse.${name}`),
];
const QUERIES: ((table: string) => string)[] = [
  (t) => `SELECT * FROM ${t}`,
  (t) => `SELECT count(*) FROM ${t}`,
  (t) => `SELECT 1 FROM ${t}`,
  (t) => `SELECT id FROM ${t}`,
  (t) => `SELECT name FROM ${t} ORDER BY id`,
  (t) => `SELECT count(DISTINCT name), min(name), max(id) FROM ${t}`,
  (t) => `SELECT DISTINCT name FROM ${t}`,
  (t) => `SELECT name, count(*) FROM ${t} GROUP BY name`,
  (t) => `SELECT a.id, b.name FROM ${t} a JOIN ${t} b ON a.id = b.id`,
  (t) => `SELECT id FROM ${t} WHERE CAST(id AS bigint) > 1`,
  (t) => `SELECT id FROM ${t} WHERE name = 'Ann'`,
  (t) => `SELECT id FROM ${t} WHERE name = 'nobody'`,
  (t) => `SELECT name FROM ${t} ORDER BY id DESC LIMIT 1`,
  (t) => `SELECT id, row_number() OVER (ORDER BY id) FROM ${t}`,
  (t) => `SELECT 1 / (CAST(id AS bigint) - 2) FROM ${t}`,
  (t) => `SELECT CAST(name AS bigint) FROM ${t} WHERE CAST(id AS bigint) = 2`,
  (t) => `SELECT (SELECT name FROM ${t}) FROM ${t}`,
  (t) => `SELECT array_agg(name ORDER BY id) FROM ${t}`,
  (t) => `SELECT * FROM ${t} WHERE ssn = '900-00-0001'`,
  (t) => `SELECT * FROM ${t} WHERE ssn IS NULL`,
  (t) => `SELECT CAST(ssn AS bigint) FROM ${t}`,
  (t) => `SELECT * FROM ${t} ORDER BY ssn LIMIT 1`,
  (t) => `EXPLAIN SELECT * FROM ${t} WHERE name > 'A'`,
  (t) => `UPDATE ${t} SET name = 'x' WHERE ssn = '900-00-0001'`,
  (t) => `DELETE FROM ${t} WHERE ssn = '900-00-0001'`,
  (t) => `DELETE FROM ${t} WHERE ssn IS NULL`,
  (t) => `MERGE INTO ${t} a USING (VALUES '900-00-0001') AS s(x) ON a.ssn = s.x WHEN MATCHED THEN DELETE`,
  (t) => `INSERT INTO ${t} (id, ssn) SELECT 1, 'x'`,
  (t) => `OPTIMIZE ${t} REWRITE DATA USING BIN_PACK WHERE ssn = '900-00-0001'`,
  (t) => `VACUUM ${t}`,
  (t) => `SELECT * FROM "${t.replace('.', '"."')}$files"`,
  (t) => `SELECT * FROM "${t.replace('.', '"."')}$partitions"`,
  (t) => `SHOW PARTITIONS ${t}`,
  (t) => `DESCRIBE ${t}`,
];

/** All that can be observed of a query, whatever account it ran in. Rows come in any order. */
async function observed(world: Lakehouse, sql: string): Promise<string> {
  const found = await answer(analystOf(world), sql);
  const statistics = found.id
    ? await athenaOf(analystOf(world))('GetQueryRuntimeStatistics', { QueryExecutionId: found.id })
    : undefined;
  const { Rows } = statistics?.QueryRuntimeStatistics ?? {};
  return JSON.stringify([
    found.state,
    found.reason,
    found.columns,
    found.scanned,
    found.rows.map(String).sort(),
    Rows,
  ])
    .replace(/request-\d+/g, 'request')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid');
}

const same = (sql: string): Attack<Twins> => ({
  name: sql,
  run: async ({ worlds: [one, other] }) => {
    const [first, second] = [await observed(one, sql), await observed(other, sql)];
    return first === second ? undefined : `one: ${first.slice(0, 250)} other: ${second.slice(0, 250)}`;
  },
});

attackSuite(
  'two accounts that differ in hidden values',
  {
    ...Object.fromEntries(TABLES.map((table) => [table, QUERIES.map((sql) => same(sql(table)))])),
    [NESTED.table]: QUERIES.filter((sql) => !/name|ssn/.test(sql('t'))).map((sql) => same(sql(NESTED.table))),
    views: [CUSTOMERS, CSV, VISITS].flatMap((of) => QUERIES.slice(0, 6).map((sql) => same(sql(viewOf(of))))),
  },
  () => twins,
  20,
);
