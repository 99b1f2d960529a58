import type { CreateTableCommandInput, CreateTableResponse, TableInput } from '@aws-sdk/client-glue';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { foldName, tableExists } from './catalog';
import { Constraints } from './constraints';
import { writeIcebergTable } from './icebergCreation';
import { checkTableInput } from './tableInput';
import { requireTableLocations } from './tableLocation';
import { requireOnDatabase } from './visibility';

/**
 * Adds a table to the catalog; with an IcebergInput it also writes the table's first metadata file. Who makes the table
 * holds all permissions on it, and may grant them.
 */
export const createTable: Operation<CreateTableCommandInput, CreateTableResponse> = async (input, call) => {
  new Constraints().text('databaseName', input.DatabaseName).check();
  checkTableInput(input.TableInput);
  if (input.PartitionIndexes?.length)
    throw new AwsError('InvalidInputException', 'Partition indexes are not supported.');
  const database = requireOnDatabase(call, input.DatabaseName!, 'CREATE_TABLE');
  const table = input.TableInput!;
  requireTableLocations(call, database, table);
  if (call.account.catalog.table(database.Name, table.Name!)) throw tableExists();

  const iceberg = input.OpenTableFormatInput?.IcebergInput;
  if (!iceberg) {
    register(call, database.Name, table);
    return {};
  }
  const written = await writeIcebergTable(iceberg, table, call);
  try {
    register(call, database.Name, written.input);
  } catch (error) {
    await written.undo();
    throw error;
  }
  return {};
};

function register(call: Call, database: string, table: TableInput): void {
  const { catalog, lakeFormation, store } = call.account;
  store.transaction(() => {
    catalog.createTable(database, table, { grantee: call.principal.grantee, now: call.now });
    lakeFormation.created(call.principal.grantee, { database, table: foldName(table.Name!) });
  });
}
