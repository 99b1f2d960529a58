import { snippets, tpch, tricky } from '../../sql/syntax/corpus';
import { Random } from '../random';
import { MUTATIONS, type Mutation, mutate } from './mutate';

/** Statements of every kind that runs here, over the tables of the account. */
const OWN = [
  'SELECT id, name, since, amount FROM lakehouse.customers WHERE amount > 1 ORDER BY id LIMIT 2',
  'SELECT * FROM lakehouse.customers',
  'SELECT count(*), max(amount), approx_percentile(amount, 0.5) FROM lakehouse.customers GROUP BY name HAVING count(*) > 0',
  'SELECT name, row_number() OVER (PARTITION BY since ORDER BY amount DESC) FROM lakehouse.customers',
  'SELECT * FROM "lakehouse"."customers$snapshots"',
  'SELECT * FROM lakehouse.customers FOR VERSION AS OF 1',
  "INSERT INTO notes VALUES (1, 'a', ARRAY[1, 2], MAP(ARRAY['k'], ARRAY[1]), ROW(1, 'x'))",
  "UPDATE notes SET text = 'b' WHERE id = 1",
  'DELETE FROM notes WHERE id IN (SELECT id FROM notes)',
  "MERGE INTO notes n USING (VALUES (1, 'z')) s(id, text) ON n.id = s.id WHEN MATCHED THEN UPDATE SET text = s.text WHEN NOT MATCHED THEN INSERT (id, text) VALUES (s.id, s.text)",
  'OPTIMIZE notes REWRITE DATA USING BIN_PACK WHERE id > 0',
  'VACUUM notes',
  "SHOW TABLES IN sandbox 'n*'",
  'DESCRIBE notes',
  'SHOW CREATE TABLE notes',
  'SHOW COLUMNS IN notes',
  'CREATE OR REPLACE VIEW fuzzed AS SELECT id, text FROM notes',
  "SELECT * FROM information_schema.columns WHERE table_schema = 'sandbox'",
  'EXPLAIN SELECT * FROM notes WHERE id = 1',
  'PREPARE fuzzed FROM SELECT * FROM notes WHERE id = ?',
  'EXECUTE fuzzed USING 1',
  "SELECT json_extract_scalar('{\"a\": [1, {\"b\": 2}]}', '$.a[1].b'), regexp_replace('abc', '(b)', '<$1>'), date_format(current_timestamp, '%Y-%m')",
  'SELECT t.x, reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s) FROM UNNEST(ARRAY[1, 2]) WITH ORDINALITY AS t(x, n)',
  "SELECT date_add('month', 1, DATE '2020-01-31'), date_diff('day', DATE '2020-01-01', since) FROM lakehouse.customers",
  'SELECT sum(amount) FILTER (WHERE id > 1), array_agg(name ORDER BY id) FROM lakehouse.customers GROUP BY ROLLUP (since)',
];

const TEXTS: readonly string[] = [
  ...OWN,
  ...OWN,
  ...snippets,
  ...snippets,
  ...tpch.map(([, text]) => text),
  ...tricky,
];

export interface MutatedText {
  number: number;
  kind: Mutation;
  sql: string;
}

/** The mutated text of a number: the same for the same seed. */
export function mutatedText(seed: number, number: number): MutatedText {
  const random = new Random(seed, number);
  const kind = random.pick(MUTATIONS);
  return { number, kind, sql: mutate(random.pick(TEXTS), kind, TEXTS, random) };
}
