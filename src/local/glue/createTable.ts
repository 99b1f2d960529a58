import type { CreateTableCommandInput, CreateTableResponse, TableInput } from '@aws-sdk/client-glue';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { databaseNotFound } from './catalog';
import { Constraints } from './constraints';
import { checkTableInput } from './tableInput';
import { requireTableLocations } from './tableLocation';
import { requireOnDatabase } from './visibility';

/** Adds a table to the catalog. Who makes it holds all permissions on it, and may grant them. */
export const createTable: Operation<CreateTableCommandInput, CreateTableResponse> = async (input, call) => {
  new Constraints().text('databaseName', input.DatabaseName).check();
  checkTableInput(input.TableInput);
  if (input.PartitionIndexes?.length)
    throw new AwsError('InvalidInputException', 'Partition indexes are not supported.');
  const database = requireOnDatabase(call, input.DatabaseName!, 'CREATE_TABLE');
  requireTableLocations(call, database, input.TableInput!);
  register(call, database.Name, input.TableInput!);
  return {};
};

function register(call: Call, database: string, table: TableInput): void {
  const { catalog, lakeFormation, store } = call.account;
  store.transaction(() => {
    if (!catalog.database(database)) throw databaseNotFound(database);
    catalog.createTable(database, table, { grantee: call.principal.grantee, now: call.now });
    lakeFormation.created(call.principal.grantee, { database, table: table.Name!.toLowerCase() });
  });
}
