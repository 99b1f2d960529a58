import type { Call } from '../../../src/local/call';
import { LAKE, type Lakehouse } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import {
  analystOf,
  answer,
  BY_SSN,
  CSV,
  CUSTOMERS,
  callAs,
  type Governed,
  grant,
  MEMBERS,
  PARQUET,
  type Suite,
  sameAsMissing,
  tableOf,
} from './world';

/**
 * Rights come before content: who may not do a thing is told so, and the same, whatever the table holds and however wrong
 * the statement is. And a hidden column is to every statement as one that is not there.
 */

/** Sees the tables' definitions and none of their rows. */
const describer = ({ account }: Lakehouse): Call => callAs(account, 'lakehouse-describer');
/** Has no right to anything. */
const stranger = ({ account }: Lakehouse): Call => callAs(account, 'lakehouse-stranger');

const ICEBERG = `WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/lakehouse/ctas/')`;
/** Statements of one kind that differ only in what they say of the table's content. */
const KINDS: [kind: string, variants: string[]][] = [
  [
    'INSERT',
    [
      '(id) VALUES 1',
      "(id) VALUES 'x'",
      '(nope) VALUES 1',
      '(ssn) VALUES 1',
      "(ssn) VALUES 'x'",
      'VALUES 1',
      'VALUES (1, 2, 3, 4, 5, 6, 7)',
      'SELECT nope FROM lakehouse.customers',
      '(id, id) VALUES (1, 2)',
    ].map((rest) => `INSERT INTO t ${rest}`),
  ],
  [
    'UPDATE',
    [
      "SET name = 'x'",
      'SET name = 1',
      "SET nope = 'x'",
      "SET ssn = 'x'",
      "SET name = 'x' WHERE nope = 1",
      'SET id = 1 / 0',
      "SET id = 'x'",
      "SET name = 'x', name = 'y'",
    ].map((rest) => `UPDATE t ${rest}`),
  ],
  [
    'DELETE',
    [
      '',
      'WHERE id = 1',
      "WHERE id = 'x'",
      'WHERE nope = 1',
      "WHERE ssn = 'x'",
      'WHERE id',
      'WHERE 1 / 0 = 1',
    ].map((rest) => `DELETE FROM t ${rest}`),
  ],
  [
    'MERGE',
    [
      'ON t.id = s.x WHEN MATCHED THEN DELETE',
      'ON t.name = s.x WHEN MATCHED THEN DELETE',
      'ON t.nope = s.x WHEN MATCHED THEN DELETE',
      'ON t.ssn = s.x WHEN MATCHED THEN DELETE',
      'ON true WHEN MATCHED THEN UPDATE SET nope = 1',
      "ON true WHEN NOT MATCHED THEN INSERT (id) VALUES ('x')",
    ].map((rest) => `MERGE INTO t USING (VALUES 1) AS s(x) ${rest}`),
  ],
  [
    'OPTIMIZE',
    ['', 'WHERE id = 1', 'WHERE nope = 1', "WHERE ssn = 'x'", "WHERE id = 'x'"].map(
      (rest) => `OPTIMIZE t REWRITE DATA USING BIN_PACK ${rest}`,
    ),
  ],
  ['VACUUM', ['VACUUM t']],
  ['DROP', ['DROP TABLE t', 'DROP TABLE IF EXISTS t']],
  [
    'ALTER, ADD',
    ['(a string)', '(id string)', '(ssn string)', '(a string, a string)'].map(
      (rest) => `ALTER TABLE t ADD COLUMNS ${rest}`,
    ),
  ],
  ['ALTER, DROP', ['id', 'ssn', 'nope'].map((rest) => `ALTER TABLE t DROP COLUMN ${rest}`)],
  [
    'ALTER, CHANGE',
    ['id id string', 'ssn a string', 'nope a string', 'id ssn bigint', 'name name bigint'].map(
      (rest) => `ALTER TABLE t CHANGE COLUMN ${rest}`,
    ),
  ],
  [
    'ALTER, SET',
    ["('a' = 'b')", "('format' = 'x')", "('vacuum_max_snapshot_age_seconds' = 'x')"].map(
      (rest) => `ALTER TABLE t SET TBLPROPERTIES ${rest}`,
    ),
  ],
  [
    'ALTER, ADD PARTITION',
    ["(ssn = '900-00-0001')", "(ssn = 'x')", "(nope = 'x')"].map(
      (rest) => `ALTER TABLE t ADD PARTITION ${rest}`,
    ),
  ],
  [
    'ALTER, DROP PARTITION',
    ["(ssn = '900-00-0001')", "(ssn = 'x')", "(nope = 'x')"].map(
      (rest) => `ALTER TABLE t DROP PARTITION ${rest}`,
    ),
  ],
];
/** Those that the reader of a part may not run either; what it may read it may ask wrongly. */
const READS: [kind: string, variants: string[]][] = [
  [
    'SELECT',
    ['id', 'ssn', 'nope', 'count(id)', "CAST('x' AS bigint) + id", 'id + name'].map(
      (list) => `SELECT ${list} FROM t`,
    ),
  ],
  ['SELECT *', ['SELECT *', 'SELECT * , 1 / 0', "SELECT *, 'x'"].map((list) => `${list} FROM t`)],
  [
    'CTAS',
    ['id', 'ssn', 'nope', 'id + name'].map(
      (list) => `CREATE TABLE lakehouse.ctas ${ICEBERG} AS SELECT ${list} FROM t`,
    ),
  ],
  [
    'CREATE VIEW',
    ['id', 'ssn', 'nope', 'id + name'].map((list) => `CREATE VIEW lakehouse.v AS SELECT ${list} FROM t`),
  ],
  [
    'UNLOAD',
    ['id', 'ssn', 'nope'].map(
      (list) => `UNLOAD (SELECT ${list} FROM t) TO 's3://${LAKE}/x/' WITH (format = 'PARQUET')`,
    ),
  ],
  ['EXPLAIN', ['id', 'ssn', 'nope'].map((list) => `EXPLAIN SELECT ${list} FROM t`)],
  [
    'metadata table',
    [
      'SELECT * FROM "t$files"',
      'SELECT nope FROM "t$files"',
      'SELECT record_count FROM "t$files" WHERE lower_bounds IS NULL',
    ],
  ],
  ['DESCRIBE', ['DESCRIBE t']],
  ['SHOW COLUMNS', ['SHOW COLUMNS IN t']],
  ['SHOW CREATE TABLE', ['SHOW CREATE TABLE t']],
  ['SHOW PARTITIONS', ['SHOW PARTITIONS t']],
  ['SHOW TBLPROPERTIES', ['SHOW TBLPROPERTIES t']],
];
const named = (sql: string, table: string): string =>
  sql
    .replace(/\bt\b(?=[ .$]|$)/g, table)
    .replaceAll(`"${table}$`, `${table.split('.')[0]}."${table.split('.')[1]}$`);

