import type { GetDatabaseCommandInput, GetDatabaseCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { visibleDatabase } from '../glue/visibility';
import { checkCatalog } from './dataCatalog';
import { catalogName, checkFrame, identifier, workGroupName } from './frame';
import { databaseMetadata, throughGlue } from './metadata';

export const getDatabase: Operation<
  GetDatabaseCommandInput,
  Omit<GetDatabaseCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, { CatalogName: catalogName, DatabaseName: identifier, WorkGroup: workGroupName() });
  checkCatalog(input.CatalogName);
  const database = input.DatabaseName!;
  const found = await throughGlue(call, 'GetDatabase', { database }, () => visibleDatabase(call, database));
  return { Database: databaseMetadata(found) };
};
