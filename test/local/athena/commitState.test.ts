import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import type { Catalog } from '../../../src/local/glue/catalog';
import { attempt, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';

/** A commit whose catalog fails: its files stay when it may have happened, and go when it surely did not. */

const sandbox = { QueryExecutionContext: { Database: 'sandbox' } };
let lakehouse: Lakehouse;
let call: Call;
let catalog: Catalog;
let working: Catalog;
let tables = 0;
let name: string;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
  catalog = lakehouse.account.catalog;
  working = { ...catalog };
});
afterAll(() => lakehouse.close());
beforeEach(() => {
  name = `t${++tables}`;
});
afterEach(() => {
  Object.assign(catalog, working);
});

const files = async () => {
  const keys: string[] = [];
  for await (const object of lakehouse.account.objects.list(LAKE, `sandbox/${name}/`)) keys.push(object.key);
  return keys;
};
const rows = async () =>
  (await run(call, `SELECT id FROM ${name} ORDER BY id`, sandbox)).rows.slice(1).flat();
const lost = () => {
  throw new Error('connection lost');
};
/** What the catalog answers from now on to everyone who asks for the table. */
const unreadable = () => {
  catalog.table = (database, table) => (table === name ? lost() : working.table(database, table));
};

describe('INSERT', () => {
  beforeEach(async () => {
    const properties = `LOCATION 's3://${LAKE}/sandbox/${name}/' TBLPROPERTIES ('table_type'='ICEBERG')`;
    await run(call, `CREATE TABLE ${name} (id bigint) ${properties}`, sandbox);
    await run(call, `INSERT INTO ${name} VALUES 1`, sandbox);
  });
  const insert = () => attempt(call, `INSERT INTO ${name} VALUES 2`, sandbox);

  test('that the catalog surely did not take leaves no file', async () => {
    const before = await files();
    catalog.replaceTable = lost;
    expect(await insert()).toMatchObject({
      state: 'FAILED',
      reason: expect.stringMatching(/^GENERIC_INTERNAL_ERROR: An internal error occurred.*\(error \d{9}\)$/),
    });
    expect(await files()).toEqual(before);
    expect(await rows()).toEqual(['1']);
  });

  test('that the catalog took before it failed succeeds', async () => {
    catalog.replaceTable = (...change) => {
      working.replaceTable(...change);
      lost();
    };
    expect(await insert()).toMatchObject({ state: 'SUCCEEDED', updateCount: 1 });
    expect(await rows()).toEqual(['1', '2']);
  });

  test.each([
    ['happened', ['1', '2']],
    ['did not happen', ['1']],
  ])('of which nobody knows keeps all files; here it %s', async (fate, expected) => {
    const before = await files();
    catalog.replaceTable = (...change) => {
      if (fate === 'happened') working.replaceTable(...change);
      unreadable();
      lost();
    };
    expect(await insert()).toMatchObject({
      state: 'FAILED',
      reason: `ICEBERG_COMMIT_ERROR: it is not known whether the commit to table s3://${LAKE}/sandbox/${name} happened`,
    });
    // A data file, its manifest, the manifest list and the table's metadata.
    expect(await files()).toHaveLength(before.length + 4);
    Object.assign(catalog, working);
    expect(await rows()).toEqual(expected);
  });
});

describe('CREATE TABLE AS', () => {
  const create = () =>
    attempt(
      call,
      `CREATE TABLE ${name} WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/${name}/')
       AS SELECT 7 AS id`,
      sandbox,
    );

  test('that the catalog surely did not take leaves no file', async () => {
    catalog.createTable = (...table) => {
      working.createTable(...table);
      // Inside of the transaction: the table goes with it.
      lost();
    };
    expect(await create()).toMatchObject({ state: 'FAILED' });
    expect(catalog.table('sandbox', name)).toBeUndefined();
    expect(await files()).toEqual([]);
  });

  test('that is entered when the catalog fails succeeds', async () => {
    failAfterTransaction(() => {});
    expect(await create()).toMatchObject({ state: 'SUCCEEDED' });
    expect(await rows()).toEqual(['7']);
  });

  test('of which nobody knows keeps all files', async () => {
    failAfterTransaction(unreadable);
    expect(await create()).toMatchObject({
      state: 'FAILED',
      reason: expect.stringMatching(/^ICEBERG_COMMIT_ERROR: it is not known whether the commit/),
    });
    Object.assign(catalog, working);
    expect(await rows()).toEqual(['7']);
  });

  /** The transaction that enters the table is on disk, and its caller is told of an error. */
  function failAfterTransaction(then: () => void): void {
    const { store } = lakehouse.account;
    const { transaction } = store;
    let depth = 0;
    store.transaction = (work) => {
      depth++;
      const result = transaction(work);
      if (--depth > 0 || !working.table('sandbox', name)) return result;
      store.transaction = transaction;
      then();
      return lost();
    };
  }
});