/** An answer without places in the text, names of columns and requests. */
const told = (text: string): string =>
  text
    .replace(/line \d+:\d+/g, 'line')
    .replace(/[Rr]equest(-| ID: request-)\d+/g, 'request')
    .replace(/\b(nope|ssn|id|name)\b/g, 'c');

/** Starts of what got through when it was written. */
const GOT_THROUGH = [
  ...[
    'DELETE FROM t WHERE id = 1',
    'DELETE FROM t WHERE nope',
    'MERGE INTO t USING (VALUES 1) AS s(x) ON true',
    'OPTIMIZE t REWRITE DATA USING BIN_PACK WHERE',
  ].map((part) => `describer: ${part}`),
  ...[
    'UPDATE t SET name = 1',
    'UPDATE t SET nope',
    'UPDATE t SET ssn',
    'UPDATE t SET id =',
    "UPDATE t SET name = 'x' WHERE nope",
    "UPDATE t SET name = 'x',",
    'MERGE INTO',
    'OPTIMIZE t REWRITE DATA USING BIN_PACK WHERE',
    "DELETE FROM t WHERE id = 'x'",
    'DELETE FROM t WHERE nope',
    'DELETE FROM t WHERE ssn',
  ].map((part) => `analyst: ${part}`),
];
/** All variants of a kind are answered alike. */
const alike = (
  who: string,
  as: (world: Lakehouse) => Call,
  table: string,
  [kind, variants]: [string, string[]],
): Attack<Lakehouse>[] =>
  variants.slice(1).map((variant) => ({
    name: `${who}: ${variant} as ${kind} of ${table}`,
    always: GOT_THROUGH.some((part) => `${who}: ${variant}`.startsWith(part)),
    run: async (world) => {
      const [first, other] = [
        await answer(as(world), named(variants[0]!, table)),
        await answer(as(world), named(variant, table)),
      ];
      if (first.state === 'SUCCEEDED' || other.state === 'SUCCEEDED')
        return `it is answered: ${JSON.stringify((first.state === 'SUCCEEDED' ? first : other).rows).slice(0, 100)}`;
      return told(first.reason) === told(other.reason)
        ? undefined
        : `"${first.reason}" but "${other.reason}"`;
    },
  }));

