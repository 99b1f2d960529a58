import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, SANDBOX } from './rowChanges';

/** Files that cannot hold wanted rows are not read: `DataScannedInBytes` and `InputRows` show it. */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

const sql = (text: string) => run(call, text, SANDBOX);
const bytes = async (text: string) => (await sql(text)).scanned;

describe('by partition and by bounds', () => {
  const MONTHS = ['2026-01', '2026-02', '2026-03'];
  beforeAll(async () => {
    await createTable(
      call,
      'rides',
      'id bigint, minutes int, started timestamp',
      'PARTITIONED BY (month(started))',
    );
    for (const [i, month] of MONTHS.entries())
      await sql(
        `INSERT INTO rides SELECT n + ${i * 1000}, CAST(n % 60 AS integer), TIMESTAMP '${month}-01 08:00:00' + n * INTERVAL '1' MINUTE FROM UNNEST(sequence(1, 1000)) AS t(n)`,
      );
  });
  const march = "started >= TIMESTAMP '2026-03-01 00:00:00'";
  /** Bytes of a count over one column, of each data file by itself: column chunk sizes of the metadata. */
  const chunk = async (column: number, condition = 'true') =>
    Number(
      (await sql(`SELECT sum(column_sizes[${column}]) FROM "rides$files" WHERE content = 0 AND ${condition}`))
        .rows[1]![0],
    );

  test('a month costs what its file costs', async () => {
    expect(await bytes('SELECT count(minutes) FROM rides')).toBe(await chunk(2));
    expect(await bytes(`SELECT count(minutes) FROM rides WHERE ${march}`)).toBe(
      (await chunk(2, "lower_bounds[1] = '2001'")) + (await chunk(3, "lower_bounds[1] = '2001'")),
    );
    expect(await bytes('SELECT count(minutes) FROM rides WHERE id = 1500')).toBe(
      (await chunk(1, "lower_bounds[1] = '1001'")) + (await chunk(2, "lower_bounds[1] = '1001'")),
    );
    expect(await bytes('SELECT count(minutes) FROM rides WHERE id > 5000')).toBe(0);
    expect(await bytes("SELECT count(minutes) FROM rides WHERE started < DATE '2026-01-01'")).toBe(0);
  });

  test('delete files are read only for the data files that are read', async () => {
    const [all, one] = [
      await bytes('SELECT count(id) FROM rides'),
      await bytes(`SELECT count(id) FROM rides WHERE id <= 1000`),
    ];
    await sql(`DELETE FROM rides WHERE minutes = 0 AND ${march}`);
    const deleted = Number(
      (await sql('SELECT sum(file_size_in_bytes) FROM "rides$files" WHERE content = 1')).rows[1]![0],
    );
    expect(deleted).toBeGreaterThan(0);
    expect(await bytes('SELECT count(id) FROM rides WHERE id <= 1000')).toBe(one);
    const with_ = await bytes('SELECT count(id) FROM rides');
    expect(with_).toBeGreaterThan(all);
    expect(with_).toBeLessThanOrEqual(all + deleted);
  });

  test('a DELETE, UPDATE or MERGE reads only what its condition can mean', async () => {
    const [first, rest] = [await chunk(2, "lower_bounds[1] = '1'"), await chunk(2, "lower_bounds[1] <> '1'")];
    expect(first).toBeGreaterThan(0);
    const january = "started < TIMESTAMP '2026-02-01 00:00:00'";
    const ofJanuary = (await chunk(3, "lower_bounds[1] = '1'")) + first;
    expect(await bytes(`DELETE FROM rides WHERE minutes + 0 = 61 AND ${january}`)).toBe(ofJanuary);
    expect(rest).toBeGreaterThan(0);
    const whole = (await chunk(1, "lower_bounds[1] = '1'")) + ofJanuary;
    expect(await bytes(`UPDATE rides SET minutes = 5 WHERE minutes + 0 = 61 AND ${january}`)).toBe(whole);
    expect(
      await bytes(
        `MERGE INTO rides r USING (VALUES 61) AS s(m) ON r.minutes + 0 = s.m AND r.${january} WHEN MATCHED THEN DELETE`,
      ),
    ).toBe(ofJanuary);
  });

  test('after UPDATE and OPTIMIZE still', async () => {
    await sql(`UPDATE rides SET minutes = minutes + 1 WHERE id % 7 = 0`);
    await sql(`DELETE FROM rides WHERE id % 11 = 0`);
    const expected = await liveRows(call, 'rides', 'count(*), sum(minutes)');
    await sql(`OPTIMIZE rides REWRITE DATA USING BIN_PACK`);
    expect((await sql('SELECT count(*), count_if(content = 1) FROM "rides$files"')).rows[1]).toEqual([
      '3',
      '0',
    ]);
    expect(await liveRows(call, 'rides', 'count(*), sum(minutes)')).toEqual(expected);
    const one = await bytes(`SELECT count(minutes) FROM rides WHERE ${march}`);
    expect(one).toBe(
      (await chunk(2, "lower_bounds[3] >= '2026-03'")) + (await chunk(3, "lower_bounds[3] >= '2026-03'")),
    );
    expect(one).toBeLessThan((await bytes('SELECT count(minutes), count(started) FROM rides')) / 2);
  });
});

