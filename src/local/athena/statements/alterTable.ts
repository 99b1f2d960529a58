import type { Statement } from '../../../sql/ast/statement';
import { commit, setProperties } from '../../iceberg';
import { isIceberg, tableLocation } from '../catalogView';
import { failure, QueryFailure } from '../failure';
import { hiveTableFor } from '../hiveSide';
import { icebergProperties, removableProperties } from '../icebergProperties';
import { propertyMap } from '../properties';
import { refuseRegisteredIceberg } from '../registeredIceberg';
import type { StatementRunner } from '../run';
import { authorizeFolders } from '../storageAccess';
import { tableFiles } from '../tableFiles';
import { tablePointer } from '../tablePointer';

/** `ALTER TABLE t SET TBLPROPERTIES (…)` and `UNSET TBLPROPERTIES (…)`. */
export const alterTable: StatementRunner<Extract<Statement, { type: 'alterTable' }>> = async (
  statement,
  run,
) => {
  const { call } = run;
  const { action } = statement;
  const table = await hiveTableFor(run, statement.name, 'UpdateTable', 'ALTER');
  if (action.action !== 'setProperties' && action.action !== 'unsetProperties') {
    throw isIceberg(table) &&
      ['replaceColumns', 'addPartitions', 'dropPartitions', 'setLocation'].includes(action.action)
      ? new QueryFailure('Query type not supported by Athena Iceberg at this time', 2, 1200)
      : failure('NOT_SUPPORTED', `ALTER TABLE ${WORDS[action.action]} is not supported by the local account`);
  }
  if (isIceberg(table)) {
    const location = tableLocation(table);
    const change =
      action.action === 'setProperties'
        ? setProperties(icebergProperties(action.properties))
        : setProperties({}, removableProperties(action.keys));
    refuseRegisteredIceberg(location, run);
    await authorizeFolders('s3:PutObject', [`${location}/metadata`], { location, kind: 'ICEBERG' }, run);
    await commit(change, tablePointer(table.DatabaseName, table.Name, call), tableFiles(call.account));
    return { kind: 'none' };
  }
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
  return { kind: 'none' };
};

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
