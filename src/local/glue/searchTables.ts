import type { SearchTablesCommandInput, SearchTablesResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import type { CatalogTable } from './catalog';
import { Constraints } from './constraints';
import { gluePage } from './gluePage';
import { shownTable } from './shown';
import { visibleDatabases, visibleTables } from './visibility';

/** Tables of all databases by a text in their names, descriptions, columns or parameters, and by their DatabaseName or Name. */
export const searchTables: Operation<SearchTablesCommandInput, SearchTablesResponse> = async (
  input,
  call,
) => {
  new Constraints()
    .optionalText('searchText', input.SearchText, { min: 0, max: 1024 })
    .number('maxResults', input.MaxResults, { min: 1, max: 1000 })
    .structures('filters', input.Filters)
    .check();
  if (input.SortCriteria?.length)
    throw new AwsError('InvalidInputException', 'SortCriteria is not supported.');
  const filters = (input.Filters ?? []).map(({ Key, Value, Comparator }) => {
    if ((Key !== 'DatabaseName' && Key !== 'Name') || (Comparator && Comparator !== 'EQUALS'))
      throw new AwsError(
        'InvalidInputException',
        'Only DatabaseName and Name with EQUALS are supported in Filters.',
      );
    return (table: CatalogTable) => table[Key] === Value?.toLowerCase();
  });
  const text = input.SearchText?.replace(/^"(.*)"$/, '$1').toLowerCase();
  const seen = await Promise.all(visibleDatabases(call).map(({ Name }) => visibleTables(call, Name)));
  const found = seen
    .flat()
    .map(({ shown }) => shown)
    .filter((table) => filters.every((filter) => filter(table)) && (!text || searched(table).includes(text)));
  const { items, NextToken } = gluePage(
    found,
    ({ DatabaseName, Name }) => `${DatabaseName}\n${Name}`,
    input,
    100,
  );
  return { TableList: items.map((table) => shownTable(table, call)), NextToken };
};

/** Only what the caller sees is searched, so that hidden columns cannot be probed for. */
const searched = (table: CatalogTable): string => {
  const columns = [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])];
  const names = columns.flatMap(({ Name, Comment }) => [Name, Comment]);
  return [table.Name, table.Description, ...names].filter(Boolean).join('\n').toLowerCase();
};
