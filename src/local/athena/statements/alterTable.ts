import type { AlterAction, ColumnDefinition, Statement } from '../../../sql/syntax/ast/statement';
import type { CatalogTable } from '../../glue/catalog';
import {
  addColumns,
  type Change,
  changeColumn,
  dropColumn,
  InvalidSchemaChange,
  metadataFolder,
  setProperties,
} from '../../iceberg';
import { isIceberg, tableLocation } from '../execution/catalogView';
import { columnTypeOf } from '../execution/columnType';
import { failure, QueryFailure } from '../execution/failure';
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
  if (isIceberg(table)) await alterIceberg(table, icebergChange(action), run);
  else if (action.action === 'setProperties' || action.action === 'unsetProperties')
    alterHive(table, action, run);
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

async function alterIceberg(table: CatalogTable, change: Change, run: Run): Promise<void> {
  const location = tableLocation(table);
  refuseGovernedDdl(location, run);
  const metadata = await icebergMetadata(table, run);
  await authorizeFolders('s3:PutObject', [metadataFolder(metadata)], { location, kind: 'ICEBERG' }, run);
  const pointer = tablePointer(table.DatabaseName, table.Name, run);
  try {
    await commitFiles([], async () => change, { metadata, pointer }, run);
  } catch (error) {
    // AWS does not document the code of a change that the schema does not take; CREATE TABLE's is the nearest.
    if (error instanceof InvalidSchemaChange) throw new QueryFailure(error.message, 2, 1004);
    throw error;
  }
}

function alterHive(
  table: CatalogTable,
  action: Extract<AlterAction, { action: 'setProperties' | 'unsetProperties' }>,
  { call }: Run,
): void {
  const parameters = { ...table.Parameters };
  if (action.action === 'setProperties') Object.assign(parameters, propertyMap(action.properties));
  else for (const key of action.keys) delete parameters[key];
  call.account.catalog.replaceTable(
    table.DatabaseName,
    {
      Name: table.Name,
      Description: table.Description,
      Owner: table.Owner,
      TableType: table.TableType,
      PartitionKeys: table.PartitionKeys,
      StorageDescriptor: table.StorageDescriptor,
      ViewOriginalText: table.ViewOriginalText,
      ViewExpandedText: table.ViewExpandedText,
      Parameters: parameters,
    },
    table.VersionId,
    call.now,
  );
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
