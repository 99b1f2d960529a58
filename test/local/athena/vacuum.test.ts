import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import { tablePointer } from '../../../src/local/athena/execution/tablePointer';
import type { Call } from '../../../src/local/call';
import type { Catalog } from '../../../src/local/glue/catalog';
import { type Change, commit, readMetadata } from '../../../src/local/iceberg';
import { send } from './account';
import { analyst, attempt, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, liveRows, objectsOf, SANDBOX, snapshots } from './rowChanges';

/** `VACUUM t`: old snapshots go, and files that nothing needs. */

const DAY = 24 * 3600 * 1000;
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
beforeEach(async () => {
  name = `t${++tables}`;
  await createTable(call, name, 'id bigint');
});
afterEach(() => {
  Object.assign(catalog, working);
});

const sql = (text: string) => run(call, text, SANDBOX);
/** The engineer, so many days from now. */
const in_ = (days: number): Call => ({
  ...engineer(lakehouse.account),
  now: new Date(Date.now() + days * DAY),
});
const vacuum = (days = 0, table = name) => run(in_(days), `VACUUM ${table}`, SANDBOX);
const properties = (set: Record<string, string | number>) =>
  sql(
    `ALTER TABLE ${name} SET TBLPROPERTIES (${Object.entries(set)
      .map(([key, value]) => `'${key}'='${value}'`)
      .join(', ')})`,
  );
const inserts = async (...ids: number[]) => {
  for (const id of ids) await sql(`INSERT INTO ${name} VALUES ${id}`);
};
const versions = async (table = name) =>
  (await snapshots(lakehouse.account, 'sandbox', table)).map((snapshot) => snapshot['snapshot-id']);
const pointer = (table = name) => catalog.table('sandbox', table)!.Parameters!.metadata_location!;
const metadata = async (table = name) => readMetadata(pointer(table), tableFiles(lakehouse.account));
const objects = (table = name) => objectsOf(lakehouse.account, table);
const put = (key: string) => lakehouse.account.objects.put(LAKE, key, Buffer.from('left over'));
const countAt = async (id: bigint) =>
  (await sql(`SELECT count(*) FROM ${name} FOR VERSION AS OF ${id}`)).rows[1]![0];
/** Another writer's change of the table. */
const change = (apply: (base: Awaited<ReturnType<typeof metadata>>) => object) =>
  commit(
    {
      staged: [],
      apply: async (base) => ({ metadata: { ...base, ...apply(base) }, written: [] }),
    } satisfies Change,
    tablePointer('sandbox', name, { call }),
    tableFiles(lakehouse.account),
  );

