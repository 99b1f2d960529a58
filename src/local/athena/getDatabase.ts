import type { GetDatabaseCommandInput, GetDatabaseCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { checkCatalog } from './dataCatalog';
import { catalogName, checkFrame, identifier, workGroupName } from './frame';
import { databaseMetadata, seenDatabase } from './metadata';

export const getDatabase: Operation<
  GetDatabaseCommandInput,
  Omit<GetDatabaseCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, { CatalogName: catalogName, DatabaseName: identifier, WorkGroup: workGroupName() });
  checkCatalog(input.CatalogName);
  return { Database: databaseMetadata(await seenDatabase(call, input.DatabaseName!)) };
};
