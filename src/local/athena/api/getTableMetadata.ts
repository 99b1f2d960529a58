import type { GetTableMetadataCommandInput, GetTableMetadataCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { visibleTable } from '../../glue/visibility';
import { checkCatalog } from './dataCatalog';
import { tableMetadata, withMetadataErrors } from './tableMetadata';
import { catalogName, identifier, validateRequest, workGroupName } from './validateRequest';

export const getTableMetadata: Operation<
  GetTableMetadataCommandInput,
  Omit<GetTableMetadataCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    CatalogName: catalogName,
    DatabaseName: identifier,
    TableName: identifier,
    WorkGroup: workGroupName(),
  });
  checkCatalog(input.CatalogName);
  const [database, table] = [input.DatabaseName!, input.TableName!];
  const found = await withMetadataErrors(call, 'GetTable', { database, table }, () =>
    visibleTable(call, database, table),
  );
  return { TableMetadata: tableMetadata(found) };
};
