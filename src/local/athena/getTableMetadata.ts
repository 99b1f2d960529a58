import type { GetTableMetadataCommandInput, GetTableMetadataCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { checkCatalog } from './dataCatalog';
import { catalogName, checkFrame, identifier, workGroupName } from './frame';
import { seenTable, tableMetadata } from './metadata';

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
  const { table, access } = await seenTable(call, input.DatabaseName!, input.TableName!);
  return { TableMetadata: tableMetadata(table, access) };
};
