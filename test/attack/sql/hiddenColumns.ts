import type { Lakehouse } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import { COLUMN_CLAUSES, WHOLE_ROWS } from './clauses';
import {
  ALL_GOVERNED,
  analystOf,
  answer,
  BY_SSN,
  CSV,
  CUSTOMERS,
  engineerOf,
  type Governed,
  JSON_LINES,
  MEMBERS,
  NESTED,
  PARQUET,
  QUOTED,
  SSNS,
  type Suite,
  sameAsMissing,
  showsMark,
  textOf,
  VISITS,
  viewOf,
} from './world';

/** Queries of an analyst who may not see a column: named in any clause, the column is as one that is not there. */

const named = (of: Governed, each = 1): Attack<Lakehouse>[] =>
  COLUMN_CLAUSES.filter((_, i) => i % each === 0).map(({ name, sql }) => ({
    name: `${name} of ${of.table}`,
    run: (world) => sameAsMissing(analystOf(world), of, sql),
  }));

/** Neither a value nor the name of a hidden column may come with whole rows. */
const whole = (of: Governed, table: string): Attack<Lakehouse>[] =>
  WHOLE_ROWS.map(([name, sql]) => ({
    name: `${name} of ${table}`,
    run: async (world) => {
      const found = await answer(analystOf(world), sql(table));
      const named = found.columns.includes(of.hidden) ? `it has the column ${of.hidden}` : undefined;
      return showsMark(textOf(found)) ?? named;
    },
  }));

/** The engineer is answered by each clause: what refuses the analyst is the right, not the SQL. */
const legitimate: Attack<Lakehouse>[] = COLUMN_CLAUSES.filter((clause) => !clause.invalid).map(
  ({ name, sql }) => ({
    name: `${name}, by the engineer`,
    run: async (world) => {
      const { state, reason } = await answer(engineerOf(world), sql(CUSTOMERS.hidden, CUSTOMERS.table));
      return state === 'SUCCEEDED' ? undefined : `it is refused: ${reason}`;
    },
  }),
);

/** Parts of hidden structs, arrays and maps, each beside the same of a column that is not there. */
const PARTS: [hidden: string, part: (c: string) => string][] = [
  ['secrets', (c) => c],
  ['secrets', (c) => `${c}.ssn`],
  ['secrets', (c) => `t.${c}.pin`],
  ['secrets', (c) => `json_format(CAST(${c} AS json))`],
  ['secrets', (c) => `ROW(id, ${c})`],
  ['numbers', (c) => `${c}[1]`],
  ['numbers', (c) => `cardinality(${c})`],
  ['numbers', (c) => `array_join(${c}, ',')`],
  ['numbers', (c) => `transform(${c}, x -> upper(x))`],
  ['numbers', (c) => `any_match(${c}, x -> x > '9')`],
  ['numbers', (c) => `element_at(${c}, 1)`],
  ['numbers', (c) => `tags || ${c}`],
  ['notes', (c) => `${c}['ssn']`],
  ['notes', (c) => `map_keys(${c})`],
  ['notes', (c) => `map_values(${c})`],
  ['notes', (c) => `map_concat(attrs, ${c})`],
  ['notes', (c) => `map_filter(${c}, (k, v) -> v > '9')`],
];
const nested: Attack<Lakehouse>[] = [
  ...PARTS.map(([hidden, part]) => ({
    name: `${part(hidden)}`,
    run: (world: Lakehouse) =>
      sameAsMissing(
        analystOf(world),
        { table: NESTED.table, hidden, missing: 'z'.repeat(hidden.length) },
        (c, t) => `SELECT ${part(c)} FROM ${t} t`,
      ),
  })),
  ...['numbers', 'notes'].map((hidden) => ({
    name: `UNNEST of ${hidden}`,
    run: (world: Lakehouse) =>
      sameAsMissing(
        analystOf(world),
        { table: NESTED.table, hidden, missing: 'z'.repeat(hidden.length) },
        (c, t) => `SELECT * FROM ${t} CROSS JOIN UNNEST(${c})`,
      ),
  })),
];

/** A legitimate query: all values for the engineer, in every kind of table that can be read. */
const complete: Attack<Lakehouse>[] = ALL_GOVERNED.filter((of) => of !== JSON_LINES).map((of) => ({
  name: `* of ${of.table}, by the engineer`,
  always: true,
  run: async (world) => {
    const found = await answer(engineerOf(world), `SELECT * FROM ${of.table}`);
    const missed = SSNS.filter((ssn) => !textOf(found).includes(ssn));
    return missed.length === 0 ? undefined : `it does not show ${missed.join()}: ${found.reason}`;
  },
}));

export const hiddenColumns: Suite[] = [
  {
    title: 'hidden columns',
    groups: {
      'a column left out of customers': named(CUSTOMERS),
      'a column that is not in the list of members': named(MEMBERS),
      'a column of a text table': named(CSV),
      'a column of a quoted text table': named(QUOTED, 3),
      'a column of a JSON table': named(JSON_LINES, 6),
      'a column of a Parquet table': named(PARQUET, 2),
      'parts of nested columns': nested,
      'a partition column of an Iceberg table': named(VISITS, 2),
      'a partition key of a text table': named(BY_SSN, 2),
    },
    every: 30,
  },
  {
    title: 'whole rows',
    groups: Object.fromEntries(ALL_GOVERNED.map((of) => [of.table, whole(of, of.table)])),
    every: 30,
  },
  {
    title: 'views',
    groups: Object.fromEntries(
      ALL_GOVERNED.map((of) => [
        viewOf(of),
        [...whole(of, viewOf(of)), ...named({ ...of, table: viewOf(of) }, 8)],
      ]),
    ),
    every: 30,
  },
  { title: 'the engineer', groups: { 'is answered': legitimate, 'sees all': complete }, every: 30 },
];
