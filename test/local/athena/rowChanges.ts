import type { Account } from '../../../src/local/account';
import { tableFiles } from '../../../src/local/athena/tableFiles';
import { readMetadata, type Snapshot } from '../../../src/local/iceberg';

export const SANDBOX = { QueryExecutionContext: { Database: 'sandbox' } };

/** The snapshots of a table, oldest first. */
export async function snapshots(account: Account, database: string, table: string): Promise<Snapshot[]> {
  const location = account.catalog.table(database, table)!.Parameters!.metadata_location!;
  return (await readMetadata(location, tableFiles(account))).snapshots;
}
