import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callOf } from './account';
import { analyst, attempt, deployer, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';

let lakehouse: Lakehouse;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  await run(
    engineer(lakehouse.account),
    `INSERT INTO customers (id, name, ssn, since, amount) VALUES
     (1, 'Ann', '900-00-0001', DATE '2020-01-01', DECIMAL '1.50'), (2, 'Bob', '900-00-0002', NULL, NULL)`,
  );
  await run(engineer(lakehouse.account), 'CREATE VIEW sandbox.everyone AS SELECT * FROM lakehouse.customers');
});
afterAll(() => lakehouse.close());

const HIDDEN = 'cannot be resolved or requester is not authorized to access requested resources';

describe('the engineer sees all', () => {
  test('SELECT *', async () => {
    const { rows } = await run(engineer(lakehouse.account), 'SELECT * FROM customers ORDER BY id');
    expect(rows).toEqual([
      ['id', 'name', 'ssn', 'since', 'amount'],
      ['1', 'Ann', '900-00-0001', '2020-01-01', '1.50'],
      ['2', 'Bob', '900-00-0002', undefined, undefined],
    ]);
  });
});

describe('the analyst sees no ssn', () => {
  const as = () => analyst(lakehouse.account);

  test('SELECT * leaves it out', async () => {
    const { rows } = await run(as(), 'SELECT * FROM customers ORDER BY id');
    expect(rows[0]).toEqual(['id', 'name', 'since', 'amount']);
    expect(JSON.stringify(rows)).not.toContain('900-');
  });

  test.each([
    ['SELECT ssn FROM customers', 8],
    ['SELECT 1 FROM customers WHERE ssn IS NOT NULL', 31],
    ['SELECT count(ssn) FROM customers', 14],
    ['SELECT id FROM customers ORDER BY ssn', 35],
    ['SELECT a.id FROM customers a JOIN customers b ON a.id = b.id AND b.ssn = a.name', 66],
    ['SELECT id, row_number() OVER (PARTITION BY ssn ORDER BY id) FROM customers', 44],
  ])('%s is refused', async (sql, column) => {
    const outcome = await attempt(as(), sql);
    expect(outcome.state).toBe('FAILED');
    expect(outcome.reason).toMatch(
      new RegExp(`^COLUMN_NOT_FOUND: line 1:${column}: Column '.*ssn' ${HIDDEN}$`),
    );
    expect(outcome.type).toEqual([2, 1006]);
  });

  test.each([
    [
      "INSERT INTO customers (id, ssn) VALUES (9, 'x')",
      "INSERT INTO customers (id, nope) VALUES (9, 'x')",
      'Required Insert on customers',
    ],
    ["UPDATE customers SET ssn = 'x'", "UPDATE customers SET nope = 'x'", 'Required Insert on customers'],
    ['UPDATE customers SET id = ssn', 'UPDATE customers SET id = nope', 'Required Insert on customers'],
    [
      'DELETE FROM customers WHERE ssn IS NULL',
      'DELETE FROM customers WHERE nope IS NULL',
      'Required Delete on customers',
    ],
    [
      'MERGE INTO customers c USING (VALUES 1) AS s(x) ON c.ssn = 1 WHEN MATCHED THEN DELETE',
      'MERGE INTO customers c USING (VALUES 1) AS s(x) ON c.nope = 1 WHEN MATCHED THEN DELETE',
      'Required Insert on customers',
    ],
    [
      'OPTIMIZE customers REWRITE DATA USING BIN_PACK WHERE ssn = 1',
      'OPTIMIZE customers REWRITE DATA USING BIN_PACK WHERE nope = 1',
      'Required Select on customers',
    ],
    [
      "EXPLAIN INSERT INTO customers (id, ssn) VALUES (9, 'x')",
      "EXPLAIN INSERT INTO customers (id, nope) VALUES (9, 'x')",
      'Required Insert on customers',
    ],
  ])('%s tells no more than of a column that is not there', async (hidden, absent, told) => {
    const { reason } = await attempt(as(), absent);
    expect(reason).toContain(told);
    expect((await attempt(as(), hidden)).reason).toBe(reason!.replace('nope', 'ssn'));
  });

  test.each([
    ['INSERT INTO customers VALUES 1', 'Insert'],
    ['UPDATE customers SET id = true', 'Insert'],
    ['UPDATE customers SET since = 1', 'Insert'],
    ['DELETE FROM customers WHERE id', 'Delete'],
    ['MERGE INTO customers c USING (VALUES 1) AS s(x) ON c.name = s.x WHEN MATCHED THEN DELETE', 'Insert'],
  ])('%s: who may not is told so before anything about types', async (sql, right) => {
    const { reason } = await attempt(as(), sql);
    expect(reason).toBe(
      `Insufficient permissions to execute the query. Insufficient Lake Formation permission(s): Required ${right} on customers`,
    );
  });

  test('a column that is not there has the same text', async () => {
    const { reason } = await attempt(as(), 'SELECT nope FROM customers');
    expect(reason).toBe(`COLUMN_NOT_FOUND: line 1:8: Column 'nope' ${HIDDEN}`);
  });

  test.each(['DESCRIBE customers', 'SHOW COLUMNS IN customers', 'SHOW CREATE TABLE customers'])(
    '%s',
    async (sql) => {
      const { rows } = await run(as(), sql);
      expect(JSON.stringify(rows)).toContain('name');
      expect(JSON.stringify(rows)).not.toContain('ssn');
      expect(JSON.stringify((await run(engineer(lakehouse.account), sql)).rows)).toContain('ssn');
    },
  );

  test('information_schema', async () => {
    const sql =
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'customers' ORDER BY ordinal_position";
    expect((await run(as(), sql)).rows.slice(1)).toEqual([
      ['id', 'bigint'],
      ['name', 'varchar'],
      ['since', 'date'],
      ['amount', 'decimal(10, 2)'],
    ]);
  });

  test('a view over the table gives no more than the table', async () => {
    const outcome = await attempt(as(), 'SELECT * FROM sandbox.everyone');
    expect(outcome.state).toBe('FAILED');
    expect(JSON.stringify(outcome.reason)).not.toContain('900-');
  });

  test('a copy made by the analyst has no ssn, and the analyst writes nothing into the table', async () => {
    await run(
      as(),
      `CREATE TABLE sandbox.copy WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/copy/') AS SELECT * FROM customers`,
    );
    expect((await run(as(), 'SELECT * FROM sandbox.copy')).rows[0]).toEqual([
      'id',
      'name',
      'since',
      'amount',
    ]);
    const outcome = await attempt(as(), "INSERT INTO customers (id, name) VALUES (9, 'Eve')");
    expect(outcome.reason).toMatch(
      /^Insufficient permissions to execute the query\. Insufficient Lake Formation permission/,
    );
    expect((await run(engineer(lakehouse.account), 'SELECT count(*) FROM customers')).rows[1]).toEqual(['2']);
  });

  test('a table of others is not there, whatever is asked', async () => {
    await run(
      engineer(lakehouse.account),
      `CREATE TABLE sandbox.private WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/private/') AS SELECT 1 AS x`,
    );
    const outcome = await attempt(as(), 'SELECT x FROM sandbox.private');
    expect(outcome.reason).toBe(
      'Insufficient permissions to execute the query. Insufficient Lake Formation permission(s): Required Describe on private',
    );
    expect((await run(as(), 'SHOW TABLES IN sandbox')).rows.flat()).not.toContain('private');
    const listed = await run(
      as(),
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'sandbox'",
    );
    expect(listed.rows.flat()).not.toContain('private');
  });
});

