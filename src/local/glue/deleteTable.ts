import type {
  BatchDeleteTableCommandInput,
  BatchDeleteTableResponse,
  DeleteTableCommandInput,
  DeleteTableResponse,
  TableError,
} from '@aws-sdk/client-glue';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from './constraints';
import { requireOnTable } from './visibility';

/** Removes the entry in the catalog; metadata and data files stay where they are. */
export const deleteTable: Operation<DeleteTableCommandInput, DeleteTableResponse> = async (
  { DatabaseName, Name },
  call,
) => {
  new Constraints().text('databaseName', DatabaseName).text('name', Name).check();
  await drop(call, DatabaseName!, Name!);
  return {};
};

export const batchDeleteTable: Operation<BatchDeleteTableCommandInput, BatchDeleteTableResponse> = async (
  input,
  call,
) => {
  const constraints = new Constraints()
    .text('databaseName', input.DatabaseName)
    .list('tablesToDelete', input.TablesToDelete, { max: 100 });
  (input.TablesToDelete ?? []).forEach(
    (name, i) => void constraints.text(`tablesToDelete.${i + 1}.member`, name),
  );
  constraints.check();
  const Errors: TableError[] = [];
  for (const TableName of input.TablesToDelete!) {
    try {
      await drop(call, input.DatabaseName!, TableName);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ TableName, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } });
    }
  }
  return Errors.length === 0 ? {} : { Errors };
};

async function drop(call: Call, database: string, name: string): Promise<void> {
  const table = await requireOnTable(call, database, name, 'DROP');
  call.account.catalog.dropTable(table.database, table.name);
}
