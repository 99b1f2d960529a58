import { AwsError } from '../../errors';
import {
  CommitStateUnknown,
  type Files,
  glueColumns,
  type TableMetadata,
  writeMetadata,
} from '../../iceberg';
import { ddlTaskFailed, failure } from '../execution/failure';
import { pendingRemovals, type UnfinishedFiles } from '../execution/pendingRemovals';
import type { Run } from '../execution/run';
import { tableFiles } from '../execution/tableFiles';

export interface NewIcebergTable {
  database: string;
  name: string;
  metadata: TableMetadata;
  comment?: string;
  ifNotExists: boolean;
  /** The table's files that are written already. */
  unfinished?: UnfinishedFiles;
}

/**
 * Writes a new table's first metadata file and enters the table into the catalog, with the caller as its creator.
 * @returns the address of the metadata file; undefined when the table was there already and that is no error
 * @throws QueryFailure when it is there already; then nothing is left behind. CommitStateUnknown: all is kept
 */
export async function registerIcebergTable(table: NewIcebergTable, run: Run): Promise<string | undefined> {
  const { account, principal, now } = run.call;
  const { database, name, metadata } = table;
  if (account.catalog.table(database, name)) return alreadyThere(table);
  const unfinished = table.unfinished ?? pendingRemovals(account).hold(metadata.location);
  let location: string | undefined;
  try {
    const at = await written(metadata, unfinished.noting(tableFiles(account)));
    location = at;
    account.store.transaction(() => {
      unfinished.settle();
      account.catalog.createTable(
        database,
        {
          Name: name,
          Description: table.comment,
          TableType: 'EXTERNAL_TABLE',
          Parameters: { table_type: 'ICEBERG', metadata_location: at },
          StorageDescriptor: { Columns: glueColumns(metadata), Location: metadata.location },
        },
        { grantee: principal.grantee, now },
      );
      account.lakeFormation.created(principal.grantee, { database, table: name });
    });
  } catch (error) {
    if (location !== undefined && entered(table, location, run, error)) return location;
    await unfinished.undo();
    if (error instanceof AwsError && error.code === 'AlreadyExistsException') return alreadyThere(table);
    throw error;
  }
  return location;
}

/** After the catalog failed: whether the table stands in it all the same. @throws CommitStateUnknown when that cannot be read */
function entered({ database, name, metadata }: NewIcebergTable, location: string, run: Run, error: unknown) {
  try {
    return run.call.account.catalog.table(database, name)?.Parameters?.metadata_location === location;
  } catch {
    throw new CommitStateUnknown(metadata.location, error);
  }
}

async function written(metadata: TableMetadata, files: Files): Promise<string> {
  try {
    return await writeMetadata(metadata, files);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure(
      'ICEBERG_FILESYSTEM_ERROR',
      `Failed to create file in ${metadata.location}: ${error.message}`,
    );
  }
}

function alreadyThere(table: NewIcebergTable): undefined {
  if (table.ifNotExists) return undefined;
  throw tableExists(table.name);
}

export const tableExists = (name: string) =>
  ddlTaskFailed(
    `AlreadyExistsException(message:Table ${name} already exist)`,
    `Table ${name} already exists.`,
  );
