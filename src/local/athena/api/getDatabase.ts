import type { GetDatabaseCommandInput, GetDatabaseCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { visibleDatabase } from '../../glue/visibility';
import { checkCatalog } from './dataCatalog';
import { databaseMetadata, withMetadataErrors } from './tableMetadata';
import { catalogName, identifier, validateRequest, workGroupName } from './validateRequest';

export const getDatabase: Operation<
  GetDatabaseCommandInput,
  Omit<GetDatabaseCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { CatalogName: catalogName, DatabaseName: identifier, WorkGroup: workGroupName() });
  checkCatalog(input.CatalogName);
  const database = input.DatabaseName!;
  const found = await withMetadataErrors(call, 'GetDatabase', { database }, () =>
    visibleDatabase(call, database),
  );
  return { Database: databaseMetadata(found) };
};
