import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { ACCOUNT_ID } from './account';
import { analyst, attempt, deployer, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, SANDBOX, snapshots } from './rowChanges';

let lakehouse: Lakehouse;
let call: Call;
let tables = 0;
let name: string;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());
beforeEach(async () => {
  name = `t${++tables}`;
  await createTable(call, name, 'id bigint, n int');
  await sql(`INSERT INTO ${name} VALUES (1, 10)`);
});

/** The clock has moved on since what was done before. */
const later = async () => {
  const start = Date.now();
  while (Date.now() <= start + 2) await new Promise((resolve) => setImmediate(resolve));
  call = engineer(lakehouse.account);
};
const sql = (text: string) => run(call, text, SANDBOX);
const rows = async (asOf: string, columns = '*') =>
  (await sql(`SELECT ${columns} FROM ${name} ${asOf} ORDER BY 1`)).rows;
const ids = async () => (await snapshots(lakehouse.account, 'sandbox', name)).map((s) => s['snapshot-id']);
const reason = async (text: string) => (await attempt(call, text, SANDBOX)).reason;

describe('FOR VERSION AS OF', () => {
  test('reads each snapshot, deletes included', async () => {
    await sql(`INSERT INTO ${name} VALUES (2, 20)`);
    await sql(`DELETE FROM ${name} WHERE id = 1`);
    const [first, second, third] = await ids();
    expect(await rows(`FOR VERSION AS OF ${first}`, 'id')).toEqual([['id'], ['1']]);
    expect(await rows(`FOR VERSION AS OF ${second}`, 'id')).toEqual([['id'], ['1'], ['2']]);
    expect(await rows(`FOR VERSION AS OF ${third}`, 'id')).toEqual([['id'], ['2']]);
    expect(await rows("FOR VERSION AS OF 'main'", 'id')).toEqual([['id'], ['2']]);
  });

  test('with the columns that the table had then', async () => {
    await sql(`ALTER TABLE ${name} CHANGE COLUMN n number bigint`);
    await sql(`ALTER TABLE ${name} ADD COLUMNS (city string)`);
    await sql(`INSERT INTO ${name} VALUES (2, 5000000000, 'Oslo')`);
    await sql(`ALTER TABLE ${name} DROP COLUMN id`);
    const [first, second] = await ids();
    expect(await rows(`FOR VERSION AS OF ${first}`)).toEqual([
      ['id', 'n'],
      ['1', '10'],
    ]);
    expect(await rows(`FOR VERSION AS OF ${second}`)).toEqual([
      ['id', 'number', 'city'],
      ['1', '10', undefined],
      ['2', '5000000000', 'Oslo'],
    ]);
    expect(await rows('')).toEqual([
      ['number', 'city'],
      ['10', undefined],
      ['5000000000', 'Oslo'],
    ]);
    expect(await reason(`SELECT city FROM ${name} FOR VERSION AS OF ${first}`)).toContain(
      "COLUMN_NOT_FOUND: line 1:8: Column 'city' cannot be resolved",
    );
  });

  test('of one table several times, with aliases, in subqueries and views', async () => {
    await sql(`INSERT INTO ${name} VALUES (2, 20)`);
    const [first, second] = await ids();
    const { rows: joined } = await sql(
      `SELECT count(old.id), count(new.id), (SELECT count(*) FROM ${name} FOR VERSION AS OF ${first}) FROM ${name} FOR VERSION AS OF ${second} AS new LEFT JOIN ${name} FOR VERSION AS OF ${first} old ON old.id = new.id`,
    );
    expect(joined[1]).toEqual(['1', '2', '1']);
    await sql(`CREATE VIEW ${name}_then AS SELECT * FROM ${name} FOR VERSION AS OF ${first}`);
    await sql(`DELETE FROM ${name}`);
    expect((await sql(`SELECT id, n FROM ${name}_then`)).rows[1]).toEqual(['1', '10']);
    const { rows: copied } = await sql(`SELECT count(*) FROM sandbox.${name} FOR VERSION AS OF (${second})`);
    expect(copied[1]).toEqual(['2']);
    expect(
      (await sql(`INSERT INTO ${name} SELECT * FROM ${name} FOR VERSION AS OF ${first}`)).updateCount,
    ).toBe(1);
  });

  test('by a parameter', async () => {
    await sql(`DELETE FROM ${name}`);
    const [first] = await ids();
    const { rows: found } = await run(call, `SELECT id FROM ${name} FOR VERSION AS OF ?`, {
      ...SANDBOX,
      ExecutionParameters: [String(first)],
    });
    expect(found[1]).toEqual(['1']);
  });

  test.each([
    ['FOR VERSION AS OF 1', 'INVALID_ARGUMENTS: line 1:15: Iceberg snapshot ID does not exists: 1'],
    ["FOR VERSION AS OF 'x'", 'INVALID_ARGUMENTS: line 1:15: Cannot find snapshot with reference name: x'],
    ['FOR VERSION AS OF NULL', 'INVALID_ARGUMENTS: line 1:37: Pointer value cannot be NULL'],
    ['FOR VERSION AS OF 1e0', 'NOT_SUPPORTED: line 1:37: Unsupported type for table version: double'],
    ['FOR VERSION AS OF n', "COLUMN_NOT_FOUND: line 1:37: Column 'n' cannot be resolved"],
    ['FOR VERSION AS OF (SELECT 1 FROM t1)', 'Constant expression cannot contain a subquery'],
    ['FOR VERSION AS OF 1 / 0', 'DIVISION_BY_ZERO: line 1:15: Division by zero'],
  ])('%s is refused', async (asOf, text) => {
    expect(await reason(`SELECT * FROM ${name.padEnd(3)} ${asOf}`)).toContain(text);
  });
});