describe('never leaves out a row', () => {
  const COLUMNS = {
    b: ['true', 'false'],
    i: ['-1', '0', '7', '2147483647'],
    l: ['-1', '3', '9007199254740993', '9223372036854775807', "DECIMAL '99999999999999999999'"],
    f: ['0.1', '1.5', "REAL '0.1'", '16777217', "DECIMAL '0.1'"],
    d: ['0.1', '1.5', '-2', "DECIMAL '0.1'", '9007199254740993'],
    p: ["DECIMAL '0.10'", '1', '1.5', "DECIMAL '1.505'"],
    t: ["CAST('2026-01-01' AS date)", "DATE '2026-01-01'", "DATE '1969-12-31'"],
    ts: [
      "CAST('2026-01-01 00:00:00.001' AS timestamp)",
      "CAST('2026-01-01 00:00:00.0006' AS timestamp)",
      "TIMESTAMP '2026-01-01 00:00:00'",
      "DATE '2026-01-01'",
      "TIMESTAMP '1969-12-31 23:59:59.999'",
    ],
    s: ["'a'", "VARCHAR ' a'", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'", "'é'", "'😀'", "''"],
  };
  const OPERATORS = ['=', '<>', '<', '<=', '>', '>='];
  const ROWS = [
    "true, 7, 9007199254740993, REAL '0.1', 0.1, DECIMAL '0.10', DATE '2026-01-01', TIMESTAMP '2026-01-01 00:00:00', 'a'",
    "true, 7, 1, REAL '0.1', 0.1, DECIMAL '0.10', DATE '2026-01-01', TIMESTAMP '2026-01-01 00:00:00', ' a'",
    "false, -1, -1, REAL '1.5', 1.5, DECIMAL '1.50', DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.999', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'",
    "NULL, 2147483647, 9223372036854775807, REAL '16777216', nan(), DECIMAL '-3.00', NULL, TIMESTAMP '2026-01-01 00:00:00.001', '😀'",
    "true, NULL, 9007199254740992, NULL, 9007199254740992, NULL, DATE '2026-01-02', NULL, '\uffee'",
    "NULL, NULL, NULL, REAL '-2', -2, DECIMAL '1.00', NULL, NULL, NULL",
  ];

  test.each([
    ['unpartitioned', ''],
    ['by_value', 'PARTITIONED BY (i, s)'],
    ['by_transform', 'PARTITIONED BY (bucket(3, l), truncate(2, s), day(ts), truncate(1, p))'],
    ['by_year', 'PARTITIONED BY (year(t), hour(ts), bucket(2, s))'],
  ])('%s', async (name, partitions) => {
    const types =
      'b boolean, i int, l bigint, f float, d double, p decimal(10,2), t date, ts timestamp, s string';
    await createTable(call, name, types, partitions);
    for (const row of ROWS) await sql(`INSERT INTO ${name} SELECT ${row}`);
    const conditions = Object.entries(COLUMNS).flatMap(([column, constants]) => [
      ...constants.flatMap((constant) => OPERATORS.map((operator) => `${column} ${operator} ${constant}`)),
      `${column} IS NULL`,
      `${column} IS NOT NULL`,
      `${column} IN (${constants.join(', ')})`,
    ]);
    // A condition that is compared with something tells nothing: all files are read for it.
    const counts = (wrapped: (condition: string) => string) =>
      conditions.map((c) => `(SELECT count(*) FROM ${name} WHERE ${wrapped(c)})`);
    const answer = async (expressions: string[]) => {
      const found: (string | undefined)[] = [];
      for (let i = 0; i < expressions.length; i += 60)
        found.push(...(await sql(`SELECT ${expressions.slice(i, i + 60).join(', ')}`)).rows[1]!);
      return found;
    };
    const pruned = await answer(counts((c) => c));
    const read = await answer(counts((c) => `(${c}) = true`));
    expect(conditions.map((c, i) => `${c}: ${pruned[i]}`)).toEqual(
      conditions.map((c, i) => `${c}: ${read[i]}`),
    );
    expect(new Set(read).size).toBeGreaterThan(3);
  });
});