test.each(['TABLE', 'VIEW', 'DATABASE'])(
  'DROP %s IF EXISTS tells nobody without rights what exists',
  async (kind) => {
    const clerk = callOf(lakehouse.account, 'lakehouse-clerk');
    const [there, missing] =
      kind === 'DATABASE' ? ['lakehouse', 'zzz'] : ['lakehouse.customers', 'lakehouse.zzz'];
    const reason = async (name: string) => (await attempt(clerk, `DROP ${kind} IF EXISTS ${name}`)).reason;
    const told = (text: string | undefined, name: string) =>
      text?.replaceAll(name.split('.').at(-1)!, 'it').replace(/[\w-]*request-\d+|ID: [\w-]+/g, '');
    const refused = told(await reason(there), there);
    expect(refused).toContain('Insufficient Lake Formation permission');
    expect(told(await reason(missing), missing)).toBe(refused);
  },
);

describe('an administrator of the data lake has no data of its own', () => {
  test('SELECT * finds no column; count(*) is refused', async () => {
    const admin = deployer(lakehouse.account);
    await run(
      engineer(lakehouse.account),
      `CREATE TABLE sandbox.mine (x int) LOCATION 's3://${LAKE}/sandbox/mine' TBLPROPERTIES ('table_type'='ICEBERG')`,
    );
    expect((await attempt(admin, 'SELECT * FROM sandbox.mine')).reason).toBe(
      'COLUMN_NOT_FOUND: line 1:8: Relation contains no accessible columns',
    );
    expect((await attempt(admin, 'SELECT count(*) FROM sandbox.mine')).reason).toMatch(
      /^Insufficient permissions/,
    );
  });
});

