import type { Database, TableMetadata } from '@aws-sdk/client-athena';
import type { Column } from '@aws-sdk/client-glue';
import type { Call } from '../call';
import { AwsError } from '../errors';
import type { CatalogDatabase, CatalogTable } from '../glue/catalog';
import type { TableAccess } from '../lakeformation/lakeFormation';
import { authorizeGlue, mayKnowAbsence, shownColumns } from './catalogView';
import { catalogErrorText, metadataError } from './requestError';

/** Metadata calls: Athena asks Glue for the caller, and wraps Glue's refusals in a MetadataException. */

export function tableMetadata(table: CatalogTable, access: TableAccess): TableMetadata {
  const column = ({ Name, Type, Comment }: Column) => ({ Name, Type, Comment });
  return {
    Name: table.Name,
    CreateTime: table.CreateTime,
    LastAccessTime: table.LastAccessTime,
    TableType: table.TableType,
    Columns: shownColumns(table.StorageDescriptor?.Columns, access).map(column),
    PartitionKeys: shownColumns(table.PartitionKeys, access).map(column),
    Parameters: { ...table.Parameters, ...storageParameters(table) },
  };
}

/** What Athena adds to a table's own parameters. */
function storageParameters(table: CatalogTable): Record<string, string> {
  const storage = table.StorageDescriptor;
  const found: Record<string, string | undefined> = {
    location: storage?.Location,
    inputformat: storage?.InputFormat,
    outputformat: storage?.OutputFormat,
    'serde.serialization.lib': storage?.SerdeInfo?.SerializationLibrary,
  };
  for (const [key, value] of Object.entries(storage?.SerdeInfo?.Parameters ?? {}))
    found[`serde.param.${key}`] = value;
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export function databaseMetadata(database: CatalogDatabase): Database {
  return { Name: database.Name, Description: database.Description, Parameters: database.Parameters };
}

export const entityNotFound = (call: Call): AwsError =>
  metadataError(catalogErrorText('Entity Not Found', 'EntityNotFoundException', call.requestId));

export const describeRequired = (call: Call, what: string): AwsError =>
  metadataError(
    catalogErrorText(
      `Insufficient Lake Formation permission(s): Required Describe on ${what}`,
      'AccessDeniedException',
      call.requestId,
    ),
  );

/** A database that is there and that the caller may see. @throws AwsError MetadataException, AccessDeniedException */
export async function seenDatabase(call: Call, name: string): Promise<CatalogDatabase> {
  await glueAllowed(call, 'GetDatabase', name);
  const { catalog, lakeFormation } = call.account;
  const database = catalog.database(name.toLowerCase());
  // Who may not see a database is not told whether it exists.
  const visible =
    lakeFormation.isAdmin(call.principal.grantee) ||
    lakeFormation.databaseAccess(call.principal.grantee, name.toLowerCase()).visible;
  if (!visible) throw describeRequired(call, name);
  if (!database) throw entityNotFound(call);
  return database;
}

/** A table that is there and that the caller may see. @throws AwsError MetadataException, AccessDeniedException */
export async function seenTable(
  call: Call,
  database: string,
  name: string,
): Promise<{ table: CatalogTable; access: TableAccess }> {
  await glueAllowed(call, 'GetTable', database, name);
  const { catalog, lakeFormation } = call.account;
  const table = catalog.table(database.toLowerCase(), name.toLowerCase());
  const access = table && lakeFormation.tableAccess(call.principal.grantee, table);
  if (table && access?.visible) return { table, access };
  if (table || !mayKnowAbsence(call, database.toLowerCase())) throw describeRequired(call, name);
  throw entityNotFound(call);
}

/** @throws AwsError AccessDeniedException in the words of Athena's metadata calls */
export async function glueAllowed(
  call: Call,
  action: string,
  database?: string,
  table?: string,
): Promise<void> {
  try {
    await authorizeGlue(call, action, database?.toLowerCase(), table?.toLowerCase());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDeniedException',
      `You are not authorized to perform: glue:${action} on the resource. After your AWS administrator or you have updated your permissions, please try again.`,
    );
  }
}