describe('snapshots', () => {
  test('stay for five days, and then the current one is kept', async () => {
    await inserts(1, 2, 3);
    await sql(`DELETE FROM ${name} WHERE id = 1`);
    const before = await objects();
    const at = pointer();
    await vacuum(4.9);
    expect(pointer()).toBe(at);
    expect(await objects()).toEqual(before);
    const [first, , , last] = await versions();
    await vacuum(5.1);
    expect(await versions()).toEqual([last]);
    expect(await liveRows(call, name)).toEqual([['2'], ['3']]);
    expect(
      (await attempt(call, `SELECT * FROM ${name} FOR VERSION AS OF ${first}`, SANDBOX)).reason,
    ).toContain('Iceberg snapshot ID does not exists');
    expect((await sql(`SELECT count(*) FROM "${name}$history"`)).rows[1]).toEqual(['1']);
    // Three data files, one of deletes, and the last snapshot's list of four manifests.
    const left = await objects();
    expect(left.filter((key) => key.includes('/data/'))).toEqual(
      before.filter((key) => key.includes('/data/')),
    );
    expect(left.filter((key) => key.includes('/snap-'))).toHaveLength(1);
    expect(left.filter((key) => key.endsWith('-m0.avro'))).toHaveLength(4);
  });

  test('by the properties: age and number', async () => {
    await inserts(1, 2, 3, 4);
    const all = await versions();
    await properties({ vacuum_max_snapshot_age_seconds: 0, vacuum_min_snapshots_to_keep: 3 });
    await vacuum(0.001);
    expect(await versions()).toEqual(all.slice(1));
    await properties({ vacuum_min_snapshots_to_keep: 1, vacuum_max_snapshot_age_seconds: 3600 });
    await vacuum(0.001);
    expect(await versions()).toEqual(all.slice(1));
    await vacuum(0.1);
    expect(await versions()).toEqual(all.slice(3));
    expect(await liveRows(call, name)).toEqual([['1'], ['2'], ['3'], ['4']]);
  });

  test('of branches and tags stay, until these have their own age', async () => {
    await inserts(1, 2, 3);
    const [first, second] = await versions();
    await change((base) => ({
      refs: {
        ...base.refs,
        audit: { 'snapshot-id': first, type: 'tag' },
        draft: {
          'snapshot-id': second,
          type: 'branch',
          'max-ref-age-ms': 8 * DAY,
          'min-snapshots-to-keep': 1,
        },
      },
    }));
    await vacuum(7);
    expect(await versions()).toHaveLength(3);
    await vacuum(9);
    expect((await versions()).slice(0, 1)).toEqual([first]);
    expect(await versions()).toHaveLength(2);
    expect(Object.keys((await metadata()).refs).sort()).toEqual(['audit', 'main']);
    expect(await countAt(first!)).toBe('1');
    expect(await liveRows(call, name)).toEqual([['1'], ['2'], ['3']]);
    // Time travel by time would find the first one in a history with a gap: it says that there is none.
    expect((await metadata())['snapshot-log']).toHaveLength(1);
  });

  test('that OPTIMIZE has replaced give their files free', async () => {
    await properties({ optimize_rewrite_delete_file_threshold: 1, optimize_rewrite_data_file_threshold: 2 });
    await inserts(1, 2, 3);
    await sql(`DELETE FROM ${name} WHERE id = 2`);
    await sql(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`);
    await vacuum(6);
    expect(await liveRows(call, name)).toEqual([['1'], ['3']]);
    const left = await objects();
    expect(left.filter((key) => key.includes('/data/'))).toHaveLength(1);
    const needed = (
      await sql(
        `SELECT file_path FROM "${name}$files" UNION ALL SELECT path FROM "${name}$manifests" UNION ALL SELECT manifest_list FROM "${name}$snapshots"`,
      )
    ).rows;
    for (const [uri] of needed.slice(1)) expect(left).toContain(uri!.slice(`s3://${LAKE}/`.length));
    await inserts(4);
    expect(await liveRows(call, name)).toEqual([['1'], ['3'], ['4']]);
  });

  test('of an empty table: nothing to do', async () => {
    const before = await objects();
    await vacuum(100);
    expect(await objects()).toEqual(before);
  });
});

test('former metadata files beyond their number go', async () => {
  await inserts(1, 2, 3, 4);
  await properties({ vacuum_max_metadata_files_to_keep: 2 });
  await vacuum();
  const log = (await metadata())['metadata-log'].map((entry) => entry['metadata-file']);
  expect(log).toHaveLength(2);
  const files = (await objects()).filter((key) => key.endsWith('.metadata.json'));
  expect(files.map((key) => `s3://${LAKE}/${key}`).sort()).toEqual([...log, pointer()].sort());
  expect(await versions()).toHaveLength(4);
});

describe('orphans', () => {
  test('go when they are too old to belong to a commit that is under way', async () => {
    await inserts(1);
    await put(`sandbox/${name}/data/orphan.parquet`);
    await put(`sandbox/${name}/_notes/mine.txt`);
    const before = await objects();
    await vacuum(2.9);
    expect(await objects()).toEqual(before);
    const at = pointer();
    await vacuum(3.1);
    expect(await objects()).toEqual(before.filter((key) => !key.endsWith('orphan.parquet')));
    expect(pointer()).toBe(at);
    expect(await liveRows(call, name)).toEqual([['1']]);
  });

  test('outside of the table’s folder, and in folders of other tables, stay', async () => {
    await inserts(1);
    await createTable(call, `${name}_inner`, 'id bigint');
    await sql(
      `CREATE TABLE nested_${name} (id bigint) LOCATION 's3://${LAKE}/sandbox/${name}/nested/' TBLPROPERTIES ('table_type'='ICEBERG')`,
    );
    await sql(`INSERT INTO nested_${name} VALUES 7`);
    await sql(
      `CREATE EXTERNAL TABLE csv_${name} (id string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/${name}/csv/'`,
    );
    const others = [
      `sandbox/${name}/nested/data/unnamed.parquet`,
      `sandbox/${name}/csv/rows.csv`,
      `sandbox/${name}_inner/data/orphan.parquet`,
      `sandbox/${name}`,
      `other/orphan.parquet`,
    ];
    for (const key of others) await put(key);
    await vacuum(30);
    for (const key of others) expect(await lakehouse.account.objects.read(LAKE, key)).toBeTruthy();
    expect(await liveRows(call, `nested_${name}`)).toEqual([['7']]);
  });

  test('of another table that has the same files stay', async () => {
    await inserts(1, 2);
    await registerOlder();
    await sql(`DELETE FROM ${name}`);
    await properties({ optimize_rewrite_delete_file_threshold: 1, vacuum_max_metadata_files_to_keep: 1 });
    await sql(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`);
    await vacuum(30);
    expect(await liveRows(call, name)).toEqual([]);
    expect(await liveRows(call, `same_${name}`)).toEqual([['1']]);
  });

  test('and stay when this one is dropped; all others go', async () => {
    await inserts(1, 2);
    await registerOlder();
    const before = await objectsOf(lakehouse.account, name);
    await sql(`DROP TABLE ${name}`);
    expect(await liveRows(call, `same_${name}`)).toEqual([['1']]);
    expect((await objectsOf(lakehouse.account, name)).length).toBeLessThan(before.length);
    await sql(`DROP TABLE same_${name}`);
    expect(await objectsOf(lakehouse.account, name)).toEqual([]);
  });

  /** As a table that another tool registered at an older metadata file. */
  async function registerOlder(): Promise<void> {
    const old = (await metadata())['metadata-log'].at(-1)!['metadata-file'];
    const { Parameters, StorageDescriptor, TableType } = catalog.table('sandbox', name)!;
    catalog.createTable(
      'sandbox',
      {
        Name: `same_${name}`,
        TableType,
        StorageDescriptor,
        Parameters: { ...Parameters, metadata_location: old },
      },
      { grantee: call.principal.grantee, now: new Date() },
    );
    lakehouse.account.lakeFormation.created(call.principal.grantee, {
      database: 'sandbox',
      table: `same_${name}`,
    });
  }
});

describe('when something goes wrong', () => {
  const broken = () => {
    throw new Error('connection lost');
  };

  test('between the commit and the removal, files are left over that the next one finds', async () => {
    await inserts(1);
    await sql(`DELETE FROM ${name}`);
    await properties({ optimize_rewrite_delete_file_threshold: 1 });
    await sql(`OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`);
    const before = await objects();
    const { objects: store } = lakehouse.account;
    const remove = store.delete;
    store.delete = broken;
    expect((await attempt(in_(6), `VACUUM ${name}`, SANDBOX)).state).toBe('FAILED');
    store.delete = remove;
    expect(await versions()).toHaveLength(1);
    expect((await objects()).length).toBe(before.length + 1);
    expect(await liveRows(call, name)).toEqual([]);
    await vacuum(6);
    expect((await objects()).filter((key) => key.includes('/data/'))).toEqual([]);
    expect(await liveRows(call, name)).toEqual([]);
  });

  test('with the commit, nothing is removed', async () => {
    await inserts(1, 2);
    await put(`sandbox/${name}/data/orphan.parquet`);
    const before = await objects();
    catalog.replaceTable = broken;
    expect((await attempt(in_(6), `VACUUM ${name}`, SANDBOX)).state).toBe('FAILED');
    expect(await objects()).toEqual(before);
    catalog.replaceTable = (...swap) => {
      working.replaceTable(...swap);
      catalog.table = broken;
      broken();
    };
    expect((await attempt(in_(6), `VACUUM ${name}`, SANDBOX)).reason).toContain('ICEBERG_COMMIT_ERROR');
    Object.assign(catalog, working);
    for (const key of before) expect(await objects()).toContain(key);
  });

  test('others who add rows at the same time lose nothing', async () => {
    await inserts(1, 2);
    let met = false;
    catalog.replaceTable = (...swap) => {
      if (met) return working.replaceTable(...swap);
      met = true;
      // Another writer was faster: the catalog's version is not the one that VACUUM has read.
      const { VersionId: _, ...table } = working.table('sandbox', name)!;
      working.replaceTable('sandbox', { ...table, Description: 'touched' }, undefined, new Date());
      return working.replaceTable(...swap);
    };
    await vacuum(6);
    expect(met).toBe(true);
    expect(await versions()).toHaveLength(1);
    expect(await liveRows(call, name)).toEqual([['1'], ['2']]);
  });
});

describe('is for those who may change all of the table', () => {
  test('who made it, with rights on its objects; nobody else', async () => {
    await inserts(1, 2);
    const before = await objects();
    expect((await attempt(analyst(lakehouse.account), `VACUUM ${name}`, SANDBOX)).reason).toContain(
      'Insufficient permissions to execute the query.',
    );
    for (const denied of ['s3:ListBucket', 's3:DeleteObject', 's3:PutObject', 'glue:UpdateTable']) {
      const weak = {
        ...engineer(lakehouse.account, [`${denied} arn:aws:${denied.split(':')[0]}`]),
        now: in_(9).now,
      };
      expect([denied, (await attempt(weak, `VACUUM ${name}`, SANDBOX)).state]).toEqual([denied, 'FAILED']);
    }
    expect(await objects()).toEqual(before);
    const { id } = await vacuum(6);
    const { QueryExecution } = await send(call, 'GetQueryExecution', { QueryExecutionId: id });
    expect([QueryExecution.StatementType, QueryExecution.SubstatementType]).toEqual(['DML', 'VACUUM_TABLE']);
  });

  test('not of governed tables, views and Hive tables', async () => {
    expect((await attempt(call, 'VACUUM lakehouse.customers')).reason).toContain('Insufficient');
    expect((await attempt(analyst(lakehouse.account), 'VACUUM lakehouse.customers')).reason).toContain(
      'Insufficient',
    );
    await sql(
      `CREATE EXTERNAL TABLE hive_${name} (id string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/hive_${name}/'`,
    );
    expect((await attempt(call, `VACUUM hive_${name}`, SANDBOX)).reason).toBe(
      `NOT_SUPPORTED: VACUUM is supported for Iceberg tables only: sandbox.hive_${name}`,
    );
  });

  test('a table that names a governed folder as its own is not vacuumed', async () => {
    await inserts(1);
    const { VersionId: _, ...table } = catalog.table('sandbox', name)!;
    catalog.replaceTable(
      'sandbox',
      {
        Name: name,
        TableType: table.TableType,
        Parameters: table.Parameters,
        StorageDescriptor: { ...table.StorageDescriptor, Location: `s3://${LAKE}/lakehouse/customers` },
      },
      undefined,
      new Date(),
    );
    expect((await attempt(in_(30), `VACUUM ${name}`, SANDBOX)).reason).toContain(
      'Athena does not support DDL operations on Iceberg tables in locations that are registered with Lake Formation',
    );
  });
});
