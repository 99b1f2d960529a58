import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineer, type Lakehouse, openLakehouse, run } from './lakehouse';

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openLakehouse();
});
afterAll(() => lakehouse.close());

/** Type, precision, scale and text of one expression, through the whole of Athena. */
test.each([
  ['true', 'boolean', 0, 0, 'true'],
  ['CAST(1 AS tinyint)', 'tinyint', 3, 0, '1'],
  ['CAST(9007199254740993 AS bigint)', 'bigint', 19, 0, '9007199254740993'],
  ["REAL '0.1'", 'float', 17, 0, '0.1'],
  ['0.1 + 0.2', 'double', 17, 0, '0.30000000000000004'],
  ['1e20', 'double', 17, 0, '1.0E20'],
  ["DECIMAL '-0.050'", 'decimal', 3, 3, '-0.050'],
  ["'a''b\"c'", 'varchar', 5, 0, 'a\'b"c'],
  ["CAST('ab' AS char(4))", 'char', 4, 0, 'ab  '],
  ["X'31320a'", 'varbinary', 1073741824, 0, '31 32 0a'],
  ["DATE '2017-01-01'", 'date', 0, 0, '2017-01-01'],
  ["TIMESTAMP '2017-01-01 10:20:30.5'", 'timestamp', 3, 0, '2017-01-01 10:20:30.5'],
  ["CAST('2017-01-01 10:20:30' AS timestamp)", 'timestamp', 3, 0, '2017-01-01 10:20:30.000'],
  [
    "TIMESTAMP '2017-01-01 10:20:30.123 UTC'",
    'timestamp with time zone',
    3,
    0,
    '2017-01-01 10:20:30.123 UTC',
  ],
  ["TIMESTAMP '2017-01-01 10:20:30 -01:30' = TIMESTAMP '2017-01-01 11:50:30 UTC'", 'boolean', 0, 0, 'true'],
  ["TIME '12:34:56.789'", 'time', 3, 0, '12:34:56.789'],
  ["INTERVAL '1' DAY", 'interval day to second', 0, 0, '1 00:00:00.000'],
  ["INTERVAL '1' YEAR", 'interval year to month', 0, 0, '1-0'],
  ['ARRAY[1, NULL]', 'array', 0, 0, '[1, null]'],
  ["MAP(ARRAY['k'], ARRAY[DATE '2020-01-02'])", 'map', 0, 0, '{k=2020-01-02}'],
  ["CAST(ROW(1, 'x') AS row(id integer, name varchar))", 'row', 0, 0, '{id=1, name=x}'],
  ["ROW(1, 'x')", 'row', 0, 0, '{1, x}'],
  ['JSON \'{"a": [1, null]}\'', 'json', 0, 0, '{"a":[1,null]}'],
  ["UUID '12151fd2-7586-11e9-8f9e-2a86e4085a59'", 'uuid', 0, 0, '12151fd2-7586-11e9-8f9e-2a86e4085a59'],
  ['NULL', 'unknown', 0, 0, undefined],
])('%s', async (expression, type, precision, scale, text) => {
  const { rows, columns } = await run(engineer(lakehouse.account), `SELECT ${expression} AS v`);
  expect(columns[0]).toMatchObject({ Name: 'v', Type: type, Precision: precision, Scale: scale });
  expect(rows).toEqual([['v'], [text]]);
});
