import type { Database, TableMetadata } from '@aws-sdk/client-athena';
import type { Column } from '@aws-sdk/client-glue';
import type { Call } from '../../call';
import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import type { CatalogDatabase, CatalogTable } from '../../glue/catalog';
import { isCurrent } from '../../glue/tableKind';
import { authorizeGlue } from '../execution/catalogView';
import { catalogErrorText, metadataError } from './requestError';

/** Metadata calls: Athena asks Glue for the caller, and wraps Glue's refusals in a MetadataException. */

export function tableMetadata({ shown: table }: AuthorizedTable): TableMetadata {
  const columns = (list: Column[] | undefined) =>
    (list ?? []).filter(isCurrent).map(({ Name, Type, Comment }) => ({ Name, Type, Comment }));
  return {
    Name: table.Name,
    CreateTime: table.CreateTime,
    LastAccessTime: table.LastAccessTime,
    TableType: table.TableType,
    Columns: columns(table.StorageDescriptor?.Columns),
    PartitionKeys: columns(table.PartitionKeys),
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
  for (const [key, value] of Object.entries(storage?.SerdeInfo?.Parameters ?? {})) {
    found[`serde.param.${key}`] = value;
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export function databaseMetadata(database: CatalogDatabase): Database {
  return { Name: database.Name, Description: database.Description, Parameters: database.Parameters };
}

/**
 * Asks IAM for a Glue action, then the catalog by `look`, and puts a refusal into Athena's words.
 * @throws AwsError AccessDeniedException, MetadataException
 */
export async function withMetadataErrors<T>(
  call: Call,
  action: string,
  names: { database?: string; table?: string },
  look: () => T | Promise<T>,
): Promise<T> {
  try {
    await authorizeGlue(call, action, names.database, names.table);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDeniedException',
      `You are not authorized to perform: glue:${action} on the resource. After your AWS administrator or you have updated your permissions, please try again.`,
    );
  }
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw metadataError(catalogErrorText(error.message, error.code, call.requestId));
  }
}
