import type { ListTableMetadataCommandInput, ListTableMetadataCommandOutput } from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { visibleDatabase, visibleTables } from '../../glue/visibility';
import { checkCatalog } from './dataCatalog';
import { wholeNames } from './namePattern';
import { page } from './page';
import { tableMetadata, withMetadataErrors } from './tableMetadata';
import { catalogName, identifier, nextToken, validateRequest, workGroupName } from './validateRequest';

export const listTableMetadata: Operation<
  ListTableMetadataCommandInput,
  Omit<ListTableMetadataCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, {
    CatalogName: catalogName,
    DatabaseName: identifier,
    Expression: { type: 'text', min: 0, max: 256 },
    NextToken: nextToken,
    MaxResults: { type: 'integer', min: 1, max: 50 },
    WorkGroup: workGroupName(),
  });
  checkCatalog(input.CatalogName);
  const database = input.DatabaseName!;
  const all = await withMetadataErrors(call, 'GetTables', { database }, () =>
    visibleTables(call, visibleDatabase(call, database).Name),
  );
  const names = all.map((table) => table.name);
  const wanted = new Set(input.Expression ? wholeNames(names, input.Expression) : names);
  const found = page(
    all.filter((table) => wanted.has(table.name)),
    (table) => table.name,
    input,
    50,
  );
  return { TableMetadataList: found.items.map(tableMetadata), NextToken: found.NextToken };
};