/** One statement is answered alike for a table that is there and for one that is not. */
const unknown = [...KINDS, ...READS].flatMap(([kind, variants]) =>
  variants.slice(0, 2).map(
    (variant): Attack<Lakehouse> => ({
      name: `${kind}: ${variant}`,
      always: variant === 'DROP TABLE IF EXISTS t',
      run: async (world) => {
        const there = await answer(stranger(world), named(variant, 'lakehouse.customers'));
        const missing = await answer(stranger(world), named(variant, 'lakehouse.custoners'));
        const text = ({ state, reason }: typeof there) =>
          `${state} ${reason}`.replace(/custo[mn]ers/g, 'table').replace(/request-\d+/g, 'request');
        return text(there) === text(missing) ? undefined : `"${text(there)}" but "${text(missing)}"`;
      },
    }),
  ),
);

const WRITES = KINDS.filter(([kind]) => !kind.includes('PARTITION'));
const hidden = (of: Governed): Attack<Lakehouse>[] =>
  [...KINDS, ...READS].flatMap(([kind, variants]) =>
    variants
      .filter((variant) => variant.includes('ssn'))
      .map(
        (variant): Attack<Lakehouse> => ({
          name: `${kind}: ${variant} of ${of.table}`,
          run: (world) =>
            sameAsMissing(analystOf(world), of, (c, t) => named(variant.replaceAll('ssn', c), t)),
        }),
      ),
  );

/** The describer's grants. */
export async function prepareDescriber(world: Lakehouse): Promise<void> {
  for (const table of ['customers', 'people_csv', 'people_by_ssn'])
    await grant(world, 'lakehouse-describer', tableOf(`lakehouse.${table}`), ['DESCRIBE']);
  await grant(world, 'lakehouse-describer', { Database: { Name: 'lakehouse' } }, ['DESCRIBE']);
}

export const rightsFirst: Suite[] = [
  {
    title: 'rights come before content',
    groups: {
      'who only describes reads nothing': READS.slice(0, 7).flatMap((kind) =>
        alike('describer', describer, 'lakehouse.customers', kind),
      ),
      'who only describes a text table reads nothing': READS.slice(0, 6).flatMap((kind) =>
        alike('describer', describer, 'lakehouse.people_csv', kind),
      ),
      'who only describes writes nothing': KINDS.flatMap((kind) =>
        alike('describer', describer, 'lakehouse.customers', kind),
      ),
      'who sees a part writes nothing': WRITES.filter(([kind]) => kind !== 'DELETE').flatMap((kind) =>
        alike('analyst', analystOf, 'lakehouse.customers', kind),
      ),
      'who sees a part deletes nothing': alike('analyst', analystOf, 'lakehouse.customers', KINDS[2]!),
      'who has no right': [...KINDS, ...READS].flatMap((kind) =>
        alike('stranger', stranger, 'lakehouse.customers', kind),
      ),
      'partitions of a text table': KINDS.slice(-2).flatMap((kind) =>
        alike('describer', describer, 'lakehouse.people_by_ssn', kind),
      ),
      'a table that is not there': unknown,
      'a hidden column is as a missing one': [CUSTOMERS, MEMBERS, CSV, BY_SSN, PARQUET].flatMap(hidden),
    },
    every: 20,
  },
];
