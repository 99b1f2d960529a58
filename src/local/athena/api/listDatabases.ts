import type { ListDatabasesCommandInput, ListDatabasesCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { visibleDatabases } from '../../glue/visibility';
import { checkCatalog } from './dataCatalog';
import { page } from './page';
import { databaseMetadata, withMetadataErrors } from './tableMetadata';
import { catalogName, nextToken, validateRequest, workGroupName } from './validateRequest';

export const listDatabases: Operation<
  ListDatabasesCommandInput,
  Omit<ListDatabasesCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    CatalogName: catalogName,
    NextToken: nextToken,
    MaxResults: { type: 'integer', min: 1, max: 50 },
    WorkGroup: workGroupName(),
  });
  checkCatalog(input.CatalogName);
  const databases = await withMetadataErrors(call, 'GetDatabases', {}, () => visibleDatabases(call));
  const found = page(databases, (database) => database.Name, input, 50);
  return { DatabaseList: found.items.map(databaseMetadata), NextToken: found.NextToken };
};
