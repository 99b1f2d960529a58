import type { Account } from '../../../src/local/account';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import type { Call } from '../../../src/local/call';
import { readMetadata, type Snapshot } from '../../../src/local/iceberg';
import { LAKE, run } from './lakehouse';

/** For tests of statements that change rows: tables in the database where nothing is registered. */
export const SANDBOX = { QueryExecutionContext: { Database: 'sandbox' } };

export const createTable = (call: Call, name: string, columns: string, partitions = '') =>
  run(
    call,
    `CREATE TABLE ${name} (${columns}) ${partitions} LOCATION 's3://${LAKE}/sandbox/${name}' TBLPROPERTIES ('table_type'='ICEBERG')`,
    SANDBOX,
  );

/** Rows without the header, sorted by their text. */
export async function liveRows(call: Call, name: string, select = '*'): Promise<(string | undefined)[][]> {
  const { rows } = await run(call, `SELECT ${select} FROM ${name}`, SANDBOX);
  const key = (row: unknown[]) => JSON.stringify(row.map((value) => value ?? null));
  return rows.slice(1).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The snapshots of a table, oldest first. */
export async function snapshots(account: Account, database: string, table: string): Promise<Snapshot[]> {
  const location = account.catalog.table(database, table)!.Parameters!.metadata_location!;
  return (await readMetadata(location, tableFiles(account))).snapshots;
}

/** Names of all objects of a table in the sandbox. */
export async function objectsOf(account: Account, table: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const object of account.objects.list(LAKE, `sandbox/${table}/`)) keys.push(object.key);
  return keys.sort();
}