describe('FOR TIMESTAMP AS OF', () => {
  test('reads what was current then', async () => {
    const [{ 'timestamp-ms': first }] = (await snapshots(lakehouse.account, 'sandbox', name)) as [never];
    await later();
    await sql(`INSERT INTO ${name} VALUES (2, 20)`);
    await later();
    const time = (millis: number) => new Date(millis).toISOString().replace('T', ' ').replace('Z', '');
    for (const asOf of [
      `TIMESTAMP '${time(first)}'`,
      `TIMESTAMP '${time(first)} UTC'`,
      `(TIMESTAMP '${time(first)} UTC' + interval '0' second)`,
      `from_iso8601_timestamp('${time(first).replace(' ', 'T')}Z')`,
    ])
      expect([asOf, await rows(`FOR TIMESTAMP AS OF ${asOf}`, 'id')]).toEqual([asOf, [['id'], ['1']]]);
    const now = `date_add('millisecond', -1, current_timestamp)`;
    expect(await rows(`FOR TIMESTAMP AS OF ${now}`, 'id')).toEqual([['id'], ['1'], ['2']]);
  });

  test.each([
    ["TIMESTAMP '2001-02-03 04:05:06'", 'at or before 2001-02-03T04:05:06.000Z'],
    [
      "current_timestamp - interval '1' day",
      'INVALID_ARGUMENTS: line 1:15: No version history table sandbox.',
    ],
    ["TIMESTAMP '9001-02-03 04:05:06'", "Pointer value '9001-02-03 04:05:06 UTC' is not in the past"],
    ["'2001-02-03'", 'TYPE_MISMATCH: line 1:39: Type varchar(10) invalid.'],
    ['CAST(NULL AS timestamp)', 'INVALID_ARGUMENTS: line 1:39: Pointer value cannot be NULL'],
  ])('%s is refused', async (time, text) => {
    expect(await reason(`SELECT * FROM ${name.padEnd(3)} FOR TIMESTAMP AS OF ${time}`)).toContain(text);
  });
});

