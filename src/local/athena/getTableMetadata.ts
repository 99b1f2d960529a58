import type { GetTableMetadataCommandInput, GetTableMetadataCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { visibleTable } from '../glue/visibility';
import { checkCatalog } from './dataCatalog';
import { catalogName, checkFrame, identifier, workGroupName } from './frame';
import { tableMetadata, throughGlue } from './metadata';

export const getTableMetadata: Operation<
  GetTableMetadataCommandInput,
  Omit<GetTableMetadataCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, {
    CatalogName: catalogName,
    DatabaseName: identifier,
    TableName: identifier,
    WorkGroup: workGroupName(),
  });
  checkCatalog(input.CatalogName);
  const [database, table] = [input.DatabaseName!, input.TableName!];
  const found = await throughGlue(call, 'GetTable', { database, table }, () =>
    visibleTable(call, database, table),
  );
  return { TableMetadata: tableMetadata(found) };
};
