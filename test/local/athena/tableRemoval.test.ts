import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type PendingRemovals, pendingRemovals } from '../../../src/local/athena/execution/pendingRemovals';
import type { Call } from '../../../src/local/call';
import type { ObjectStore } from '../../../src/local/s3/objectStore';
import {
  attempt,
  deployer,
  engineer,
  LAKE,
  type Lakehouse,
  openAccount,
  openLakehouse,
  run,
} from './lakehouse';
import { createTable, liveRows, objectsOf, SANDBOX } from './rowChanges';

/** Files that are to go: all of them do, whatever fails on the way, and no other table loses one. */

let lakehouse: Lakehouse;
let call: Call;
let objects: ObjectStore;
let working: Pick<ObjectStore, 'delete' | 'put' | 'list' | 'adopt'>;
let removals: PendingRemovals;
let name: string;
let tables = 0;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
  ({ objects } = lakehouse.account);
  working = {
    delete: objects.delete.bind(objects),
    put: objects.put.bind(objects),
    list: objects.list.bind(objects),
    adopt: objects.adopt.bind(objects),
  };
  removals = pendingRemovals(lakehouse.account);
});
afterAll(() => lakehouse.close());
beforeEach(() => {
  name = `t${++tables}`;
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(objects, working);
});

const sql = (text: string) => run({ ...call, now: new Date() }, text, SANDBOX);
const filled = async (table = name) => {
  await createTable(call, table, 'id bigint');
  await sql(`INSERT INTO ${table} VALUES 1, 2`);
  await sql(`DELETE FROM ${table} WHERE id = 2`);
};
const left = () => objectsOf(lakehouse.account, name);
const noted = () => lakehouse.account.store.table('athena.pendingRemovals').list();
const full = async (): Promise<never> => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
};
const inCatalog = (table = name) => lakehouse.account.catalog.table('sandbox', table) !== undefined;

describe('DROP TABLE', () => {
  test('succeeds though the files cannot be removed, and they go at the next try', async () => {
    await filled();
    objects.delete = full;
    await sql(`DROP TABLE ${name}`);
    expect(inCatalog()).toBe(false);
    expect((await left()).length).toBeGreaterThan(4);
    await removals.carryOn();
    expect((await left()).length).toBeGreaterThan(4);
    Object.assign(objects, working);
    await removals.carryOn();
    expect(await left()).toEqual([]);
    expect(noted()).toEqual([]);
  });

  test('is not undone, nor told of, when a table vanishes while others are looked through', async () => {
    await filled();
    await filled(`${name}_other`);
    const { catalog } = lakehouse.account;
    const partitions = catalog.partitions;
    catalog.partitions = (database, table) => {
      if (table === `${name}_other` && inCatalog(table)) catalog.dropTable('sandbox', table);
      return partitions(database, table);
    };
    try {
      expect((await attempt(call, `DROP TABLE ${name}`, SANDBOX)).state).toBe('SUCCEEDED');
    } finally {
      catalog.partitions = partitions;
    }
    await removals.carryOn();
    expect(await left()).toEqual([]);
  });

  test('changes nothing when the catalog cannot be changed', async () => {
    await filled();
    const before = await left();
    const { catalog } = lakehouse.account;
    const dropTable = catalog.dropTable;
    catalog.dropTable = (...of) => {
      dropTable(...of);
      throw new Error('the store is full');
    };
    try {
      expect((await attempt(call, `DROP TABLE ${name}`, SANDBOX)).state).toBe('FAILED');
    } finally {
      catalog.dropTable = dropTable;
    }
    expect(inCatalog()).toBe(true);
    expect(noted()).toEqual([]);
    expect(await left()).toEqual(before);
    expect(await liveRows(call, name)).toEqual([['1']]);
  });

  test('leaves a table alone that is made in its place before the files are gone', async () => {
    await filled();
    objects.delete = full;
    await sql(`DROP TABLE ${name}`);
    Object.assign(objects, working);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await createTable(call, name, 'id bigint');
    await sql(`INSERT INTO ${name} VALUES 7`);
    await working.put(LAKE, `sandbox/${name}/data/new`, Buffer.from('x'));
    const old = (await left()).length;
    await removals.carryOn();
    expect((await left()).length).toBeLessThan(old);
    expect(await left()).toContain(`sandbox/${name}/data/new`);
    expect(await liveRows(call, name)).toEqual([['7']]);
    await sql(`INSERT INTO ${name} VALUES 8`);
    expect(await liveRows(call, name)).toEqual([['7'], ['8']]);
  });

  test('of two tables with the same files: these go with the second', async () => {
    await filled();
    const { catalog, lakeFormation } = lakehouse.account;
    const entry = catalog.table('sandbox', name)!;
    const copy = `${name}_copy`;
    catalog.createTable(
      'sandbox',
      {
        Name: copy,
        TableType: entry.TableType,
        Parameters: entry.Parameters,
        StorageDescriptor: entry.StorageDescriptor,
      },
      { grantee: call.principal.grantee, now: new Date() },
    );
    lakeFormation.created(call.principal.grantee, { database: 'sandbox', table: copy });
    await sql(`DROP TABLE ${name}`);
    expect(await liveRows(call, copy)).toEqual([['1']]);
    await sql(`DROP TABLE ${copy}`);
    expect(await left()).toEqual([]);
  });
});

