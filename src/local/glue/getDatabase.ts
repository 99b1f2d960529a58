import type { GetDatabaseCommandInput, GetDatabaseResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { shownDatabase } from './shown';
import { visibleDatabase } from './visibility';

export const getDatabase: Operation<GetDatabaseCommandInput, GetDatabaseResponse> = async (
  { Name },
  call,
) => {
  new Constraints().text('name', Name).check();
  return { Database: shownDatabase(visibleDatabase(call, Name!), call) };
};
