import type { AlterAction, ColumnDefinition, Statement } from '../../../sql/syntax/ast/statement';
import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { revealingChange } from '../../glue/revealingChange';
import {
  addColumns,
  type Change,
  changeColumn,
  dropColumn,
  InvalidSchemaChange,
  metadataFolder,
  setProperties,
} from '../../iceberg';
import { refuseFiltered } from '../execution/authorizeRowChange';
import { columnTypeOf } from '../execution/columnType';
import { ddlTaskFailed, failure, QueryFailure } from '../execution/failure';
import { propertyMap } from '../execution/properties';
import type { Run, StatementRunner } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { tablePointer } from '../execution/tablePointer';
import { hiveTableFor } from '../hive/hiveErrors';
import { commitFiles } from '../iceberg/icebergCommit';
import { icebergMetadata } from '../iceberg/icebergMetadata';
import { icebergProperties, removableProperties } from '../iceberg/icebergProperties';
import { refuseGovernedDdl } from '../iceberg/refuseGovernedDdl';

/**
 * `ALTER TABLE`: of Iceberg tables ADD COLUMNS, DROP COLUMN, CHANGE COLUMN (which renames, too: Athena has no RENAME
 * COLUMN) and the properties; of Hive tables the properties.
 */
export const alterTable: StatementRunner<Extract<Statement, { type: 'alterTable' }>> = async (
  statement,
  run,
) => {
  const { action } = statement;
  const table = await hiveTableFor(run, statement.name, 'UpdateTable', 'ALTER');
  if (table.kind === 'ICEBERG') await alterIceberg(table, () => icebergChange(action), run);
  else if (action.action === 'setProperties' || action.action === 'unsetProperties')
    await alterHive(table, action, run);
  else throw unsupported(action);
  return { kind: 'none' };
};

/** @throws QueryFailure for what Athena does not change of Iceberg tables */
function icebergChange(action: AlterAction): Change {
  switch (action.action) {
    case 'addColumns':
      return addColumns(action.columns.map(newColumn));
    case 'dropColumn':
      return dropColumn(action.column.name.toLowerCase());
    case 'changeColumn': {
      const { column, to, position } = action;
      return changeColumn({
        column: column.name.toLowerCase(),
        ...newColumn(to),
        position: typeof position === 'object' ? { after: position.after.name.toLowerCase() } : position,
      });
    }
    case 'setProperties':
      return setProperties(icebergProperties(action.properties));
    case 'unsetProperties':
      return setProperties({}, removableProperties(action.keys));
    case 'renameTo':
      throw unsupported(action);
    default:
      throw new QueryFailure('Query type not supported by Athena Iceberg at this time', 2, 1200);
  }
}

const newColumn = ({ name, columnType, comment }: ColumnDefinition) => ({
  name: name.name.toLowerCase(),
  type: columnTypeOf(columnType),
  comment,
});

async function alterIceberg(table: AuthorizedTable, made: () => Change, run: Run): Promise<void> {
  // What the schema says to a change would tell which columns there are.
  refuseFiltered(table);
  const change = made();
  refuseGovernedDdl(table.location, run);
  const metadata = await icebergMetadata(table, run);
  await authorizeFolders('s3:PutObject', [metadataFolder(metadata)], table.storage, run);
  const pointer = tablePointer(table.database, table.name, run);
  try {
    await commitFiles([], async () => change, { metadata, pointer }, run);
  } catch (error) {
    // AWS does not document the code of a change that the schema does not take; CREATE TABLE's is the nearest.
    if (error instanceof InvalidSchemaChange) throw new QueryFailure(error.message, 2, 1004);
    throw error;
  }
}

async function alterHive(
  { database, forCommit: table }: AuthorizedTable,
  action: Extract<AlterAction, { action: 'setProperties' | 'unsetProperties' }>,
  { call }: Run,
): Promise<void> {
  const { account, now } = call;
  const parameters = { ...table.Parameters };
  if (action.action === 'setProperties') Object.assign(parameters, propertyMap(action.properties));
  else for (const key of action.keys) delete parameters[key];
  const next = {
    Name: table.Name,
    Description: table.Description,
    Owner: table.Owner,
    TableType: table.TableType,
    PartitionKeys: table.PartitionKeys,
    StorageDescriptor: table.StorageDescriptor,
    ViewOriginalText: table.ViewOriginalText,
    ViewExpandedText: table.ViewExpandedText,
    Parameters: parameters,
  };
  const change = await revealingChange(account, database, next);
  try {
    account.store.transaction(() => {
      change.refuse();
      account.catalog.replaceTable(database, next, table.VersionId, now);
    });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'InvalidInputException')
      throw ddlTaskFailed(error.message);
    throw error;
  }
}

const unsupported = ({ action }: { action: keyof typeof WORDS }): QueryFailure =>
  failure('NOT_SUPPORTED', `ALTER TABLE ${WORDS[action]} is not supported by the local account`);

const WORDS = {
  addColumns: 'ADD COLUMNS',
  replaceColumns: 'REPLACE COLUMNS',
  dropColumn: 'DROP COLUMN',
  changeColumn: 'CHANGE COLUMN',
  renameTo: 'RENAME TO',
  setLocation: 'SET LOCATION',
  addPartitions: 'ADD PARTITION',
  dropPartitions: 'DROP PARTITION',
};
