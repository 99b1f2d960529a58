import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import type { Call } from '../../../src/local/call';
import {
  currentSnapshot,
  newTable,
  readManifestList,
  readMetadata,
  type Snapshot,
  type TableMetadata,
  writeMetadata,
} from '../../../src/local/iceberg';
import { manifestListFile } from '../../../src/local/iceberg/manifest/manifestList';
import { analyst, attempt, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';
import { SANDBOX } from './rowChanges';

/**
 * The analyst, who may not see `ssn`, makes up metadata in a folder of its own that names files of the governed table:
 * nothing of them may show, neither in rows nor in errors nor in what a condition leaves out.
 */

let lakehouse: Lakehouse;
let as: Call;
let governed: TableMetadata;
let tables = 0;
let name: string;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  as = analyst(lakehouse.account, ['s3:GetObject arn:aws:s3:::lakehouse-lake/lakehouse/']);
  await run(
    engineer(lakehouse.account),
    `INSERT INTO customers (id, name, ssn) VALUES (1, 'Ann', '900-00-0001'), (2, 'Bob', '900-00-0002')`,
  );
  const at = lakehouse.account.catalog.table('lakehouse', 'customers')!.Parameters!.metadata_location!;
  governed = await readMetadata(at, tableFiles(lakehouse.account));
});
afterAll(() => lakehouse.close());
beforeEach(() => {
  name = `forged${++tables}`;
});

const files = () => tableFiles(lakehouse.account);

/** An own table in the sandbox that stands at made-up metadata. */
async function forged(snapshots: Snapshot[], location = `s3://${LAKE}/sandbox/${name}`): Promise<void> {
  await run(
    as,
    `CREATE TABLE ${name} (id bigint, name string, ssn string, since date, amount decimal(10,2)) PARTITIONED BY (bucket(4, id)) LOCATION 's3://${LAKE}/sandbox/${name}' TBLPROPERTIES ('table_type'='ICEBERG')`,
    SANDBOX,
  );
  await pointAt({ ...governed, location, snapshots, properties: {} });
}

async function pointAt(metadata: TableMetadata): Promise<string> {
  const { catalog } = lakehouse.account;
  const own = `s3://${LAKE}/sandbox/${name}`;
  const at = await writeMetadata(
    { ...metadata, properties: { 'write.metadata.path': `${own}/metadata` } },
    files(),
  );
  const { Name, TableType, StorageDescriptor, Parameters } = catalog.table('sandbox', name)!;
  const input = { Name, TableType, StorageDescriptor, Parameters: { ...Parameters, metadata_location: at } };
  catalog.replaceTable('sandbox', input, undefined, new Date(), { skipArchive: true });
  return at;
}

/** A snapshot whose manifest list is the analyst's, with the governed table's manifests in it. */
async function ownList(): Promise<Snapshot> {
  const snapshot = currentSnapshot(governed)!;
  const uri = `s3://${LAKE}/sandbox/${name}/metadata/snap-own.avro`;
  const manifests = await readManifestList(snapshot, files());
  const list = manifestListFile(manifests, { id: snapshot['snapshot-id'], sequenceNumber: 1 });
  await files().write(uri, list);
  return { ...snapshot, 'manifest-list': uri };
}

const DENIED = /^ICEBERG_CANNOT_OPEN_SPLIT: .*Access Denied/;
/** Every statement has the same outcome, whatever the values are. */
const STATEMENTS = (table: string) => [
  `SELECT count(*) FROM ${table}`,
  `SELECT 1 FROM ${table} WHERE ssn < '900-00-0001'`,
  `SELECT 1 FROM ${table} WHERE ssn <= '900-00-0001'`,
  `SELECT 1 FROM ${table} WHERE ssn = 'nobody'`,
  `SELECT 1 FROM ${table} FOR VERSION AS OF ${currentSnapshot(governed)!['snapshot-id']} WHERE ssn = 'nobody'`,
  `DELETE FROM ${table} WHERE ssn = 'nobody'`,
  `UPDATE ${table} SET name = 'x' WHERE ssn = 'nobody'`,
  `MERGE INTO ${table} f USING (VALUES 'nobody') AS s(ssn) ON f.ssn = s.ssn AND f.ssn = 'nobody' WHEN MATCHED THEN DELETE`,
  `INSERT INTO ${table} (id) VALUES 1`,
  `OPTIMIZE ${table} REWRITE DATA USING BIN_PACK`,
  `SELECT lower_bounds FROM "${table}$files"`,
  `SELECT partitions FROM "${table}$manifests"`,
];

describe('nothing of a governed table shows through', () => {
  test('a snapshot with its manifest list', async () => {
    await forged(governed.snapshots);
    for (const sql of STATEMENTS(name)) {
      const { reason } = await attempt(as, sql, SANDBOX);
      expect(reason, sql).toMatch(DENIED);
      expect(reason, sql).not.toContain('/data/');
    }
  });

  test('a manifest list of its manifests', async () => {
    await forged([await ownList()]);
    for (const sql of STATEMENTS(name)) {
      const { reason } = await attempt(as, sql, SANDBOX);
      expect(reason, sql).toMatch(DENIED);
      expect(reason, sql).not.toContain('/data/');
    }
  });

  test('metadata that is put there while a statement runs', async () => {
    const own = newTable({
      location: `s3://${LAKE}/sandbox/${name}`,
      columns: [{ name: 'id', type: { kind: 'bigint' } }],
      now: new Date(),
    });
    await forged([]);
    await pointAt(own);
    const { catalog } = lakehouse.account;
    const table = catalog.table.bind(catalog);
    const list = await ownList();
    let reads = 0;
    // The table is looked at when the statement starts, and again for the commit: in between it changes.
    await pointAt({
      ...governed,
      'table-uuid': own['table-uuid'],
      location: own.location,
      snapshots: [list],
    });
    const late = table('sandbox', name)!;
    await pointAt(own);
    catalog.table = (database, wanted) =>
      database === 'sandbox' && wanted === name && ++reads > 1 ? late : table(database, wanted);
    try {
      const { reason } = await attempt(as, `INSERT INTO ${name} VALUES 1`, SANDBOX);
      expect(reason).toMatch(DENIED);
      expect(reads).toBeGreaterThan(1);
    } finally {
      catalog.table = table;
    }
  });
});

describe('nothing of the machine shows through', () => {
  test.each([
    'file:///etc/passwd',
    '/etc/passwd',
    's3://lakehouse-lake/../../../../etc/passwd',
    's3://',
    'http://127.0.0.1/',
  ])('%s', async (address) => {
    await forged([{ ...currentSnapshot(governed)!, 'manifest-list': address }]);
    const { state, reason } = await attempt(as, `SELECT * FROM ${name}`, SANDBOX);
    expect(state).toBe('FAILED');
    expect(reason).not.toContain('root:');
  });
});