test('what has no versions', async () => {
  await sql(`CREATE VIEW ${name}_view AS SELECT 1 AS id`);
  await sql(
    `CREATE EXTERNAL TABLE ${name}_hive (id string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/${name}_hive/'`,
  );
  for (const table of [`${name}_view`, `${name}_hive`, 'information_schema.tables'])
    expect(await reason(`SELECT * FROM ${table} FOR VERSION AS OF 1`)).toBe(
      'NOT_SUPPORTED: line 1:15: This connector does not support versioned tables',
    );
  expect(await reason(`WITH w AS (SELECT 1) SELECT * FROM w FOR VERSION AS OF 1`)).toContain('NOT_SUPPORTED');
  const error = await attempt(call, `SELECT * FROM ${name} FOR SYSTEM_TIME AS OF now()`).catch(String);
  expect(error).toContain("mismatched input 'SYSTEM_TIME'. Expecting: 'TIMESTAMP', 'VERSION'");
});

describe('columns that Lake Formation hides', () => {
  const grant = (grantee: string, excluded: string[]) =>
    lakeFormationService.operations.GrantPermissions!(
      {
        Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/${grantee}` },
        Resource: {
          TableWithColumns: {
            DatabaseName: 'sandbox',
            Name: name,
            ColumnWildcard: { ExcludedColumnNames: excluded },
          },
        },
        Permissions: ['SELECT'],
      },
      deployer(lakehouse.account),
    );
  const seen = async (asOf: string) =>
    (await run(analyst(lakehouse.account), `SELECT * FROM ${name} ${asOf}`, SANDBOX)).rows[0];

  beforeEach(async () => {
    await createTable(call, `${name}_p`, 'id bigint, ssn string, note string, city string');
    name = `${name}_p`;
    await sql(`INSERT INTO ${name} VALUES (1, '900-00-0001', 'x', 'Oslo')`);
  });

  test('stay hidden in old snapshots', async () => {
    await grant('lakehouse-analyst', ['ssn']);
    const [first] = await ids();
    expect(await seen(`FOR VERSION AS OF ${first}`)).toEqual(['id', 'note', 'city']);
    expect(
      (
        await attempt(
          analyst(lakehouse.account),
          `SELECT ssn FROM ${name} FOR VERSION AS OF ${first}`,
          SANDBOX,
        )
      ).reason,
    ).toContain("Column 'ssn' cannot be resolved or requester is not authorized");
  });

  test('under their old names, and once they were dropped', async () => {
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn social string`);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN city town string`);
    await sql(`ALTER TABLE ${name} DROP COLUMN note`);
    await grant('lakehouse-analyst', ['social']);
    const [first] = await ids();
    expect(await seen('')).toEqual(['id', 'town']);
    expect(await seen(`FOR VERSION AS OF ${first}`)).toEqual(['id', 'city']);
    expect(await rows(`FOR VERSION AS OF ${first}`)).toEqual([
      ['id', 'ssn', 'note', 'city'],
      ['1', '900-00-0001', 'x', 'Oslo'],
    ]);
  });

  test('and under the name that they get later', async () => {
    await grant('lakehouse-analyst', ['ssn']);
    await sql(`UPDATE ${name} SET ssn = NULL`);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn free string`);
    const [first] = await ids();
    expect(await seen('')).toEqual(['id', 'note', 'city']);
    expect(await seen(`FOR VERSION AS OF ${first}`)).toEqual(['id', 'note', 'city']);
  });

  test('also when a column was made anew with the name of one that may be seen', async () => {
    await sql(`ALTER TABLE ${name} DROP COLUMN note`);
    await sql(`ALTER TABLE ${name} ADD COLUMNS (note string)`);
    await grant('lakehouse-analyst', ['ssn']);
    const [first] = await ids();
    expect(await seen('')).toEqual(['id', 'city', 'note']);
    expect(await seen(`FOR VERSION AS OF ${first}`)).toEqual(['id', 'city']);
  });

  test('also when another column has their name today', async () => {
    await sql(`ALTER TABLE ${name} CHANGE COLUMN ssn social string`);
    await sql(`ALTER TABLE ${name} CHANGE COLUMN note ssn string`);
    await grant('lakehouse-analyst', ['ssn']);
    const [first] = await ids();
    expect(await seen('')).toEqual(['id', 'social', 'city']);
    expect(await seen(`FOR VERSION AS OF ${first}`)).toEqual(['id', 'city']);
  });
});
