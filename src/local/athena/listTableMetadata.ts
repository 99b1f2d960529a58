import type { ListTableMetadataCommandInput, ListTableMetadataCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../call';
import { visibleTables } from './catalogView';
import { checkCatalog } from './dataCatalog';
import { catalogName, checkFrame, identifier, nextToken, workGroupName } from './frame';
import { glueAllowed, seenDatabase, tableMetadata } from './metadata';
import { namePattern } from './namePattern';
import { page } from './page';

export const listTableMetadata: Operation<
  ListTableMetadataCommandInput,
  Omit<ListTableMetadataCommandOutput, '$metadata'>
> = async (input, call) => {
  checkFrame(input, {
    CatalogName: catalogName,
    DatabaseName: identifier,
    Expression: { type: 'text', min: 0, max: 256 },
    NextToken: nextToken,
    MaxResults: { type: 'integer', min: 1, max: 50 },
    WorkGroup: workGroupName(),
  });
  checkCatalog(input.CatalogName);
  const database = await seenDatabase(call, input.DatabaseName!);
  await glueAllowed(call, 'GetTables', database.Name);
  const matches = input.Expression ? namePattern(input.Expression) : () => true;
  const tables = visibleTables(call, database.Name).filter(({ table }) => matches(table.Name));
  const found = page(tables, ({ table }) => table.Name, input, 50);
  return {
    TableMetadataList: found.items.map(({ table, access }) => tableMetadata(table, access)),
    NextToken: found.NextToken,
  };
};
