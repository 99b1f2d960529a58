import type { DeleteDatabaseCommandInput, DeleteDatabaseResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { databaseArn, removeTags } from './tags';
import { requireOnDatabase } from './visibility';

/** Removes a database with its tables and partitions from the catalog; the data stays where it is. */
export const deleteDatabase: Operation<DeleteDatabaseCommandInput, DeleteDatabaseResponse> = async (
  { Name },
  call,
) => {
  new Constraints().text('name', Name).check();
  const database = requireOnDatabase(call, Name!, 'DROP');
  call.account.store.transaction(() => {
    call.account.catalog.dropDatabase(database.Name);
    removeTags(call, databaseArn(call, database.Name));
  });
  return {};
};
