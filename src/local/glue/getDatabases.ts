import type { GetDatabasesCommandInput, GetDatabasesResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { gluePage } from './gluePage';
import { shownDatabase } from './shown';
import { visibleDatabases } from './visibility';

export const getDatabases: Operation<GetDatabasesCommandInput, GetDatabasesResponse> = async (
  input,
  call,
) => {
  new Constraints().number('maxResults', input.MaxResults, { min: 1, max: 100 }).check();
  const { items, NextToken } = gluePage(visibleDatabases(call), ({ Name }) => Name, input, 100);
  return { DatabaseList: items.map((database) => shownDatabase(database, call)), NextToken };
};
