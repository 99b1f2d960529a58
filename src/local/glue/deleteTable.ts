import type {
  BatchDeleteTableCommandInput,
  BatchDeleteTableResponse,
  DeleteTableCommandInput,
  DeleteTableResponse,
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
  drop(call, DatabaseName!, Name!);
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
  const Errors = input.TablesToDelete!.flatMap((TableName) => {
    try {
      drop(call, input.DatabaseName!, TableName);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [{ TableName, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }];
    }
  });
  return Errors.length === 0 ? {} : { Errors };
};

function drop(call: Call, database: string, name: string): void {
  const table = requireOnTable(call, database, name, 'DROP');
  call.account.catalog.dropTable(table.DatabaseName, table.Name);
}
