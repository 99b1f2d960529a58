import type { GetTablesCommandInput, GetTablesResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { gluePage } from './gluePage';
import { matchingNames } from './namePattern';
import { shownTable } from './shown';
import { visibleDatabase, visibleTables } from './visibility';

/** The tables of a database that the caller may see; `Expression` is a pattern of their names. */
export const getTables: Operation<GetTablesCommandInput, GetTablesResponse> = async (input, call) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .optionalText('expression', input.Expression, { min: 0, max: 2048 })
    .number('maxResults', input.MaxResults, { min: 1, max: 100 })
    .check();
  const database = visibleDatabase(call, input.DatabaseName!);
  const tables = await visibleTables(call, database.Name);
  const names =
    input.Expression &&
    matchingNames(
      tables.map(({ name }) => name),
      input.Expression,
    );
  const wanted = names ? tables.filter(({ name }) => names.has(name)) : tables;
  const { items, NextToken } = gluePage(wanted, ({ name }) => name, input, 100);
  return { TableList: items.map((table) => shownTable(table.shown, call)), NextToken };
};