test('DROP DATABASE … CASCADE drops all at once, and the files go later when they must', async () => {
  const admin = deployer(lakehouse.account);
  await run(admin, `CREATE DATABASE d LOCATION 's3://${LAKE}/sandbox/${name}/'`);
  const context = { QueryExecutionContext: { Database: 'd' } };
  for (const table of ['a', 'b'])
    for (const statement of [
      `CREATE TABLE ${table} (id bigint) LOCATION 's3://${LAKE}/sandbox/${name}/${table}' TBLPROPERTIES ('table_type'='ICEBERG')`,
      `INSERT INTO ${table} VALUES 1`,
    ])
      await run(admin, statement, context);
  let calls = 0;
  objects.delete = async (...of) => {
    if (++calls > 1) await full();
    return working.delete(...of);
  };
  await run(admin, 'DROP DATABASE d CASCADE');
  expect(lakehouse.account.catalog.database('d')).toBeUndefined();
  expect((await left()).length).toBeGreaterThan(0);
  Object.assign(objects, working);
  await removals.carryOn();
  expect(await left()).toEqual([]);
});

describe('CREATE TABLE AS', () => {
  const ctas = () =>
    attempt(
      call,
      `CREATE TABLE ${name} WITH (table_type = 'ICEBERG', is_external = false, location = 's3://${LAKE}/sandbox/${name}/') AS SELECT 1 AS id`,
      SANDBOX,
    );

  test.each([
    ['data', /\/data\//],
    ['a manifest', /-m0\.avro$/],
    ['the manifest list', /\/snap-/],
    ['the metadata', /\.metadata\.json$/],
  ])('that cannot write %s leaves nothing, even where nothing can be removed at once', async (_, key) => {
    const guard = (at: string) => (key.test(at) && at.startsWith('sandbox/') ? full() : undefined);
    objects.put = async (bucket, at, ...rest) => (await guard(at)) ?? working.put(bucket, at, ...rest);
    objects.adopt = async (bucket, at, ...rest) => (await guard(at)) ?? working.adopt(bucket, at, ...rest);
    objects.delete = full;
    expect((await ctas()).state).toBe('FAILED');
    Object.assign(objects, working);
    await removals.carryOn();
    expect(await left()).toEqual([]);
    expect(noted()).toEqual([]);
    // The place is free again.
    expect((await ctas()).state).toBe('SUCCEEDED');
    expect(await liveRows(call, name)).toEqual([['1']]);
    expect(noted()).toEqual([]);
  });
});

test('an INSERT that fails leaves its files to a later try, and tells its own error', async () => {
  await filled();
  const before = await left();
  const { catalog } = lakehouse.account;
  const replaceTable = catalog.replaceTable;
  catalog.replaceTable = () => {
    throw new Error('connection lost');
  };
  objects.delete = full;
  const { reason } = await attempt(call, `INSERT INTO ${name} VALUES 3`, SANDBOX);
  catalog.replaceTable = replaceTable;
  expect(reason).toMatch(/internal error/);
  Object.assign(objects, working);
  await removals.carryOn(Date.now() + 3_600_000);
  // Metadata of the lost attempt is an orphan of VACUUM; data is not left over.
  const after = (await left()).filter((key) => !before.includes(key));
  expect(after.filter((key) => key.includes('/data/'))).toEqual([]);
});

describe('VACUUM', () => {
  test('that is killed after its commit leaves files that the next start removes', async () => {
    await filled();
    await sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds'='0')`);
    await sql(`DELETE FROM ${name} WHERE id = 1`);
    await sql(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`);
    objects.delete = full;
    const later = { ...call, now: new Date(Date.now() + 10_000) };
    await run(later, `VACUUM ${name}`, SANDBOX);
    const before = await left();
    Object.assign(objects, working);
    await removals.carryOn();
    expect((await left()).length).toBeLessThan(before.length);
    expect(noted()).toEqual([]);
    expect(await liveRows(call, name)).toEqual([]);
  });
});

describe('former metadata files', () => {
  const metadataFiles = async () => (await left()).filter((key) => key.endsWith('.metadata.json'));

  test('go a minute after the commit that no longer lists them, and not before', async () => {
    await createTable(call, name, 'id bigint');
    const { catalog } = lakehouse.account;
    for (let i = 0; i < 105; i++)
      await sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('vacuum_min_snapshots_to_keep'='${i + 1}')`);
    expect(await metadataFiles()).toHaveLength(106);
    await removals.carryOn(Date.now() + 30_000);
    expect(await metadataFiles()).toHaveLength(106);
    await removals.carryOn(Date.now() + 61_000);
    expect(await metadataFiles()).toHaveLength(101);
    expect(noted()).toEqual([]);
    // Another table that stands at an old one keeps it.
    const oldest = (await metadataFiles())[0]!;
    const entry = catalog.table('sandbox', name)!;
    catalog.createTable(
      'sandbox',
      {
        Name: `${name}_then`,
        TableType: entry.TableType,
        Parameters: { ...entry.Parameters, metadata_location: `s3://${LAKE}/${oldest}` },
        StorageDescriptor: entry.StorageDescriptor,
      },
      { grantee: call.principal.grantee, now: new Date() },
    );
    for (let i = 0; i < 3; i++)
      await sql(`ALTER TABLE ${name} SET TBLPROPERTIES ('vacuum_min_snapshots_to_keep'='${i + 1}')`);
    await removals.carryOn(Date.now() + 61_000);
    expect(await metadataFiles()).toHaveLength(102);
    expect(await metadataFiles()).toContain(oldest);
  });

  test('stay where the caller may not remove files', async () => {
    await createTable(call, name, 'id bigint');
    const weak = engineer(lakehouse.account, ['s3:DeleteObject']);
    for (let i = 0; i < 102; i++)
      await run(
        weak,
        `ALTER TABLE ${name} SET TBLPROPERTIES ('vacuum_min_snapshots_to_keep'='${i + 1}')`,
        SANDBOX,
      );
    await removals.carryOn(Date.now() + 61_000);
    expect(await metadataFiles()).toHaveLength(103);
  });
});

test('a start carries on with what a former process had to leave', async () => {
  const place = `${lakehouse.folder}-restarted`;
  const { mkdirSync, rmSync } = await import('node:fs');
  mkdirSync(`${place}/objects`, { recursive: true });
  try {
    const first = await openAccount(place);
    const admin = deployer(first.account);
    await first.account.objects.createBucket(LAKE);
    await first.account.objects.createBucket('lakehouse-results');
    await run(admin, `CREATE DATABASE sandbox LOCATION 's3://${LAKE}/sandbox/'`);
    await createTable(admin, 't', 'id bigint');
    await run(admin, 'INSERT INTO t VALUES 1', SANDBOX);
    first.account.objects.delete = full;
    await run(admin, 'DROP TABLE t', SANDBOX);
    // A CTAS that was killed: its files are noted, and no table has them.
    const unfinished = pendingRemovals(first.account).hold(`s3://${LAKE}/sandbox/c`);
    const key = 'sandbox/c/data/x.parquet';
    unfinished.add([`s3://${LAKE}/${key}`]);
    await first.account.objects.put(LAKE, key, Buffer.from('x'));
    await pendingRemovals(first.account).carryOn();
    expect(await objectsOf(first.account, 'c')).toEqual([key]);
    await first.close();

    const second = await openAccount(place);
    expect(await objectsOf(second.account, 't')).toEqual([]);
    expect(await objectsOf(second.account, 'c')).toEqual([]);
    expect(second.account.store.table('athena.pendingRemovals').list()).toEqual([]);
    await second.close();
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