describe('made-up metadata opens nothing', () => {
  test('an own table whose metadata is that of a governed table', async () => {
    const { catalog, lakeFormation } = lakehouse.account;
    const as = analyst(lakehouse.account, ['s3:GetObject arn:aws:s3:::lakehouse-lake/lakehouse/']);
    const { StorageDescriptor, Parameters } = catalog.table('lakehouse', 'customers')!;
    const { grantee } = as.principal;
    catalog.createTable(
      'sandbox',
      {
        Name: 'forged',
        TableType: 'EXTERNAL_TABLE',
        Parameters,
        StorageDescriptor: { ...StorageDescriptor, Location: `s3://${LAKE}/sandbox/forged` },
      },
      { grantee, now: new Date() },
    );
    lakeFormation.created(grantee, { database: 'sandbox', table: 'forged' });
    expect((await attempt(as, 'SELECT ssn FROM sandbox.forged')).reason).toMatch(
      /^ICEBERG_CANNOT_OPEN_SPLIT: .*Access Denied/,
    );
  });
});

describe('both gates must be open', () => {
  test('without lakeformation:GetDataAccess a governed table cannot be read', async () => {
    const { reason } = await attempt(
      engineer(lakehouse.account, ['lakeformation:GetDataAccess']),
      'SELECT id FROM customers',
    );
    expect(reason).toMatch(
      /^Insufficient permissions to execute the query\. User: .* is not authorized to perform: lakeformation:GetDataAccess/,
    );
  });
  test('without glue:GetTable no table can be named', async () => {
    const { reason } = await attempt(
      engineer(lakehouse.account, ['glue:GetTable']),
      'SELECT id FROM customers',
    );
    expect(reason).toMatch(/is not authorized to perform: glue:GetTable/);
  });
  test('a table in a place that is not registered needs S3 rights of the caller', async () => {
    await run(
      engineer(lakehouse.account),
      `CREATE TABLE sandbox.own WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/own/') AS SELECT 1 AS x`,
    );
    const { reason } = await attempt(
      engineer(lakehouse.account, ['s3:GetObject']),
      'SELECT x FROM sandbox.own',
    );
    expect(reason).toMatch(
      /^ICEBERG_CANNOT_OPEN_SPLIT: .*Access Denied \(Service: Amazon S3; Status Code: 403/,
    );
    // In a registered place Lake Formation lends them.
    expect(
      (
        await attempt(
          engineer(lakehouse.account, ['s3:GetObject arn:aws:s3:::lakehouse-lake']),
          'SELECT id FROM customers',
        )
      ).state,
    ).toBe('SUCCEEDED');
  });
  test('DDL on Iceberg tables in a registered place is refused', async () => {
    const admin = deployer(lakehouse.account);
    for (const sql of [
      `CREATE TABLE lakehouse.t2 (x int) LOCATION 's3://${LAKE}/lakehouse/t2' TBLPROPERTIES ('table_type'='ICEBERG')`,
      'DROP TABLE lakehouse.customers',
      "ALTER TABLE lakehouse.customers SET TBLPROPERTIES ('write_compression'='zstd')",
    ]) {
      expect((await attempt(admin, sql)).reason).toMatch(
        /^NOT_SUPPORTED: Athena does not support DDL operations on Iceberg tables in locations that are registered with Lake Formation/,
      );
    }
    expect((await run(engineer(lakehouse.account), 'SELECT count(*) FROM customers')).rows[1]).toEqual(['2']);
  });
});
